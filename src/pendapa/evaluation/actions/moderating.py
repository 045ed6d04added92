"""Open answers are read before anybody else reads them; what tells of persons was taken out when they were counted.

Whoever reads them is who was judged: passages can be hidden, and nothing else be done to a person's words. What is
hidden needs a reason, and stays whole for those who oversee: `read_unpublished`.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.complaints.moderating.rules import Trace, redacted
from pendapa.evaluation.models import LONGEST_REASON, SurveyResponse
from pendapa.evaluation.permissions import COMMENT_MODERATE, UNPUBLISHED_READ
from pendapa.evaluation.verbs import CommentModerated, UnpublishedRead
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Invalid, NotFound
from pendapa.people.permissions import acting_as, require

LONGEST_COMMENT = 2_000
HIDDEN = re.compile("|".join(re.escape(f"[{mark}]") for mark in ("…", "...", *Trace)))


@transaction.atomic
def moderate_comment(
    actor: Actor, response_id: UUID, text: str, *, is_published: bool, reason: str = "", at: datetime
) -> None:
    """Publish an open answer in the words given (masked once more), or keep it from the public; either can be changed.

    The words given are those of the answer, with `[…]` in the place of what is hidden; the answer itself stays as it
    is. Raises NotFound for an answer without a comment, Invalid for other words, or when something is hidden without
    a reason.
    """
    answers = SurveyResponse.objects.select_related("unit", "service").select_for_update(no_key=True, of=("self",))
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
        answer.shown_comment, answer.comment_state = words, states.PUBLISHED
    else:
        answer.shown_comment, answer.comment_state = "", states.HIDDEN
    is_whole = answer.shown_comment.split() == answer.comment.split()
    answer.hidden_because = "" if is_whole else " ".join(reason.split())[:LONGEST_REASON]
    if not is_whole and not answer.hidden_because:
        message = _("Say why: whoever oversees this unit reads what is hidden, and the reason.")
        raise Invalid(message, errors=[FieldError("reason", message)])
    answer.decided_by_id, answer.decided_at = actor.id or None, at
    answer.save(update_fields=["shown_comment", "comment_state", "hidden_because", "decided_by", "decided_at"])
    happened = CommentModerated(
        service=answer.service.slug,
        is_published=answer.comment_state == states.PUBLISHED,
        reason=answer.hidden_because,
    )
    record(actor, happened, answer.unit.subject, at=at, **acting_as(actor, COMMENT_MODERATE, answer))


@transaction.atomic
def read_unpublished(actor: Actor, answers: Sequence[SurveyResponse], *, at: datetime) -> None:
    """Write down that these open answers, which the public does not read, were read: one entry for each body.

    Raises Forbidden for an answer of a unit that the actor does not oversee. Needs `unit` selected with the answers.
    """
    bodies: dict[str, list[SurveyResponse]] = {}
    for answer in answers:
        require(actor, UNPUBLISHED_READ, answer)
        bodies.setdefault(answer.unit.path.split("/")[0], []).append(answer)
    for body, read in bodies.items():
        happened = UnpublishedRead(units=sorted({answer.unit.code for answer in read}), answers=len(read))
        record(actor, happened, Subject("organization", body), at=at, **acting_as(actor, UNPUBLISHED_READ, read[0]))


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
