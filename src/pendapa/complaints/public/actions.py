"""The writes of the public part: knowledge out of answered questions, suggestions kept for proposals."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.complaints.actions.locking import lock_complaint
from pendapa.complaints.actions.recording import record_about
from pendapa.complaints.models import Complaint, KnowledgeAnswer, ProposalSeed
from pendapa.complaints.public.permissions import KNOWLEDGE_EDIT, PROPOSAL_KEEP
from pendapa.complaints.public.queries import public_answers
from pendapa.complaints.public.verbs import KeptForProposal, KnowledgeSaved
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.rules import Kind
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.people.permissions import acting_as, require

LONGEST_QUESTION = 300
LONGEST_ANSWER = 6000


@dataclass(frozen=True, slots=True)
class KnowledgeIn:
    """A question and its answer as an officer writes them; the English texts may be empty."""

    question: str
    answer: str
    question_en: str = ""
    answer_en: str = ""
    is_published: bool = False


@transaction.atomic
def make_knowledge(actor: Actor, case_id: UUID, *, at: datetime) -> KnowledgeAnswer:
    """Begin a question-and-answer out of a published question and its last public answer; not public before it is
    saved so. Made twice, it is the same one. Raises Conflict unless the question is public and publicly answered."""
    complaint = lock_complaint(case_id)
    require(actor, KNOWLEDGE_EDIT, complaint)
    made = KnowledgeAnswer.objects.filter(made_from=complaint).select_related("unit").first()
    if made is not None:
        return made
    answers = public_answers(complaint)
    is_public = public_complaints().filter(pk=complaint.pk, kind=Kind.INFORMATION).exists()
    if not answers or not is_public:
        raise Conflict(_("Only a published question with a public answer can be kept for everybody."))
    first_line = " ".join(complaint.public_text.split())
    knowledge = KnowledgeAnswer.objects.create(
        question=first_line[:LONGEST_QUESTION],
        answer=answers[-1].words[:LONGEST_ANSWER],
        topic=complaint.topic,
        unit=complaint.case.unit,
        made_from=complaint,
        created_at=at,
        updated_at=at,
    )
    _record(actor, knowledge, at=at)
    return knowledge


@transaction.atomic
def save_knowledge(actor: Actor, knowledge_id: int, given: KnowledgeIn, *, at: datetime) -> KnowledgeAnswer:
    """Change the texts, publish them or take them back. Raises Invalid for an empty question or answer."""
    knowledge = (
        KnowledgeAnswer.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").get(pk=knowledge_id)
    )
    require(actor, KNOWLEDGE_EDIT, knowledge)
    texts = {
        "question": plain_text(given.question).strip()[:LONGEST_QUESTION],
        "question_en": plain_text(given.question_en).strip()[:LONGEST_QUESTION],
        "answer": plain_text(given.answer).strip()[:LONGEST_ANSWER],
        "answer_en": plain_text(given.answer_en).strip()[:LONGEST_ANSWER],
    }
    missing = [FieldError(name, _("Write this.")) for name in ("question", "answer") if not texts[name]]
    if missing:
        raise Invalid(_("Question and answer are both needed."), errors=missing)
    for name, text in texts.items():
        setattr(knowledge, name, text)
    knowledge.is_published = given.is_published
    knowledge.updated_at = at
    knowledge.save()
    _record(actor, knowledge, at=at)
    return knowledge


@transaction.atomic
def keep_for_proposal(actor: Actor, case_id: UUID, *, is_kept: bool, at: datetime) -> Complaint:
    """Keep a published suggestion so that it may become a proposal, or let it go again; said twice, nothing changes.

    Raises Conflict for what is no published suggestion, and for letting go of one that became a proposal.
    """
    complaint = lock_complaint(case_id)
    require(actor, PROPOSAL_KEEP, complaint)
    seed = ProposalSeed.objects.filter(complaint=complaint).first()
    if (seed is not None) == is_kept:
        return complaint
    if seed is not None and seed.taken_up_as:
        raise Conflict(_("This suggestion has become a proposal already."))
    if is_kept and not public_complaints().filter(pk=complaint.pk, kind=Kind.SUGGESTION).exists():
        raise Conflict(_("Only a published suggestion can be kept for a proposal."))
    if seed is None:
        ProposalSeed.objects.create(complaint=complaint, words=complaint.public_text, kept_at=at)
    else:
        seed.delete()
    record_about(actor, PROPOSAL_KEEP, KeptForProposal(is_kept=is_kept), complaint, at=at)
    return complaint


def _record(actor: Actor, knowledge: KnowledgeAnswer, *, at: datetime) -> None:
    happened = KnowledgeSaved(
        unit=knowledge.unit.code, is_published=knowledge.is_published, question=knowledge.question[:200]
    )
    subject = Subject("knowledge", str(knowledge.pk))
    record(actor, happened, subject, at=at, **acting_as(actor, KNOWLEDGE_EDIT, knowledge))
