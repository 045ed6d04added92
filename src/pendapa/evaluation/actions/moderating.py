"""Open answers are read before anybody else reads them; what tells of persons was taken out when they were counted.

Whoever reads them is who was judged: passages can be hidden, and nothing else be done to a person's words.
"""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.complaints.moderating.rules import Trace, redacted
from pendapa.evaluation.models import SurveyResponse
from pendapa.evaluation.permissions import COMMENT_MODERATE
from pendapa.evaluation.verbs import CommentModerated
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Invalid, NotFound
from pendapa.people.permissions import acting_as, require

LONGEST_COMMENT = 2_000
HIDDEN = re.compile("|".join(re.escape(f"[{mark}]") for mark in ("…", "...", *Trace)))


@transaction.atomic
def moderate_comment(actor: Actor, response_id: UUID, text: str, *, is_published: bool, at: datetime) -> None:
    """Publish an open answer in the words given (masked once more), or keep it from the public; either can be changed.

    The words given are those of the answer, with `[…]` in the place of what is hidden; kept from the public they stay
    as they are. Raises NotFound for an answer without a comment, Invalid for other words.
    """
    answers = SurveyResponse.objects.select_related("unit", "service").select_for_update(of=("self",))
    answer = answers.exclude(comment="").filter(pk=response_id).first()
    if answer is None:
        raise NotFound(_("There is no such open answer."))
    require(actor, COMMENT_MODERATE, answer)
    states = SurveyResponse.CommentState
    words = redacted(text.replace("\r\n", "\n")).strip()[:LONGEST_COMMENT]
    if is_published and words:
        if not only_hides(answer.comment, words):
            message = _("Only hide passages, with […] in their place: the other words stay as the person wrote them.")
            raise Invalid(message, errors=[FieldError("text", message)])
        answer.comment, answer.comment_state = words, states.PUBLISHED
    else:
        answer.comment_state = states.HIDDEN
    answer.save(update_fields=["comment", "comment_state"])
    happened = CommentModerated(service=answer.service.slug, is_published=answer.comment_state == states.PUBLISHED)
    record(actor, happened, answer.unit.subject, at=at, **acting_as(actor, COMMENT_MODERATE, answer))


def only_hides(before: str, after: str) -> bool:
    """Whether a text is an earlier one with marks in the place of passages, apart from blanks."""
    first, *others = (" ".join(part.split()) for part in HIDDEN.split(after))
    rest = " ".join(before.split())
    if not others:
        return rest == first
    if not rest.startswith(first) or not rest.endswith(others[-1]):
        return False
    place, last = len(first), len(rest) - len(others[-1])
    for part in others[:-1]:
        found = rest.find(part, place, last)
        if found < 0:
            return False
        place = found + len(part)
    return place <= last
