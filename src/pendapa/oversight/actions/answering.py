"""The answer of the unit, by its head."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.kernel.text import plain_text
from pendapa.oversight.actions.locking import lock_finding, move_finding, save_finding
from pendapa.oversight.actions.publishing import check_words
from pendapa.oversight.actions.recording import record_as, told_of_finding
from pendapa.oversight.actions.telling import members_of, tell
from pendapa.oversight.models import Finding, FindingAnswer
from pendapa.oversight.permissions import FINDING_ANSWER
from pendapa.oversight.rules import FindingState
from pendapa.oversight.verbs import FindingAnswered
from pendapa.people.permissions import require

LONGEST_ANSWER = 4000
MOST_ANSWERS = 20
"""A page that nobody can read to its end hides what was found."""


@transaction.atomic
def answer_finding(
    actor: Actor,
    finding_id: UUID,
    text: str,
    *,
    agrees: bool,
    confirmed: str = "",
    expected_revision: int | None = None,
    at: datetime,
) -> FindingAnswer:
    """Answer an issued finding; a second answer stands beside the first.

    Raises Forbidden for all but the heads of the unit and of those above it, Conflict for a draft or an ended finding,
    and Exposing for what looks like personal data where the finding is published (`confirmed`: its mark).
    """
    finding = lock_finding(finding_id, expected_revision=expected_revision)
    require(actor, FINDING_ANSWER, finding)
    words = plain_text(text).strip()[:LONGEST_ANSWER]
    if not words:
        message = _("Write your answer.")
        raise Invalid(message, errors=[FieldError("text", message)])
    move_finding(finding, FindingState.ANSWERED)
    if finding.answers.count() >= MOST_ANSWERS:
        raise Conflict(_("There are very many answers already. Show what was done with the actions."))
    check_words(actor, FINDING_ANSWER, finding, [(_("Answer of the unit"), words)], confirmed, at=at)
    answer = FindingAnswer.objects.create(
        finding=finding, agrees=agrees, text=words, answered_by_id=actor.id, answered_at=at
    )
    save_finding(finding)
    tell_office(finding, f"finding-answered:{answer.pk}", gettext_lazy("The unit has answered."), at=at)
    happened = FindingAnswered(**told_of_finding(finding), agrees=agrees)
    record_as(actor, FINDING_ANSWER, happened, finding, finding.subject, at=at)
    return answer


def tell_office(finding: Finding, key: str, sentence: object, *, at: datetime, link: str = "") -> None:
    """Tell the office that issued the finding."""
    tell(
        members_of(finding.office, finding.office_role, at=at),
        key,
        number=finding.number,
        title=finding.title,
        sentence=sentence,
        link=link or reverse("oversight:finding", args=[finding.number]),
        at=at,
    )
