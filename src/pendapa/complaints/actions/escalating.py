"""The chain upwards: the head of the unit, then the unit above, until somebody answers."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions import key_of_lateness
from pendapa.cases.models import Clock
from pendapa.complaints.actions.locking import lock_complaint, names_of
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.models import Complaint
from pendapa.complaints.permissions import COMPLAINT_TRIAGE
from pendapa.complaints.queries import deadline_for
from pendapa.complaints.rules import Step, is_next_step_due
from pendapa.complaints.verbs import ComplaintEscalated
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.notices.actions import queue_message
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.roles import Role


@transaction.atomic
def escalate_if_overdue(case_id: UUID, *, at: datetime) -> bool:
    """Bring a report whose clock ran out before the next head in the chain; False when it is not time. Idempotent.

    The first step follows the deadline at once, each further one after the working days of the table.
    """
    complaint = lock_complaint(case_id)
    case = complaint.case
    today = local_date(at)
    late = case.clocks.filter(stopped_on__isnull=True, paused_on__isnull=True, due_on__lt=today).order_by("due_on")
    clock = late.first()
    if not case.is_open or clock is None:
        return False
    told_on = local_date(complaint.escalated_at) if complaint.escalated_at else None
    wait = deadline_for(Step.ESCALATE, complaint.kind, today).working_days
    if not is_next_step_due(body_calendar(), clock.due_on, told_on, today, wait):
        return False
    return bring_before_head(complaint, "overdue", late=clock, at=at) is not None


def bring_before_head(
    complaint: Complaint, why: str, *, late: Clock | None = None, at: datetime
) -> Organization | None:
    """Tell the head of the unit, or of the one above whoever was told last; None once the top was told.

    Organisations without a head today are passed over, and those whose heads were all told as heads of one below, but
    for the top. Of a clock that is `late` a head hears once, also when the deadline itself told them. Call it on a
    locked complaint; it asks for no permission: the deadline or the person's word is the reason.
    """
    above = _next_above(complaint, at=at)
    if above is None:
        return None
    unit, heads = above
    complaint.escalation_level += 1
    complaint.escalated_at = at
    complaint.told_up_to = unit
    complaint.save(update_fields=["escalation_level", "escalated_at", "told_up_to"])
    for head in heads:
        _tell_head(complaint, head, why, late, at=at)
    happened = ComplaintEscalated(unit=unit.code, level=complaint.escalation_level, why=why, **names_of(unit))
    record_about(SYSTEM, COMPLAINT_TRIAGE, happened, complaint, at=at)
    return unit


def _next_above(complaint: Complaint, *, at: datetime) -> tuple[Organization, list[Account]] | None:
    told = _told_already(complaint, at=at)
    unit = complaint.told_up_to.parent if complaint.told_up_to is not None else complaint.case.unit
    while unit is not None:
        heads = _heads_of(unit, at=at)
        if any(head.pk not in told for head in heads) or unit.parent is None:
            return unit, heads
        unit = unit.parent
    return None


def _told_already(complaint: Complaint, *, at: datetime) -> set[UUID]:
    """Who heads an organisation from the unit up to the one that was told last."""
    last, told = complaint.told_up_to, set[UUID]()
    unit: Organization | None = complaint.case.unit
    while last is not None and unit is not None:
        told.update(head.pk for head in _heads_of(unit, at=at))
        unit = unit.parent if unit.pk != last.pk else None
    return told


def _heads_of(unit: Organization, *, at: datetime) -> list[Account]:
    held = Membership.objects.on(local_date(at)).select_related("account")
    return [one.account for one in held.filter(organization=unit, role=Role.HEAD, account__is_active=True)]


def _tell_head(complaint: Complaint, head: Account, why: str, late: Clock | None, *, at: datetime) -> None:
    case = complaint.case
    told_as = f"complaint-escalated:{case.pk}:{complaint.escalation_level}:{head.pk}"
    with override(head.language):
        words = {
            "overdue": _("Nobody has answered this report in time. Please see to it.\n\n{link}"),
            "unsolved": _("The person says that this report is not solved. Please see to it.\n\n{link}"),
        }
        queue_message(
            key=key_of_lateness(late, head) if late is not None else told_as,
            to=head.email,
            subject=_("{number} needs your attention").format(number=case.number),
            body=words[why].format(link=f"{settings.PENDAPA_PUBLIC_URL}/meja/perkara/{case.number}/"),
            at=at,
        )
