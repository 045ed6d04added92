"""What is counted so that it ends: wrong pairs of number and secret, and what one address hands in by machine."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pendapa.cases.models import AttemptCount, Case
from pendapa.cases.queries.visibility import case_opened_with
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import TooMany
from pendapa.kernel.statements import run_prepared

WINDOW = timedelta(minutes=15)
MOST_BY_ADDRESS = 20
MOST_FOR_NUMBER = 8
HOUR = timedelta(hours=1)
COUNT_ONE_MORE = """
INSERT INTO cases_attemptcount (key, window_started_at, count) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN cases_attemptcount.window_started_at > %(since)s THEN cases_attemptcount.count + 1 ELSE 1 END,
  window_started_at = CASE WHEN cases_attemptcount.window_started_at > %(since)s
    THEN cases_attemptcount.window_started_at ELSE excluded.window_started_at END
RETURNING count
"""


@sensitive_variables("secret")
def open_with_secret(address: str, number: str, secret: str, *, at: datetime) -> Case | None:
    """The case that number and secret open together; None, and one more attempt counted, for a wrong pair.

    `address` is the visitor's. Raises TooMany after too many wrong pairs of an address, and for a wrong pair of a
    number tried too often. Who has the right pair is not shut out by others who guess at the number: 75 random bits
    are not guessed. Call it outside a transaction that might be rolled back, so that the count stays.
    """
    tried = normalise_number(number) or number.strip().upper()[:60]
    spent = _spent_limits(address, tried, at=at)
    if _key("address", address) in spent:
        raise TooMany(_("There were too many attempts. Wait 15 minutes, then try again."))
    case = case_opened_with(number, secret)
    if case is None:
        if spent:
            raise TooMany(_("There were too many attempts. Wait 15 minutes, then try again."))
        note_wrong_attempt(address, tried, at=at)
    return case


def _spent_limits(address: str, number: str, *, at: datetime) -> set[str]:
    """The keys of what tried too often within 15 minutes: an address 20 times in vain, a number 8 times."""
    most = {_key("address", address): MOST_BY_ADDRESS, _key("number", number): MOST_FOR_NUMBER}
    counted = AttemptCount.objects.filter(key__in=most, window_started_at__gt=at - WINDOW)
    return {attempt.key for attempt in counted if attempt.count >= most[attempt.key]}


@transaction.atomic
def note_wrong_attempt(address: str, number: str, *, at: datetime) -> None:
    """Count one more attempt in vain, for the address and for the number as typed."""
    for key in sorted([_key("address", address), _key("number", number)]):
        run_prepared(COUNT_ONE_MORE, {"key": key, "at": at, "since": at - WINDOW})


def count_handing_in(what: str, address: str, most: int, *, at: datetime) -> None:
    """Count one more `what` ("application", "file") of an address; raises TooMany beyond `most` within an hour.

    One statement of its own; call it outside a transaction that might be rolled back, so that the count stays.
    """
    ((counted,),) = run_prepared(COUNT_ONE_MORE, {"key": _key(what, address), "at": at, "since": at - HOUR})
    if counted > most:
        raise TooMany(_("This address has sent very much within an hour. Wait an hour, then send the rest."))


def forget_old_attempts(*, at: datetime) -> int:
    """Delete counts of past windows; returns how many."""
    deleted, _by_model = AttemptCount.objects.filter(window_started_at__lte=at - WINDOW).delete()
    return deleted


def _key(kind: str, value: str) -> str:
    return blind_index(f"{kind}:{value}", context="cases.wrong_attempt")[:64]
