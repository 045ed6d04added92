"""The conversation that counts: answers, questions back, and what the person says to them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.cases.actions import lock_case, pause_clocks, resume_clocks, send_message, stop_clocks, touch
from pendapa.cases.models import Case, Message, Status
from pendapa.cases.permissions import require_impartial
from pendapa.cases.rules import due_after
from pendapa.complaints.actions.locking import (
    complaint_on,
    lock_complaint,
    names_of,
    require_open,
    stage_before_asking,
    start_answer_clock,
)
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.models import Answer, Complaint, Stage
from pendapa.complaints.permissions import COMPLAINT_ANSWER, COMPLAINT_RESPOND
from pendapa.complaints.queries import deadline_for
from pendapa.complaints.rules import Step, is_withheld
from pendapa.complaints.verbs import ComplaintAnswered, ComplaintAskedBack, ComplaintResponded
from pendapa.files.models import StoredFile
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.kernel.problems import Conflict
from pendapa.people.permissions import require


@transaction.atomic
def answer_complaint(
    actor: Actor,
    case_id: UUID,
    body: str,
    *,
    is_public: bool,
    key: UUID,
    files: Sequence[StoredFile] = (),
    expected_revision: int | None = None,
    at: datetime,
) -> Answer:
    """Answer for the unit, with photos of the result; the person has ten working days to say whether it is solved.

    Sent again under the same `key`, it is the same answer. A public answer is read by everyone who may read the
    report; of a secret one none is. Raises Conflict for a report that was not checked, or is closed.
    """
    lock_case(case_id)  # what a first click sends is then either not begun, or there
    sent = Answer.objects.select_related("message").filter(message__submission_key=key).first()
    if sent is not None and sent.complaint_id == case_id:
        return sent
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    case = complaint.case
    require(actor, COMPLAINT_ANSWER, complaint)
    require_impartial(actor, case)
    require_open(complaint)
    if complaint.stage == Stage.RECEIVED:
        raise Conflict(_("Check the report first: its kind says until when it must be answered."))
    message = send_message(actor, case.pk, body, files=files, key=key, at=at)
    unit = complaint.outside_body or case.unit
    may_be_public = not complaint.is_secret and not is_withheld(complaint.kind)
    answer = Answer.objects.create(
        complaint=complaint, message=message, unit=unit, is_public=is_public and may_be_public, at=at
    )
    resume_clocks(case, at=at)
    ended = stop_clocks(case, at=at)
    complaint.stage = Stage.ANSWERED
    complaint.first_answered_at = complaint.first_answered_at or at
    complaint.respond_by = _respond_by(complaint, at=at)
    complaint.save()
    case.status = Status.WAITING
    touch(case)
    kept = [clock.stopped_on is not None and clock.stopped_on <= clock.due_on for clock in ended]
    happened = ComplaintAnswered(
        unit=unit.code,
        is_public=answer.is_public,
        is_in_time=all(kept) if kept else None,
        answer=answer.pk,
        until=complaint.respond_by,
        **names_of(unit),
    )
    record_about(actor, COMPLAINT_ANSWER, happened, complaint, at=at)
    return answer


@transaction.atomic
def ask_back(
    actor: Actor, case_id: UUID, question: str, *, key: UUID, expected_revision: int | None = None, at: datetime
) -> Complaint:
    """Ask the person something without which the work cannot go on; the clock stands still until the answer.

    Raises Conflict for a report that is answered or closed, or that waits for its person already.
    """
    lock_case(case_id)
    if Message.objects.filter(submission_key=key, case_id=case_id).exists():
        return lock_complaint(case_id)
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    case = complaint.case
    require(actor, COMPLAINT_ANSWER, complaint)
    require_impartial(actor, case)
    require_open(complaint)
    if complaint.stage in (Stage.ASKED, Stage.ANSWERED):
        raise Conflict(_("The person has the word already. Write a message to add something."))
    send_message(actor, case.pk, question, key=key, at=at)
    pause_clocks(case, "reporter_must_act", at=at)
    complaint.stage = Stage.ASKED
    complaint.respond_by = _respond_by(complaint, at=at)
    complaint.save()
    case.status = Status.WAITING
    touch(case)
    happened = ComplaintAskedBack(unit=case.unit.code, until=complaint.respond_by)
    record_about(actor, COMPLAINT_ANSWER, happened, complaint, at=at)
    return complaint


def take_response(actor: Actor, case: Case, _message: Message, at: datetime) -> None:
    """What a message of the person means (`CaseKind.party_wrote`, on the locked case): to a question, the clock goes
    on; to an answer, it is worked on again, with the days for an answer counted anew."""
    complaint = complaint_on(case)
    if complaint.stage == Stage.ASKED:
        complaint.stage = stage_before_asking(complaint)
        resume_clocks(case, at=at)
    elif complaint.stage == Stage.ANSWERED:
        complaint.stage = Stage.FORWARDED
        start_answer_clock(complaint, at=at)
    else:
        return
    complaint.respond_by = None
    complaint.save()
    case.status = Status.OPEN
    touch(case)
    record_about(actor, COMPLAINT_RESPOND, ComplaintResponded(unit=case.unit.code), complaint, at=at)


def _respond_by(complaint: Complaint, *, at: datetime) -> date:
    today = local_date(at)
    return due_after(body_calendar(), today, deadline_for(Step.RESPOND, complaint.kind, today).working_days)
