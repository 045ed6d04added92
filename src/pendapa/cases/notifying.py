"""Turns what the journal tells of a case into notices for those whom it concerns.

What happened in one step (one transaction, one moment) is told once: its most telling entry speaks. A mail that the
step itself has sent, with words of its own, is not sent a second time.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from pendapa.cases.models import Case, Message
from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import Subscriber
from pendapa.journal.verbs import Audience, declared_verbs
from pendapa.notices.actions import notify
from pendapa.notices.channels import Channel
from pendapa.notices.occasions import NEWS, PROGRESS, Occasion
from pendapa.notices.recipients import Recipient

_PLACES = {
    "number": "SKU-7Q2M-48KX",
    "title": "Surat Keterangan Usaha",
    "sentence": "…",
}


def _occasion(key: str, label: object, title: object, body: object, **more: object) -> Occasion:
    return Occasion(f"case.{key}", label, title, body, _PLACES, **more)  # type: ignore[arg-type]


_WITH_SENTENCE = _("{title}. {sentence}")

TO_DO = _occasion("to_do", _("You must do something"), _("Please act: {number}"), _WITH_SENTENCE, is_urgent=True)
DECIDED = _occasion("decided", _("A decision or result"), _("The result of {number}"), _WITH_SENTENCE)
ANSWERED = _occasion("answered", _("An answer to your report or objection"), _("An answer to {number}"), _WITH_SENTENCE)
MESSAGE = _occasion(
    "message",
    _("A message from the office"),
    _("A message about {number}"),
    _("We have written to you about “{title}”. Read it and answer on its page."),
)
LATE = _occasion("late", _("We did not keep a deadline"), _("We are late with {number}"), _WITH_SENTENCE)
NEWS_OF_CASE = _occasion("news", _("Other important news"), _("News about {number}"), _WITH_SENTENCE, channels=NEWS)
RECEIVED = _occasion("received", _("Your matter has arrived"), _("We have received {number}"), _WITH_SENTENCE)
PROGRESS_OF_CASE = _occasion(
    "progress", _("Every step of the work"), _("{number}: one step further"), _WITH_SENTENCE, channels=PROGRESS
)

OCCASIONS = (TO_DO, DECIDED, ANSWERED, MESSAGE, LATE, NEWS_OF_CASE, RECEIVED, PROGRESS_OF_CASE)
"""In the order in which they matter: of one step, the first is told."""

OCCASION_OF_VERB = {
    "application.returned": TO_DO,
    "complaint.asked_back": TO_DO,
    "case.decided": DECIDED,
    "complaint.closed": DECIDED,
    "complaint.answered": ANSWERED,
    "objection.answered": ANSWERED,
    "message.sent": MESSAGE,
    "clock.overdue": LATE,
    "complaint.escalated": NEWS_OF_CASE,
    "complaint.forwarded": NEWS_OF_CASE,
    "complaint.merged": NEWS_OF_CASE,
    "complaint.reopened": NEWS_OF_CASE,
    "complaint.split": NEWS_OF_CASE,
    "case.reopened": NEWS_OF_CASE,
    "application.submitted": RECEIVED,
    "complaint.received": RECEIVED,
}
"""What a verb is about for its person; every other one that a timeline shows is a step of the work."""

MAILED_BY_THE_STEP = frozenset(
    {
        "application.returned",
        "application.submitted",
        "case.decided",
        "complaint.received",
        "message.sent",
        "objection.answered",
        "survey.invited",
    }
)
"""Verbs whose action queues a mail of its own to the address of the case: with a secret link, or a whole answer."""


STALE_AFTER = timedelta(days=3)
"""Of what was recorded before that nobody is told any more: a reader of the journal that is new begins at its start."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody besides the person of a case who is told of an entry. `key` tells listeners of one case apart."""

    recipient: Recipient
    key: str
    link: str


FindListeners = Callable[[Case, Entry], Iterable[Listener]]


@cache
def listener_finders() -> tuple[FindListeners, ...]:
    """What kinds of case know of further listeners: dotted paths in `PENDAPA_CASE_LISTENERS`."""
    return tuple(import_string(path) for path in getattr(settings, "PENDAPA_CASE_LISTENERS", ()))


def tell_of(entry: Entry) -> None:
    """Tell the person of a case, and whoever else follows it, of one entry; told again, it changes nothing."""
    if not may_be_told(entry):
        return
    at = timezone.now()
    step = _entries_of_step(entry) or [entry]
    if min(step, key=_weight).pk != entry.pk:
        return
    case = Case.objects.select_related("applicant", "unit").filter(pk=entry.subject_id).first()
    if case is None:
        return
    if not _is_own_deed(entry, case):
        mailed = case.contact_email and any(one.verb in MAILED_BY_THE_STEP for one in step)
        link = reverse("cases:track", args=[case.number])
        who = _person_of(case)
        _tell(who, entry, case, key="person", link=link, without=frozenset({Channel.EMAIL} if mailed else ()), at=at)
    for find in listener_finders():
        for one in find(case, entry):
            _tell(one.recipient, entry, case, key=one.key, link=one.link, without=frozenset(), at=at)


def may_be_told(entry: Entry) -> bool:
    """Whether an entry is fresh news of a case for others than staff."""
    if entry.subject_type != "case" or entry.audience == Audience.STAFF or not _is_news(entry):
        return False
    return entry.recorded_at >= timezone.now() - STALE_AFTER


def _tell(
    who: Recipient, entry: Entry, case: Case, *, key: str, link: str, without: frozenset[Channel], at: datetime
) -> None:
    context = {
        "number": case.number,
        "title": _LocalTitle(case),
        "sentence": _Sentence(entry),
    }
    occasion = _occasion_of(entry)
    notify(who, occasion.key, f"journal:{entry.pk}:{key}", context, at=at, link=link, without=without)


@dataclass(frozen=True, slots=True)
class _LocalTitle:
    """The title of a case in the language in which it is read."""

    case: Case

    def __str__(self) -> str:
        return self.case.local_title


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What an entry says in the language in which it is read."""

    entry: Entry

    def __str__(self) -> str:
        return self.entry.sentence


def _person_of(case: Case) -> Recipient:
    if case.applicant is not None and case.applicant.is_active:
        return Recipient.of_account(case.applicant)
    return Recipient.contact(email=case.contact_email, phone=case.contact_phone, language=case.language)


def _is_news(entry: Entry) -> bool:
    if entry.verb == "message.sent":
        return (entry.payload or {}).get("side") == Message.Side.OFFICE
    return entry.verb in OCCASION_OF_VERB or entry.verb in _told_in_timelines()


@cache
def _told_in_timelines() -> frozenset[str]:
    return frozenset(one.name for one in declared_verbs() if one.in_timeline)


def _occasion_of(entry: Entry) -> Occasion:
    return OCCASION_OF_VERB.get(entry.verb, PROGRESS_OF_CASE)


def _weight(entry: Entry) -> tuple[int, int]:
    return OCCASIONS.index(_occasion_of(entry)), entry.pk


def _entries_of_step(entry: Entry) -> list[Entry]:
    together = Entry.objects.filter(
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        transaction_id=entry.transaction_id,
        at=entry.at,
    ).exclude(audience=Audience.STAFF)
    return [one for one in together if _is_news(one)]


def _is_own_deed(entry: Entry, case: Case) -> bool:
    """Whether the person did it, and therefore knows; that their matter arrived they like to have in
    writing, unless they wrote by SMS or chat, where the reply says so."""
    if _occasion_of(entry) is RECEIVED:
        return entry.channel == "message"
    if case.applicant_id is not None:
        return entry.actor_id == str(case.applicant_id)
    return entry.actor_kind == "anonymous"


CASE_TELLER = Subscriber("case_teller", handle=tell_of, heeds=may_be_told)
