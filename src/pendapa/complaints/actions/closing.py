"""How a report ends, and how it begins again: by its person, by silence, by the office."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.cases.actions import conclude_case, resume_work, send_message, touch, withdraw_case
from pendapa.cases.models import Case, Message, Status
from pendapa.cases.permissions import require_impartial
from pendapa.complaints.actions.escalating import bring_before_head
from pendapa.complaints.actions.joining import part_from
from pendapa.complaints.actions.locking import (
    complaint_on,
    labels_of,
    lock_complaint,
    require_open,
    start_answer_clock,
)
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.models import Complaint, Stage
from pendapa.complaints.permissions import COMPLAINT_CLOSE, COMPLAINT_RESPOND, COMPLAINT_TRIAGE
from pendapa.complaints.verbs import WHY, ComplaintClosed, ComplaintRated, ComplaintReopened
from pendapa.journal.actors import SYSTEM, Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.people.permissions import Permission, require


@transaction.atomic
def judge_answer(
    actor: Actor, case_id: UUID, *, is_solved: bool, rating: int | None, comment: str = "", key: UUID, at: datetime
) -> Complaint:
    """The person says whether it is solved, and how good the answer was (1 to 5, or nothing).

    Solved closes the report. Not solved opens it again with a clock of its own and brings it before the head of the
    unit, then before the one above; what is still wrong must then be said. Sent twice, the first counts. Raises
    Conflict unless there is an answer to judge, and for other words than those that were sent: they would be lost; one
    closed by silence can still be called solved, else objected to.
    """
    complaint = lock_complaint(case_id)
    case = complaint.case
    require(actor, COMPLAINT_RESPOND, complaint)
    words = plain_text(comment).strip()
    _require_sense(rating, words, is_solved=is_solved)
    closed_by_silence = case.status == Status.ANSWERED
    if complaint.stage != Stage.ANSWERED and not closed_by_silence:
        if complaint.rated_at is not None or complaint.is_solved is not None:
            if words and not Message.objects.filter(submission_key=key, case_id=case_id).exists():
                raise Conflict(_("You have judged this answer already. Write a message to add something."))
            return complaint
        raise Conflict(_("There is no answer to judge yet."))
    if closed_by_silence and not is_solved:
        raise Conflict(_("This report was closed when its time was over. You can object to that."))
    complaint.rating = rating
    complaint.is_solved = is_solved
    complaint.rated_at = at
    complaint.respond_by = None
    rated = ComplaintRated(unit=case.unit.code, rating=rating, is_solved=is_solved)
    if is_solved:
        complaint.stage, complaint.solved_at = Stage.CLOSED, at
        complaint.save()
        conclude_case(case, Status.RESOLVED, at=at)
        record_about(actor, COMPLAINT_RESPOND, rated, complaint, at=at)
        _record_closed(actor, COMPLAINT_RESPOND, complaint, "solved", "", at=at)
    else:
        record_about(actor, COMPLAINT_RESPOND, rated, complaint, at=at)
        _begin_again(actor, COMPLAINT_RESPOND, complaint, "unsolved", at=at)
        bring_before_head(complaint, "unsolved", at=at)
    if words:
        send_message(actor, case.pk, words, key=key, at=at)
    return complaint


@transaction.atomic
def close_complaint(
    actor: Actor, case_id: UUID, reason: str, *, expected_revision: int | None = None, at: datetime
) -> Complaint:
    """Close a report without the person's word, for a reason to which they may object. Raises Invalid without one."""
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    require(actor, COMPLAINT_CLOSE, complaint)
    require_impartial(actor, complaint.case)
    require_open(complaint)
    words = plain_text(reason).strip()
    if not words:
        message = _("Write the reason, so that the person understands it.")
        raise Invalid(message, errors=[FieldError("reason", message)])
    complaint.stage, complaint.respond_by = Stage.CLOSED, None
    complaint.save()
    conclude_case(complaint.case, Status.CLOSED, at=at, reason=words, decided_by=actor.id)
    _record_closed(actor, COMPLAINT_CLOSE, complaint, "decided", words, at=at)
    return complaint


@transaction.atomic
def close_by_silence(case_id: UUID, *, at: datetime) -> bool:
    """Close what waited for its person until after the day named; False when it no longer does. Idempotent.

    An answered report closes as answered, one that was asked back as closed. To both the person may object.
    """
    complaint = lock_complaint(case_id)
    case = complaint.case
    if complaint.respond_by is None or local_date(at) <= complaint.respond_by:
        return False
    is_answered = complaint.stage == Stage.ANSWERED
    if not case.is_open or not (is_answered or complaint.stage == Stage.ASKED):
        return False
    last = case.messages.filter(side=Message.Side.OFFICE).order_by("-at", "-id").first()
    reason = last.body if last and is_answered else _("You did not answer our question in time.")
    complaint.stage, complaint.respond_by = Stage.CLOSED, None
    complaint.save()
    conclude_case(
        case,
        Status.ANSWERED if is_answered else Status.CLOSED,
        at=at,
        reason=reason,
        decided_by=last.author_id if last else None,
    )
    _record_closed(SYSTEM, COMPLAINT_CLOSE, complaint, "silence", "", at=at)
    return True


@transaction.atomic
def reopen_complaint(actor: Actor, case_id: UUID, *, expected_revision: int | None = None, at: datetime) -> Complaint:
    """Open a closed report again for the office. Raises Conflict for one that is open, was joined or withdrawn."""
    complaint = lock_complaint(case_id, expected_revision=expected_revision)
    case = complaint.case
    require(actor, COMPLAINT_TRIAGE, complaint)
    require_impartial(actor, case)
    if case.is_open or case.status in (Status.JOINED, Status.WITHDRAWN):
        raise Conflict(_("Only a closed report can be opened again; one that was joined is separated first."))
    _begin_again(actor, COMPLAINT_TRIAGE, complaint, "office", at=at)
    return complaint


@transaction.atomic
def withdraw_complaint(actor: Actor, case: Case, at: datetime) -> None:
    """The person takes the report back (`CaseKind.withdraw`); nobody waits for them any more. Those of others that were
    joined with it go on."""
    withdrawn = withdraw_case(actor, case.pk, at=at)
    complaint = complaint_on(withdrawn)
    complaint.stage, complaint.respond_by = Stage.CLOSED, None
    complaint.save(update_fields=["stage", "respond_by"])
    part_from(complaint, at=at)


def reopen_after_objection(_actor: Actor, case: Case, at: datetime) -> None:
    """The work begins anew after an objection that was upheld (`CaseKind.reopen`, on the locked, open case)."""
    complaint = complaint_on(case)
    _work_again(complaint)
    start_answer_clock(complaint, at=at)


def _begin_again(actor: Actor, permission: Permission, complaint: Complaint, why: str, *, at: datetime) -> None:
    case = complaint.case
    _work_again(complaint)
    if case.is_open:
        case.status = Status.OPEN
        touch(case)
    else:
        resume_work(case, at=at)
    clock = start_answer_clock(complaint, at=at)
    happened = ComplaintReopened(unit=case.unit.code, why=why, until=clock.due_on)
    record_about(actor, permission, happened, complaint, at=at)


def _work_again(complaint: Complaint) -> None:
    complaint.stage, complaint.respond_by, complaint.solved_at = Stage.FORWARDED, None, None
    complaint.reopenings += 1
    complaint.save()


def _record_closed(
    actor: Actor, permission: Permission, complaint: Complaint, why: str, reason: str, *, at: datetime
) -> None:
    happened = ComplaintClosed(
        unit=complaint.case.unit.code, why=why, reason=reason, **labels_of(WHY[why], "why_label")
    )
    record_about(actor, permission, happened, complaint, at=at)


def _require_sense(rating: int | None, words: str, *, is_solved: bool) -> None:
    errors = []
    if rating is not None and not 1 <= rating <= 5:
        errors.append(FieldError("rating", _("Choose a number from 1 to 5.")))
    if not is_solved and not words:
        errors.append(FieldError("comment", _("Write what is still not right, so that it can be put right.")))
    if errors:
        raise Invalid(_("Something must be corrected."), errors=errors)
