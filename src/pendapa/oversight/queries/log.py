"""What a sample is drawn from: leaves of the public log, so that whoever holds the log comes to the same."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from pendapa.cases.models import Case
from pendapa.ledger.models import Checkpoint, Handle, Leaf
from pendapa.oversight.sampling import Candidate, Rule, risk_of

ACCEPTED = ("application.submitted", "complaint.received")
LATE = ("clock.overdue",)
DISPUTED = ("objection.filed", "complaint.reopened", "case.reopened")
DECIDED = ("case.decided",)
_WITH_VERBS = """SELECT data FROM ledger_leaf WHERE index < %s
    AND split_part(convert_from(data, 'UTF8'), '"verb":"', 2) = ANY(%s) ORDER BY index"""
"""The verb is the last member of a leaf (RFC 8785), and in any text a quotation mark stands escaped."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A signed state of the log: how many leaves it has, and the root hash over them (32 bytes)."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class PopulationRule:
    """Cases that the log told of as accepted: by one of these units, for this service (empty: any), in this period."""

    units: Sequence[str]
    service: str
    since: date
    until: date


@dataclass(slots=True)
class _Told:
    """What leaves say of one case."""

    stratum: str
    is_late: bool = False
    is_disputed: bool = False
    is_refused: bool = False

    def take(self, verb: str, told: dict[str, Any]) -> None:
        self.is_late = self.is_late or verb in LATE
        self.is_disputed = self.is_disputed or verb in DISPUTED
        self.is_refused = self.is_refused or (verb in DECIDED and told.get("outcome") == "refused")


def seed_after(plan_entry: int) -> Seed | None:
    """The first signed state of the log that holds the plan's leaf; None while there is none.

    The first, and no other: nobody waits for a root that suits.
    """
    index = Leaf.objects.filter(entry=plan_entry).values_list("index", flat=True).first()
    if index is None:
        return None
    found = Checkpoint.objects.filter(size__gt=index).order_by("id").first()
    return Seed(found.size, bytes(found.root)) if found else None


def population(rule: PopulationRule, size: int, drawn_by: Rule) -> list[Candidate]:
    """The cases that fit the rule among the first `size` leaves, in the order in which the log told of them."""
    cases: dict[str, _Told] = {}
    units = set(rule.units)
    verbs = ACCEPTED + LATE + DISPUTED + DECIDED if drawn_by == Rule.RISK else ACCEPTED
    for about, day, verb, told in _leaves(size, verbs):
        known = cases.get(about)
        if known is not None:
            known.take(verb, told)
        elif verb in ACCEPTED and told.get("unit") in units and _fits(rule, day, told):
            cases[about] = _Told(str(told.get("service") or ""))
    return [_candidate(about, told, drawn_by) for about, told in cases.items()]


def cases_by_handle(handles: Sequence[str]) -> dict[str, Case]:
    """The case behind each handle."""
    rows = Handle.objects.filter(subject_type="case", handle__in=[UUID(one) for one in handles])
    named = {row.subject_id: row.handle.hex for row in rows}
    cases = Case.objects.filter(pk__in=list(named)).select_related("unit", "service")
    return {named[str(case.pk)]: case for case in cases}


def _candidate(handle: str, told: _Told, drawn_by: Rule) -> Candidate:
    weight = 1
    if drawn_by == Rule.RISK:
        weight = risk_of(is_late=told.is_late, is_disputed=told.is_disputed, is_refused=told.is_refused)
    return Candidate(handle, told.stratum, weight)


def _fits(rule: PopulationRule, day: str, told: dict[str, Any]) -> bool:
    in_time = rule.since.isoformat() <= day <= rule.until.isoformat()
    return in_time and rule.service in ("", told.get("service") or "")


def _leaves(size: int, verbs: Sequence[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Handle, day, verb and fields of the leaves about cases with these verbs."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_VERBS, [size, [f'{verb}"}}' for verb in verbs]])
        while rows := cursor.fetchmany(5000):
            for (data,) in rows:
                leaf = json.loads(bytes(data))
                if leaf["about"].startswith("case:"):
                    yield leaf["about"].removeprefix("case:"), leaf["at"], leaf["verb"], leaf["fields"]
