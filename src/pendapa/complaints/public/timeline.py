"""What the public reads of the way a report went: its own sentences, told of nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pendapa.complaints.models import Complaint
from pendapa.journal.queries import PARTIES, entries_about
from pendapa.ui.formatting import body_date

SENTENCES: Final[Mapping[str, Promise]] = {
    "complaint.received": gettext_lazy("The report arrived."),
    "complaint.verified": gettext_lazy("The report was checked."),
    "complaint.forwarded": gettext_lazy("Handed to {unit_name}, which answers by {until}."),
    "complaint.asked_back": gettext_lazy("The office asked the reporter something."),
    "complaint.responded": gettext_lazy("The reporter answered."),
    "complaint.answered": gettext_lazy("{unit_name} answered."),
    "complaint.rated": gettext_lazy("The reporter judged the answer."),
    "complaint.closed": gettext_lazy("The report was closed."),
    "complaint.reopened": gettext_lazy("The report was opened again."),
    "complaint.escalated": gettext_lazy("Brought before the head of {unit_name}."),
}
"""Of each verb that the public may know what it is told. Reasons, names and ratings are not among it."""


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """A sentence and when it happened."""

    sentence: str
    at: datetime


def public_timeline(complaint: Complaint) -> list[PublicEvent]:
    """What happened to a published report, oldest first (one query)."""
    entries = entries_about(complaint.case.subject, PARTIES).filter(verb__in=list(SENTENCES))
    told = [PublicEvent(_sentence(entry.verb, entry.payload or {}), entry.at) for entry in entries]
    if complaint.published_at:
        told.append(PublicEvent(_("The report was published."), complaint.published_at))
    return sorted(told, key=lambda event: event.at)


def _sentence(verb: str, payload: Mapping[str, Any]) -> str:
    english = (get_language() or "").startswith("en")
    unit = (english and payload.get("unit_name_en")) or payload.get("unit_name") or _("the unit")
    until = payload.get("until")
    return str(SENTENCES[verb]).format(unit_name=unit, until=_date(until))


def _date(value: object) -> str:
    from datetime import date

    try:
        return str(body_date(date.fromisoformat(str(value))))
    except ValueError:
        return "–"
