"""An answer is taken: the invitation is used up, and the answer waits sealed until its batch is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.models import ELEMENTS, PROFILE, SatisfactionSurvey, SurveyInvitation, WaitingAnswer
from pendapa.evaluation.verbs import SurveyAnswered
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import hash_secret
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.people.models import Organization

Channel = SatisfactionSurvey.Channel
Way = WaitingAnswer.Way


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person said: each element u1…u9 as 1–4, a coarse profile, a word of their own."""

    scores: Mapping[str, int]
    profile: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


@transaction.atomic
def answer_survey(
    token: str, scores: Mapping[str, int], profile: Mapping[str, str], comment: str, *, at: datetime
) -> None:
    """Use up an invitation and let the answer wait, sealed, for its batch.

    The token is the permission: whoever holds it was invited. Raises NotFound for an unknown token and Conflict
    for one that is used up or whose survey is over.
    """
    invitations = SurveyInvitation.objects.select_related("service", "unit", "survey").select_for_update(
        no_key=True, of=("self",)
    )
    invitation = invitations.filter(token_hash=hash_secret(token)).first()
    if invitation is None:
        raise NotFound(_("This survey link is not valid. Check that you copied the whole link."))
    if invitation.used_on is not None:
        raise Conflict(_("This survey has been answered already. Thank you."))
    if invitation.survey is not None and not invitation.survey.is_open:
        raise Conflict(_("This survey is over. Thank you for coming by."))
    today = local_date(at)
    survey = invitation.survey or _survey_after_cases(invitation.service, invitation.unit, today)
    answer = Answer(scores, profile, comment)
    # A slip was in the hands of the office, which could fill in many itself.
    way = Way.CASE if invitation.survey is None else Way.OPEN
    wait_for_batch(invitation.service, invitation.unit, survey, answer, way=way)
    invitation.used_on = today
    invitation.save(update_fields=["used_on"])
    _say_answered(invitation.service, at)


@transaction.atomic
def answer_open_survey(
    survey_id: int, service: PublicService, channel: Channel, answer: Answer, *, at: datetime
) -> None:
    """Take an answer that came without an invitation: by link, by the code at the counter, at a kiosk.

    The survey's address is the permission. Raises Conflict when the survey takes none this way (any more), or not
    about this service. The caller counts what one address sends.
    """
    survey = (
        SatisfactionSurvey.objects.select_related("unit").select_for_update(no_key=True, of=("self",)).get(pk=survey_id)
    )
    if not survey.is_open or channel not in survey.channels:
        raise Conflict(_("This survey is over. Thank you for coming by."))
    if not survey.services.filter(pk=service.pk).exists():
        raise Conflict(_("This survey does not ask about this service."))
    wait_for_batch(service, survey.unit, survey, answer, way=Way.OPEN)
    _say_answered(service, at)


def wait_for_batch(
    service: PublicService,
    unit: Organization,
    survey: SatisfactionSurvey | None,
    *answers: Answer,
    way: WaitingAnswer.Way,
) -> None:
    """Let answers wait, sealed, until there are enough to be counted together. Runs in the caller's transaction."""
    WaitingAnswer.objects.bulk_create(
        WaitingAnswer(
            service=service,
            unit=unit,
            survey=survey,
            way=way,
            sealed={
                "scores": {element: answer.scores[element] for element in ELEMENTS},
                "profile": {part: answer.profile.get(part, "") for part in PROFILE},
                "comment": answer.comment,
            },
        )
        for answer in answers
    )


def _survey_after_cases(service: PublicService, unit: Organization, today: date) -> SatisfactionSurvey | None:
    """The open survey that counts answers after cases of this service and unit today, the unit's own first."""
    found = SatisfactionSurvey.objects.select_related("unit").filter(
        status=SatisfactionSurvey.Status.OPEN,
        channels__contains=[Channel.CASE],
        services=service,
        starts__lte=today,
        ends__gte=today,
    )
    fitting = [one for one in found if f"{unit.path}/".startswith(f"{one.unit.path}/")]
    return max(fitting, key=lambda one: (len(one.unit.path), one.pk), default=None)


def _say_answered(service: PublicService, at: datetime) -> None:
    record(SYSTEM, SurveyAnswered(service=service.slug), Subject("service", service.slug), at=at)
