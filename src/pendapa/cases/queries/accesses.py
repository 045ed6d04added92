"""Who has looked at a person's data: when, as what, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendapa.cases.models import Case
from pendapa.cases.verbs import READING_VERBS
from pendapa.journal.models import Entry
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role

MOST_SHOWN = 500
PURPOSES: Mapping[str, str | Promise] = {
    "handling": _("Opened the case to work on it."),
    "oversight": _("Opened the case to check how we work."),
    "assistance": _("Opened the case together with you, by its code."),
}


@dataclass(frozen=True, slots=True)
class Access:
    """One look at data: who, in which role of which organisation, at what, and why (`sentence`)."""

    at: datetime
    who: str
    role: str
    organisation: str
    sentence: str
    number: str
    verb: str


def accesses_to(case: Case) -> list[Access]:
    """Who of the staff has looked at a case, newest first (two queries)."""
    return _accesses({str(case.pk): case.number}, except_by=str(case.applicant_id or ""))


def accesses_to_data_of(account: Account) -> list[Access]:
    """Who of the staff has looked at any case of a person, newest first, at most 500 (three queries)."""
    numbers = {str(pk): number for pk, number in Case.objects.filter(applicant=account).values_list("pk", "number")}
    return _accesses(numbers, except_by=str(account.pk))


def _accesses(numbers: Mapping[str, str], *, except_by: str) -> list[Access]:
    if not numbers:
        return []
    entries = list(
        Entry.objects.filter(subject_type="case", subject_id__in=list(numbers), verb__in=READING_VERBS)
        .exclude(actor_role="")
        .exclude(actor_id=except_by)
        .order_by("-id")[:MOST_SHOWN]
    )
    units = {unit.code: unit.local_name for unit in Organization.objects.filter(code__in=_codes(entries))}
    return [
        Access(
            at=entry.at,
            who=entry.actor_name,
            role=_role_label(entry.actor_role),
            organisation=units.get(entry.actor_organisation, entry.actor_organisation),
            sentence=_sentence(entry),
            number=numbers[entry.subject_id],
            verb=entry.verb,
        )
        for entry in entries
    ]


def _codes(entries: list[Entry]) -> set[str]:
    return {entry.actor_organisation for entry in entries}


def _role_label(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def _sentence(entry: Entry) -> str:
    purpose = PURPOSES.get((entry.payload or {}).get("purpose", "")) if entry.verb == "case.opened" else None
    return str(purpose or entry.sentence)
