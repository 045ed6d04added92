"""Taking a complaint in hand, and the clocks of its work."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from pendapa.cases.actions import lock_case, start_clock
from pendapa.cases.models import Case, Clock
from pendapa.complaints.models import Complaint, Stage
from pendapa.complaints.queries import deadline_for
from pendapa.complaints.rules import Step
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.people.models import Organization

ANSWER_CLOCK = "answer"


def lock_complaint(case_id: UUID, *, expected_revision: int | None = None) -> Complaint:
    """The complaint under the lock of its case, with its unit. Raises NotFound for another kind of case, Conflict when
    somebody changed it since `expected_revision`."""
    case = lock_case(case_id, expected_revision=expected_revision)
    return complaint_on(case)


def complaint_on(case: Case) -> Complaint:
    """The complaint of a case that is locked already."""
    complaint = Complaint.objects.select_related("topic", "outside_body", "told_up_to").filter(case_id=case.pk).first()
    if complaint is None:
        raise NotFound(_("There is no such report."))
    complaint.case = case
    case.complaint = complaint
    return complaint


def require_open(complaint: Complaint) -> None:
    """Raise Conflict for a complaint that is closed."""
    if not complaint.case.is_open:
        raise Conflict(_("This report is closed. Open it again first."))


def start_answer_clock(complaint: Complaint, *, at: datetime) -> Clock:
    """The working days for the answer begin, once more after each reopening; goes on where it runs already."""
    case = complaint.case
    going = case.clocks.filter(name__startswith=ANSWER_CLOCK, stopped_on__isnull=True).first()
    if going is not None:
        return going
    before = case.clocks.filter(name__startswith=ANSWER_CLOCK).count()
    deadline = deadline_for(Step.ANSWER, complaint.kind, local_date(at))
    name = f"{ANSWER_CLOCK}-{before + 1}" if before else ANSWER_CLOCK
    return start_clock(case, name, deadline.working_days, deadline.source, at=at)


def stage_before_asking(complaint: Complaint) -> Stage:
    """Where the work stood before the person was asked something."""
    if complaint.forwarded_at is not None:
        return Stage.FORWARDED
    return Stage.VERIFIED if complaint.verified_at is not None else Stage.RECEIVED


def names_of(unit: Organization) -> dict[str, str]:
    """What a verb says of a unit in both languages."""
    return {"unit_name": unit.name, "unit_name_en": unit.name_en or unit.name}


def labels_of(label: object, field: str) -> dict[str, str]:
    """A label that is translated, in both languages, as a verb keeps it under `field`."""
    from django.utils.translation import override

    told = {}
    for language, name in (("id", field), ("en", f"{field}_en")):
        with override(language):
            told[name] = str(label)
    return told
