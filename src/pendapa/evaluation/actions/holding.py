"""A survey is prepared, opened and closed; slips for a counter are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions.answering import Channel
from pendapa.evaluation.actions.counting import count_waiting_answers
from pendapa.evaluation.actions.locking import lock_survey
from pendapa.evaluation.models import SatisfactionSurvey, SurveyInvitation, WaitingAnswer
from pendapa.evaluation.permissions import SURVEY_EDIT
from pendapa.evaluation.verbs import SlipsMade, SurveyClosed, SurveyMade, SurveyOpened
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.identifiers import hash_secret, new_secret, random_groups
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.people.models import Organization
from pendapa.people.permissions import acting_as, require

CODE_LENGTH = 12
MOST_SLIPS = 100
Status = SatisfactionSurvey.Status


@dataclass(frozen=True, slots=True)
class SurveyIn:
    """A survey as it is typed at the desk."""

    title: str
    title_en: str
    unit: Organization
    services: Sequence[PublicService]
    starts: date
    ends: date
    channels: Sequence[str]
    population: int | None = None
    weight: str = "1/9"


@transaction.atomic
def make_survey(actor: Actor, typed: SurveyIn, *, survey_id: int | None = None, at: datetime) -> SatisfactionSurvey:
    """Prepare a survey, or change one that is not open yet. Raises Invalid, and Conflict once it takes answers."""
    require(actor, SURVEY_EDIT, typed.unit)
    if typed.ends < typed.starts:
        message = _("The last day must not lie before the first.")
        raise Invalid(message, errors=[FieldError("ends", message)])
    if survey_id is None:
        survey = SatisfactionSurvey(code=random_groups(CODE_LENGTH), created_at=at)
    else:
        survey = lock_survey(survey_id)
        require(actor, SURVEY_EDIT, survey)
        if survey.status != Status.DRAFT:
            raise Conflict(_("This survey has been opened: what it asks cannot be changed any more."))
    survey.title, survey.title_en, survey.unit = typed.title, typed.title_en, typed.unit
    survey.starts, survey.ends = typed.starts, typed.ends
    survey.channels, survey.population, survey.weight = list(typed.channels), typed.population, typed.weight
    survey.save()
    survey.services.set(typed.services)
    happened = SurveyMade(
        survey=survey.title,
        unit=survey.unit.code,
        starts=survey.starts,
        ends=survey.ends,
        services=[service.slug for service in typed.services],
        channels=survey.channels,
    )
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_EDIT, survey))
    return survey


@transaction.atomic
def open_survey(actor: Actor, survey_id: int, *, at: datetime) -> None:
    """Let a prepared survey take answers. Raises Conflict when it has been opened before."""
    survey = lock_survey(survey_id)
    require(actor, SURVEY_EDIT, survey)
    if survey.status != Status.DRAFT:
        raise Conflict(_("This survey has been opened already."))
    survey.status, survey.opened_at = Status.OPEN, at
    survey.save(update_fields=["status", "opened_at"])
    happened = SurveyOpened(survey=survey.title, unit=survey.unit.code)
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_EDIT, survey))


@transaction.atomic
def close_survey(actor: Actor, survey_id: int, *, at: datetime) -> None:
    """Take no more answers and count what waits. Raises Conflict unless it is open.

    Where too few wait for a batch, they are counted later with others about the same service, without this survey:
    counted alone they would point at persons.
    """
    survey = lock_survey(survey_id)
    require(actor, SURVEY_EDIT, survey)
    if not survey.is_open:
        raise Conflict(_("This survey is not open."))
    count_waiting_answers(at=at)
    survey.status, survey.closed_at = Status.CLOSED, at
    survey.save(update_fields=["status", "closed_at"])
    WaitingAnswer.objects.filter(survey=survey).update(survey=None)
    happened = SurveyClosed(survey=survey.title, unit=survey.unit.code)
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_EDIT, survey))


@transaction.atomic
def make_slips(actor: Actor, survey_id: int, service: PublicService, count: int, *, at: datetime) -> list[str]:
    """The tokens of new slips, each of which opens the survey once; they are shown this once and kept as digests.

    Raises Conflict unless the survey is open for slips, Invalid for another service or too many.
    """
    survey = lock_survey(survey_id)
    require(actor, SURVEY_EDIT, survey)
    if not survey.is_open or Channel.SLIP not in survey.channels:
        raise Conflict(_("This survey does not take answers this way, or not any more."))
    if not 1 <= count <= MOST_SLIPS or not survey.services.filter(pk=service.pk).exists():
        raise Invalid(_("Choose a service of this survey and between 1 and 100 slips."))
    tokens = [new_secret() for _slip in range(count)]
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(token_hash=hash_secret(token), service=service, unit=survey.unit, survey=survey, created_at=at)
        for token in tokens
    )
    happened = SlipsMade(survey=survey.title, service=service.slug, count=count)
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_EDIT, survey))
    return tokens
