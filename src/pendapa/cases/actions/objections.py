"""Objections to a decision, and their answers. UU 30/2014 Art. 75–77."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.cases.actions.clocks import start_clock, stop_clocks
from pendapa.cases.actions.locking import lock_case, touch
from pendapa.cases.actions.recording import record_as
from pendapa.cases.kinds import is_sealed, kind_of
from pendapa.cases.models import DECIDED_STATUSES, Case, Decision, Objection, Status
from pendapa.cases.permissions import OBJECTION_ANSWER as MAY_ANSWER
from pendapa.cases.permissions import OBJECTION_FILE as MAY_FILE
from pendapa.cases.permissions import require_impartial
from pendapa.cases.rules import OBJECTION_ANSWER, objection_until
from pendapa.cases.verbs import CaseReopened, ObjectionAnswered, ObjectionFiled
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.notices.actions import queue_message
from pendapa.people.permissions import require
from pendapa.ui.formatting import body_date

LONGEST_REASON = 8000


@transaction.atomic
def file_objection(actor: Actor, case_id: UUID, reason: str, *, at: datetime) -> Objection:
    """Object to a decision within 21 working days; the unit answers within 10. Sent twice, it is one objection.

    Raises Conflict without a decision, after the time, or while another objection waits; Invalid without a reason.
    """
    case = lock_case(case_id)
    require(actor, MAY_FILE, case)
    words = _checked_words(reason, "reason", _("Write why you do not agree with the decision."))
    waiting = case.objections.filter(answered_at__isnull=True).first()
    if waiting is not None:
        if waiting.reason == words:
            return waiting
        raise Conflict(_("Your earlier objection is still being answered. You can add to it by a message."))
    decision = require_objectionable(case, at=at)
    name = f"objection-{case.objections.count() + 1}"
    clock = start_clock(case, name, OBJECTION_ANSWER.days, OBJECTION_ANSWER.source, at=at)
    objection = Objection.objects.create(case=case, decision=decision, reason=words, filed_at=at, due_on=clock.due_on)
    touch(case)
    sealed = is_sealed(case)
    happened = ObjectionFiled(
        unit="" if sealed else case.unit.code, due=None if sealed else clock.due_on, until=clock.due_on
    )
    record_as(actor, MAY_FILE, happened, case, at=at)
    return objection


@transaction.atomic
def answer_objection(actor: Actor, case_id: UUID, answer: str, is_upheld: bool, *, at: datetime) -> Objection:
    """Answer the objection that waits; its person is told. Upheld, it opens the case again to be decided anew.

    Raises Conflict when none waits.
    """
    case = lock_case(case_id)
    require(actor, MAY_ANSWER, case)
    require_impartial(actor, case)
    words = _checked_words(answer, "answer", _("Write the answer, so that the applicant understands it."))
    objection = case.objections.filter(answered_at__isnull=True).first()
    if objection is None:
        last = case.objections.order_by("-id").first()
        if last is not None and last.answer == words and last.is_upheld == is_upheld:
            return last
        raise Conflict(_("There is no objection to answer. Look at the case as it is now."))
    objection.answer = words
    objection.is_upheld = is_upheld
    objection.answered_by_id = UUID(actor.id)
    objection.answered_at = at
    objection.save(update_fields=["answer", "is_upheld", "answered_by", "answered_at"])
    stop_clocks(case, at=at)
    if is_upheld:
        _reopen(actor, case, objection.decision, at=at)
    touch(case)
    _tell_the_person(case, objection, at=at)
    labels = _result_labels(is_upheld)
    unit = "" if is_sealed(case) else case.unit.code
    happened = ObjectionAnswered(
        unit=unit, is_upheld=is_upheld, result_label=labels["id"], result_label_en=labels["en"]
    )
    record_as(actor, MAY_ANSWER, happened, case, at=at)
    if is_upheld:
        record_as(actor, MAY_ANSWER, CaseReopened(unit=unit), case, at=at)
    return objection


def require_objectionable(case: Case, *, at: datetime) -> Decision:
    """The decision to object to; raises Conflict unless there is one and the time to object is not over."""
    decision = case.decision
    if case.status not in DECIDED_STATUSES or case.closed_at is None or decision is None:
        raise Conflict(_("You can object as soon as there is a decision."))
    until = objection_until(body_calendar(), local_date(case.closed_at))
    if local_date(at) > until:
        raise Conflict(_("The time to object ended on {day}.").format(day=body_date(until)))
    return decision


def _reopen(actor: Actor, case: Case, decision: Decision, *, at: datetime) -> None:
    """The decision counts no more, the case is open, and its kind starts the work anew."""
    decision.superseded_at = at
    decision.save(update_fields=["superseded_at"])
    case.status = Status.OPEN
    case.closed_at = None
    reopen = kind_of(case).reopen
    if reopen is not None:
        reopen(actor, case, at)


def _checked_words(text: str, field: str, missing: str) -> str:
    words = plain_text(text).replace("\r\n", "\n").strip()
    if not words:
        raise Invalid(missing, errors=[FieldError(field, missing)])
    if len(words) > LONGEST_REASON:
        message = _("Shorten this to {most} characters; it has {count}.").format(most=LONGEST_REASON, count=len(words))
        raise Invalid(message, errors=[FieldError(field, message)])
    return words


def _result_labels(is_upheld: bool) -> dict[str, str]:
    labels = {}
    for language in ("id", "en"):
        with override(language):
            labels[language] = _("you are right") if is_upheld else _("the decision stands")
    return labels


def _tell_the_person(case: Case, objection: Objection, *, at: datetime) -> None:
    if not case.contact_email:
        return
    with override(case.language_of_person):
        words = (
            _("You are right: we have opened your matter again and decide it anew. Read our answer here:\n\n{link}")
            if objection.is_upheld
            else _("We have answered your objection. Read the answer here:\n\n{link}")
        )
        queue_message(
            key=f"objection-answer:{objection.pk}",
            to=case.contact_email,
            subject=_("Answer to your objection about {number}").format(number=case.number),
            body=words.format(link=settings.PENDAPA_PUBLIC_URL + reverse("cases:track", args=[case.number])),
            at=at,
        )
