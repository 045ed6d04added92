"""Reports to the independent overseer: received, checked for form and substance, recommended, monitored."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.cases.models import Case
from pendapa.cases.permissions import can_read
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid
from pendapa.kernel.text import plain_text
from pendapa.oversight.actions.locking import REPORT_PREFIX, free_number, lock_report
from pendapa.oversight.actions.recording import record_as
from pendapa.oversight.actions.telling import heads_above, members_of, tell
from pendapa.oversight.models import OverseerReport, ReportStep
from pendapa.oversight.permissions import REPORT_ANSWER, REPORT_HANDLE, require_impartial, require_judge
from pendapa.oversight.queries.deadlines import deadline_on
from pendapa.oversight.rules import REPORT_MOVES, DeadlineStep, ReportState
from pendapa.oversight.verbs import ReportAnswered, ReportMoved, ReportReceived
from pendapa.people.models import Organization
from pendapa.people.permissions import acting_grant, require

LONGEST_TEXT = 8000
DEADLINES = {
    ReportState.CLARIFYING: DeadlineStep.CLARIFICATION,
    ReportState.RECOMMENDED: DeadlineStep.RECOMMENDATION,
}
"""What the unit must answer, and by when."""


@dataclass(frozen=True, slots=True)
class ReportIn:
    """What somebody brought before the overseer; `case` is a complaint of this body that went further."""

    unit: Organization
    subject_matter: str
    words: str
    reporter: str = ""
    contact: str = ""
    case: Case | None = None


@transaction.atomic
def receive_report(actor: Actor, given: ReportIn, *, at: datetime) -> OverseerReport:
    """Take a report in.

    Raises Forbidden for all but an overseer who does not answer for the unit, Invalid when empty.
    """
    require(actor, REPORT_HANDLE, given.unit)
    require_impartial(actor, given.unit.path)
    grant = acting_grant(actor, REPORT_HANDLE, given.unit)
    if grant is None:
        raise Forbidden(_("Only an independent overseer takes reports in."))
    if given.case is not None and not can_read(actor, given.case):
        raise Forbidden(_("You may not see this case."))
    report = OverseerReport.objects.create(
        number=free_number(OverseerReport, REPORT_PREFIX),
        unit=given.unit,
        case=given.case,
        subject_matter=_required(given.subject_matter, "subject_matter", _("Write what it is about."))[:200],
        account_of=_required(given.words, "words", _("Write what was reported.")),
        reporter=plain_text(given.reporter).strip()[:200],
        contact=plain_text(given.contact).strip()[:200],
        office=Organization.objects.get(code=grant.organisation),
        office_role=grant.role,
        received_at=at,
    )
    happened = ReportReceived(report=report.number, state=report.state)
    record_as(actor, REPORT_HANDLE, happened, report, report.subject, at=at)
    return report


@transaction.atomic
def move_report(
    actor: Actor, report_id: UUID, state: ReportState, text: str, *, expected_revision: int | None = None, at: datetime
) -> OverseerReport:
    """Bring a report one step further, with what was found, asked or recommended.

    A question and a recommendation go to the unit, which has its days to answer. Raises Conflict for a step that does
    not follow, Invalid without words.
    """
    report = lock_report(report_id, expected_revision=expected_revision)
    require_judge(actor, REPORT_HANDLE, report)
    if state not in REPORT_MOVES[report.state]:
        raise Conflict(_("This step does not follow on where the report stands now."))
    words = _required(text, "text", _("Write what was found or decided."))
    report.state, report.due_on, report.reminders = state, None, 0
    is_for_unit = state in DEADLINES
    if state in DEADLINES:
        report.due_on = deadline_on(DEADLINES[state], local_date(at)).after(local_date(at))
    if state == ReportState.CLARIFYING:
        report.question = words
    if state == ReportState.RECOMMENDED:
        report.recommendation = words
    if not report.is_open:
        report.ended_at = at
    _keep(actor, report, words, is_for_unit=is_for_unit, at=at)
    if is_for_unit:
        tell(
            heads_above(report.unit, at=at),
            f"report-{state}:{report.pk}",
            number=report.number,
            title=report.subject_matter,
            sentence=gettext_lazy("The independent overseer waits for your answer."),
            link=reverse("oversight:report", args=[report.number]),
            at=at,
        )
    happened = ReportMoved(report=report.number, state=state, state_label=str(ReportState(state).label))
    record_as(actor, REPORT_HANDLE, happened, report, report.subject, at=at)
    return report


@transaction.atomic
def answer_report(
    actor: Actor, report_id: UUID, text: str, *, expected_revision: int | None = None, at: datetime
) -> OverseerReport:
    """The unit explains itself, or answers the recommendation, which is then monitored.

    Raises Forbidden for all but the heads of the unit, Conflict when nothing was asked.
    """
    report = lock_report(report_id, expected_revision=expected_revision)
    require(actor, REPORT_ANSWER, report)
    if report.state not in DEADLINES or report.due_on is None:
        raise Conflict(_("The overseer has asked nothing that waits for an answer."))
    words = _required(text, "text", _("Write your answer."))
    if report.state == ReportState.RECOMMENDED:
        report.state = ReportState.MONITORED
    report.due_on, report.reminders = None, 0
    step = _keep(actor, report, words, is_by_unit=True, at=at)
    tell(
        members_of(report.office, report.office_role, at=at),
        f"report-answered:{step.pk}",
        number=report.number,
        title=report.subject_matter,
        sentence=gettext_lazy("The unit has answered."),
        link=reverse("oversight:report", args=[report.number]),
        at=at,
    )
    happened = ReportAnswered(report=report.number, state=report.state)
    record_as(actor, REPORT_ANSWER, happened, report, report.subject, at=at)
    return report


def _keep(
    actor: Actor,
    report: OverseerReport,
    words: str,
    *,
    is_for_unit: bool = False,
    is_by_unit: bool = False,
    at: datetime,
) -> ReportStep:
    report.revision += 1
    report.save()
    return ReportStep.objects.create(
        report=report,
        state=report.state,
        text=words,
        is_for_unit=is_for_unit,
        is_by_unit=is_by_unit,
        author_id=actor.id,
        at=at,
    )


def _required(text: str, field: str, message: str) -> str:
    words = plain_text(text).strip()[:LONGEST_TEXT]
    if not words:
        raise Invalid(message, errors=[FieldError(field, message)])
    return words
