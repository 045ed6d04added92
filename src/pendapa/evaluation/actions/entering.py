"""Answers entered many at a time: from paper forms at the desk, from a file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions.answering import Answer, Channel, Way, wait_for_batch
from pendapa.evaluation.actions.locking import lock_survey
from pendapa.evaluation.models import BulkEntry
from pendapa.evaluation.permissions import SURVEY_ENTER
from pendapa.evaluation.verbs import SurveyEntered
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, Invalid
from pendapa.people.permissions import acting_as, require


@transaction.atomic
def enter_answers(
    actor: Actor,
    survey_id: int,
    channel: Channel,
    answers: Mapping[PublicService, Sequence[Answer]],
    key: UUID,
    *,
    at: datetime,
) -> int:
    """Take all the answers or none; returns how many. The same key enters them once, however often it is sent.

    Raises Conflict when the survey takes none this way, Invalid without answers or about another service.
    """
    survey = lock_survey(survey_id)
    require(actor, SURVEY_ENTER, survey)
    known = BulkEntry.objects.filter(key=key).first()
    if known is not None:
        return known.respondents
    if not survey.is_open or channel not in survey.channels:
        raise Conflict(_("This survey does not take answers this way, or not any more."))
    asked = set(survey.services.values_list("pk", flat=True))
    if not any(answers.values()):
        raise Invalid(_("There is no answer to enter."))
    if any(service.pk not in asked for service in answers):
        raise Invalid(_("This survey does not ask about this service."))
    for service, given in answers.items():
        wait_for_batch(service, survey.unit, survey, *given, way=Way.OFFICE)
    count = sum(len(given) for given in answers.values())
    BulkEntry.objects.create(key=key, survey=survey, channel=channel, respondents=count, entered_at=at)
    happened = SurveyEntered(survey=survey.title, unit=survey.unit.code, channel=channel, respondents=count)
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_ENTER, survey))
    return count
