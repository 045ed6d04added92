"""What has a deadline so near, or so long past, that somebody may have to be told."""

from datetime import date, timedelta
from uuid import UUID

from pendapa.oversight.models import CorrectiveAction, Finding, OverseerReport
from pendapa.oversight.rules import CHAIN, OPEN_FINDINGS, ReportState


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
    return today - timedelta(days=min(step.days for step in CHAIN))
