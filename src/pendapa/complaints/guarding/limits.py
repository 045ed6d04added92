"""How many reports come from one place in an hour. Many people share one address, so the limits are wide."""

from datetime import datetime

from django.conf import settings

from pendapa.cases.actions import count_handing_in
from pendapa.complaints.guarding.puzzles import is_solved
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import TooMany


def count_report(actor: Actor, address: str, challenge: str, answer: str, *, at: datetime) -> None:
    """Count one more report; raises TooMany beyond the limit. Call it outside a transaction, so that counts stay.

    A puzzle counts once: used again, the report counts as one without.
    """
    if actor.kind == "person":
        count_handing_in("complaint-account", actor.id, settings.PENDAPA_REPORTS_HOURLY_ACCOUNT, at=at)
    elif is_solved(challenge, answer) and _is_first_use(challenge, at=at):
        count_handing_in("complaint-solved", address, settings.PENDAPA_REPORTS_HOURLY, at=at)
    else:
        count_handing_in("complaint", address, settings.PENDAPA_REPORTS_HOURLY_PLAIN, at=at)


def count_photo(address: str, *, at: datetime) -> None:
    """Count one more photo of an address; raises TooMany."""
    count_handing_in("complaint-photo", address, settings.PENDAPA_REPORT_PHOTOS_HOURLY, at=at)


def count_draft(address: str, *, at: datetime) -> None:
    """Count one more report begun from an address; raises TooMany."""
    count_handing_in("complaint-draft", address, settings.PENDAPA_REPORT_DRAFTS_HOURLY, at=at)


def count_following(address: str, *, at: datetime) -> None:
    """Count one more “I have this too” of an address; raises TooMany."""
    count_handing_in("complaint-follow", address, settings.PENDAPA_REPORT_FOLLOWS_HOURLY, at=at)


def _is_first_use(challenge: str, *, at: datetime) -> bool:
    try:
        count_handing_in("complaint-puzzle", challenge, 1, at=at)
    except TooMany:
        return False
    return True
