"""Open answers are read before anybody else reads them; what tells of persons was taken out when they were counted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.complaints.moderating.rules import redacted
from pendapa.evaluation.models import SurveyResponse
from pendapa.evaluation.permissions import COMMENT_MODERATE
from pendapa.evaluation.verbs import CommentModerated
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import NotFound
from pendapa.people.permissions import acting_as, require

LONGEST_COMMENT = 2_000


@transaction.atomic
def moderate_comment(actor: Actor, response_id: UUID, text: str, *, is_published: bool, at: datetime) -> None:
    """Publish an open answer in the words given (masked once more), or keep it from the public; either can be changed.

    Raises NotFound for an answer without a comment.
    """
    answers = SurveyResponse.objects.select_related("unit", "service").select_for_update(of=("self",))
    answer = answers.exclude(comment="").filter(pk=response_id).first()
    if answer is None:
        raise NotFound(_("There is no such open answer."))
    require(actor, COMMENT_MODERATE, answer)
    states = SurveyResponse.CommentState
    words = redacted(text).strip()[:LONGEST_COMMENT]
    answer.comment = words or answer.comment
    answer.comment_state = states.PUBLISHED if is_published and words else states.HIDDEN
    answer.save(update_fields=["comment", "comment_state"])
    happened = CommentModerated(service=answer.service.slug, is_published=answer.comment_state == states.PUBLISHED)
    record(actor, happened, answer.unit.subject, at=at, **acting_as(actor, COMMENT_MODERATE, answer))
