"""Entries about oversight, with the capacity in which the actor acted."""

from datetime import datetime
from typing import Any

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.oversight.models import CorrectiveAction, Finding
from pendapa.people.permissions import Permission, Scoped, acting_as


def record_as(
    actor: Actor, permission: Permission, happened: object, target: Scoped, subject: Subject, *, at: datetime
) -> None:
    """Record what happened; role and organisation are those by which the actor holds the permission."""
    record(actor, happened, subject, at=at, **acting_as(actor, permission, target))


def told_of_finding(finding: Finding) -> dict[str, Any]:
    """The public fields of every entry about a finding."""
    return {
        "finding": finding.number,
        "unit": finding.unit.code,
        "service": finding.service_code,
        "state": finding.state,
    }


def told_of_action(action: CorrectiveAction) -> dict[str, Any]:
    """The public fields of every entry about an action; `state` is how far it counts as followed up."""
    return told_of_finding(action.finding) | {"action": action.position, "state": action.progress}
