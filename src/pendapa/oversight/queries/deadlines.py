"""How many days each step may take, by the day on which it began; and what has a deadline so near, or so long past,
that somebody may have to be told."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from pendapa.kernel.calendar import local_date
from pendapa.oversight.models import CorrectiveAction, DeadlineRule, Finding, OverseerReport
from pendapa.oversight.rules import (
    CHAIN,
    CHAIN_STEPS,
    FIRST_DEADLINES,
    OPEN_FINDINGS,
    ChainStep,
    Deadline,
    DeadlineStep,
    ReportState,
    chain_of,
)


def deadlines_on(day: date) -> Mapping[str, Deadline]:
    """The deadline of every step that begins on a day (one query); where nothing is set, the first ones."""
    rules = DeadlineRule.objects.on(day)
    return {**FIRST_DEADLINES, **{one.step: Deadline(one.days, one.source, one.is_confirmed) for one in rules}}


def deadline_on(step: DeadlineStep, day: date) -> Deadline:
    """The deadline of one step that begins on a day."""
    return deadlines_on(day)[step]


def chain_on(day: date) -> tuple[ChainStep, ...]:
    """The chain of reminders for what began on a day."""
    deadlines = deadlines_on(day)
    return chain_of({step: deadlines[step].days for step in CHAIN_STEPS})


def asked_on(report: OverseerReport) -> date | None:
    """The day on which the unit was asked last."""
    at = report.steps.filter(is_for_unit=True).order_by("-at").values_list("at", flat=True).first()
    return local_date(at) if at is not None else None


def findings_to_remind(today: date) -> list[UUID]:
    """Open findings within the chain that have not come to its end."""
    found = Finding.objects.filter(state__in=OPEN_FINDINGS, due_on__lte=_horizon(today), reminders__lt=len(CHAIN))
    return list(found.order_by("due_on").values_list("pk", flat=True))


def actions_to_remind(today: date) -> list[UUID]:
    """Actions of open findings that were neither reported nor accepted."""
    found = CorrectiveAction.objects.filter(
        finding__state__in=OPEN_FINDINGS,
        accepted_at__isnull=True,
        claim="",
        due_on__lte=_horizon(today),
        reminders__lt=len(CHAIN),
    )
    return list(found.order_by("due_on").values_list("pk", flat=True))


def reports_to_remind(today: date) -> list[UUID]:
    """Reports in which the unit has something to answer."""
    found = OverseerReport.objects.exclude(state__in=[ReportState.CLOSED, ReportState.REFUSED]).filter(
        due_on__lte=_horizon(today), reminders__lt=len(CHAIN)
    )
    return list(found.order_by("due_on").values_list("pk", flat=True))


def _horizon(today: date) -> date:
    """The last deadline of which a first reminder may be due, by whichever rule ever counted."""
    rules = DeadlineRule.objects.filter(step=DeadlineStep.FIRST_REMINDER)
    longest = rules.aggregate(longest=Max("days"))["longest"] or 0
    return today + timedelta(days=max(longest, FIRST_DEADLINES[DeadlineStep.FIRST_REMINDER].days))
