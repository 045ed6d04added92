"""The chain of deadlines: a reminder before, a word to the head after, then to those above, then to the overseer."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.calendar import local_date
from pendapa.oversight.actions.corrections import address_of
from pendapa.oversight.actions.locking import lock_action, lock_finding, lock_report
from pendapa.oversight.actions.telling import heads_above, members_of, superiors, tell
from pendapa.oversight.models import Finding
from pendapa.oversight.queries.deadlines import asked_on, chain_on
from pendapa.oversight.queries.units import overseers_of
from pendapa.oversight.rules import ChainStep, Told, step_to_tell
from pendapa.oversight.verbs import ActionReminded, FindingReminded
from pendapa.people.models import Account, Organization
from pendapa.ui.formatting import body_date

SENTENCES = {
    Told.UNIT: gettext_lazy("Its deadline is {day}."),
    Told.SUPERIOR: gettext_lazy("The deadline {day} has passed without a result. You are told as the superior."),
    Told.OVERSEER: gettext_lazy("The deadline {day} has passed without a result, and its superior was told."),
}


@transaction.atomic
def remind_of_finding(finding_id: UUID, *, at: datetime) -> Told | None:
    """Tell whoever the chain names for an open finding today, once; None when nothing is due.

    Once every action was reported, it is the overseer's turn, and nobody is reminded.
    """
    finding = lock_finding(finding_id)
    actions = list(finding.actions.all())
    has_plan = bool(actions) and all(action.is_accepted or action.claim for action in actions)
    if not finding.is_open or finding.due_on is None or has_plan:
        return None
    found = step_to_tell(finding.due_on, local_date(at), finding.reminders, _chain(finding.issued_at, at))
    if found is None:
        return None
    finding.reminders, step = found
    finding.save(update_fields=["reminders"])
    tell(
        _told(step.told, finding.unit, finding, at=at),
        f"finding-reminded:{finding.pk}:{finding.reminders}",
        number=finding.number,
        title=finding.title,
        sentence=_sentence(step.told, finding.due_on),
        link=reverse("oversight:finding", args=[finding.number]),
        at=at,
    )
    happened = FindingReminded(finding=finding.number, unit=finding.unit.code, told=step.told, due=finding.due_on)
    record(SYSTEM, happened, finding.subject, at=at)
    return step.told


@transaction.atomic
def remind_of_action(action_id: UUID, *, at: datetime) -> Told | None:
    """The same for one action that was neither reported nor accepted; its owner is told with the head."""
    action = lock_action(action_id)
    finding = action.finding
    if action.is_accepted or action.claim or not finding.is_open:
        return None
    found = step_to_tell(action.due_on, local_date(at), action.reminders, _chain(action.planned_at, at))
    if found is None:
        return None
    action.reminders, step = found
    action.save(update_fields=["reminders"])
    told = _told(step.told, finding.unit, finding, at=at)
    if step.told == Told.UNIT and action.owner is not None:
        told = [*told, action.owner]
    tell(
        told,
        f"action-reminded:{action.pk}:{action.reminders}",
        number=str(action),
        title=action.what[:120],
        sentence=_sentence(step.told, action.due_on),
        link=address_of(action),
        at=at,
    )
    happened = ActionReminded(
        finding=finding.number, action=action.position, unit=finding.unit.code, told=step.told, due=action.due_on
    )
    record(SYSTEM, happened, action.subject, at=at)
    return step.told


@transaction.atomic
def remind_of_report(report_id: UUID, *, at: datetime) -> Told | None:
    """The same for a question or recommendation of an overseer that the unit has not answered. It leaves no entry: few
    reports a day are received, and an entry would tell of which unit."""
    report = lock_report(report_id)
    if not report.is_open or report.due_on is None:
        return None
    found = step_to_tell(report.due_on, local_date(at), report.reminders, chain_on(asked_on(report) or local_date(at)))
    if found is None:
        return None
    report.reminders, step = found
    report.save(update_fields=["reminders"])
    overseers = members_of(report.office, report.office_role, at=at)
    tell(
        overseers if step.told == Told.OVERSEER else _of_unit(step.told, report.unit, at=at),
        f"report-reminded:{report.pk}:{report.due_on}:{report.reminders}",
        number=report.number,
        title=report.subject_matter,
        sentence=_sentence(step.told, report.due_on),
        link=reverse("oversight:report", args=[report.number]),
        at=at,
    )
    return step.told


def _chain(began: datetime | None, at: datetime) -> tuple[ChainStep, ...]:
    """The chain that counted when the deadline began to run."""
    return chain_on(local_date(began or at))


def _told(told: Told, unit: Organization, finding: Finding, *, at: datetime) -> list[Account]:
    """Whom the step tells. Where nobody holds the post any more the office is told, and every overseer where nobody
    holds the office: an empty post silences no reminder."""
    found = [] if told == Told.OVERSEER else _of_unit(told, unit, at=at)
    return found or members_of(finding.office, finding.office_role, at=at) or overseers_of(unit, at=at)


def _of_unit(told: Told, unit: Organization, *, at: datetime) -> list[Account]:
    return superiors(unit, at=at) if told == Told.SUPERIOR else heads_above(unit, at=at)


def _sentence(told: Told, due_on: date) -> object:
    """Put together in the language of whoever reads it."""
    return format_lazy(SENTENCES[told], day=lazy(body_date, str)(due_on))
