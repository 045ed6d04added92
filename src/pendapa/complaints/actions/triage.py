"""What happens first: somebody reads the report, puts kind and topic right, and hands it to whoever must answer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.cases.actions import change_promise, stop_clocks, touch
from pendapa.cases.permissions import require_impartial
from pendapa.complaints.actions.joining import part_from
from pendapa.complaints.actions.locking import (
    ANSWER_CLOCK,
    labels_of,
    lock_complaint,
    names_of,
    require_open,
    start_answer_clock,
)
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.actions.submission import VERIFY_CLOCK, titles_of
from pendapa.complaints.models import Complaint, Publication, Stage, Topic
from pendapa.complaints.permissions import COMPLAINT_TRIAGE
from pendapa.complaints.queries import deadline_for
from pendapa.complaints.rules import Kind, Step, is_withheld
from pendapa.complaints.verbs import ComplaintForwarded, ComplaintKindChanged, ComplaintVerified
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.people.models import Organization
from pendapa.people.permissions import require


@transaction.atomic
def verify_complaint(
    actor: Actor, case_id: UUID, kind: str, topic: Topic | None, *, expected_revision: int | None = None, at: datetime
) -> Complaint:
    """Say that the report was read, and of what kind and topic it is. Done once; later `correct_complaint` does it.

    Raises Conflict when it was checked already or has changed since `expected_revision`.
    """
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    require(actor, COMPLAINT_TRIAGE, complaint)
    require_impartial(actor, complaint.case)
    require_open(complaint)
    if complaint.stage != Stage.RECEIVED:
        raise Conflict(_("This report was checked already. Look at it as it is now."))
    _set_kind(complaint, kind, topic, at=at)
    complaint.stage = Stage.VERIFIED
    complaint.verified_at = at
    complaint.save()
    touch(complaint.case)
    happened = ComplaintVerified(
        kind=kind, topic=topic.slug if topic else "", **labels_of(Kind(kind).label, "kind_label")
    )
    record_about(actor, COMPLAINT_TRIAGE, happened, complaint, at=at)
    return complaint


@transaction.atomic
def correct_complaint(
    actor: Actor, case_id: UUID, kind: str, topic: Topic | None, *, expected_revision: int | None = None, at: datetime
) -> Complaint:
    """Put kind and topic right; the deadline of a clock that runs follows the kind. Nothing new changes nothing."""
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    require(actor, COMPLAINT_TRIAGE, complaint)
    require_impartial(actor, complaint.case)
    if (complaint.kind, complaint.topic) == (kind, topic):
        return complaint
    _set_kind(complaint, kind, topic, at=at)
    complaint.save()
    deadline = deadline_for(Step.ANSWER, kind, local_date(at))
    going = complaint.case.clocks.filter(name__startswith=ANSWER_CLOCK, stopped_on__isnull=True).first()
    if going is not None:
        change_promise(complaint.case, going.name, deadline.working_days, deadline.source, at=at)
    touch(complaint.case)
    happened = ComplaintKindChanged(
        kind=kind, topic=topic.slug if topic else "", **labels_of(Kind(kind).label, "kind_label")
    )
    record_about(actor, COMPLAINT_TRIAGE, happened, complaint, at=at)
    return complaint


@transaction.atomic
def forward_complaint(
    actor: Actor,
    case_id: UUID,
    unit: Organization,
    *,
    reason: str = "",
    expected_revision: int | None = None,
    at: datetime,
) -> Complaint:
    """Hand the report to the unit that must answer; its clock starts. Handed on from one unit to the next, it goes on.

    No door is the wrong one: a body outside this one is a right address too. The unit that hands it over then keeps
    the case, for nobody over there works in this house, and hands the answer on. Raises Conflict unless the report
    was checked and is not answered.
    """
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    case = complaint.case
    require(actor, COMPLAINT_TRIAGE, complaint)
    require_impartial(actor, case)
    require_open(complaint)
    if complaint.stage not in (Stage.VERIFIED, Stage.FORWARDED):
        raise Conflict(_("Check the report first; one that is answered is not forwarded any more."))
    is_handed_on = complaint.stage == Stage.FORWARDED
    is_outside = unit.path.split("/")[0] != case.unit.path.split("/")[0]
    holder = complaint.outside_body or case.unit
    if is_handed_on and holder == unit:
        return complaint
    complaint.outside_body = unit if is_outside else None
    if not is_outside and case.unit != unit:
        case.unit = unit
        case.assignee = None
    complaint.stage = Stage.FORWARDED
    complaint.forwarded_at = complaint.forwarded_at or at
    complaint.hand_ons += is_handed_on
    complaint.told_up_to = None
    complaint.save()
    stop_clocks(case, at=at, named=VERIFY_CLOCK)
    clock = start_answer_clock(complaint, at=at)
    touch(case)
    happened = ComplaintForwarded(
        unit=unit.code,
        due=clock.due_on,
        is_outside=is_outside,
        is_handed_on=is_handed_on,
        until=clock.due_on,
        reason=reason.strip()[:1000],
        **names_of(unit),
    )
    record_about(actor, COMPLAINT_TRIAGE, happened, complaint, at=at)
    return complaint


def _set_kind(complaint: Complaint, kind: str, topic: Topic | None, *, at: datetime) -> None:
    """A kind that is never public takes away what was published, and parts the report from those joined with it.
    Raises Invalid for a kind that is none."""
    if kind not in Kind.values:
        message = _("Choose one of the kinds offered.")
        raise Invalid(message, errors=[FieldError("kind", message)])
    complaint.kind = kind
    complaint.topic = topic
    if is_withheld(kind) and complaint.publication == Publication.PUBLISHED:
        complaint.publication = Publication.WITHHELD
    for field, title in titles_of(kind, topic, is_secret=complaint.is_secret).items():
        setattr(complaint.case, field, title)
    complaint.case.save(update_fields=["title", "title_en"])
    if is_withheld(kind):
        part_from(complaint, at=at)
