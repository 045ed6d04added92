"""What is done about weak elements is planned; then the result is published with it and never changes again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.evaluation.actions.locking import lock_survey
from pendapa.evaluation.models import ELEMENTS, ImprovementItem, SatisfactionSurvey
from pendapa.evaluation.permissions import SURVEY_EDIT, SURVEY_PUBLISH
from pendapa.evaluation.results import result_of, result_to_freeze
from pendapa.evaluation.rules import elements_below_mean
from pendapa.evaluation.verbs import PlanSaved, ResultPublished
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.people.permissions import acting_as, require

Status = SatisfactionSurvey.Status


@dataclass(frozen=True, slots=True)
class PlanIn:
    """What is to be done about an element, by whom, by when."""

    plan: str
    responsible: str
    due_on: date


@transaction.atomic
def save_plan(actor: Actor, survey_id: int, element: str, typed: PlanIn, *, at: datetime) -> ImprovementItem:
    """Write the plan for one element. Raises Conflict once the result is published, Invalid for no element."""
    survey = lock_survey(survey_id)
    require(actor, SURVEY_EDIT, survey)
    if element not in ELEMENTS:
        raise Invalid(_("There is no such element."))
    if survey.is_published:
        raise Conflict(_("The result is published with its plan; only what was done can be added."))
    item, _is_new = ImprovementItem.objects.update_or_create(
        survey=survey,
        element=element,
        defaults={"plan": typed.plan, "responsible": typed.responsible, "due_on": typed.due_on},
    )
    happened = PlanSaved(survey=survey.title, element=item.name, is_realised=False)
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_EDIT, survey))
    return item


@transaction.atomic
def save_realisation(
    actor: Actor, survey_id: int, element: str, realisation: str, realised_on: date, *, at: datetime
) -> ImprovementItem:
    """Say what was done of a plan, and when. Raises Invalid where nothing was planned or nothing is said."""
    survey = lock_survey(survey_id)
    require(actor, SURVEY_EDIT, survey)
    item = ImprovementItem.objects.filter(survey=survey, element=element).first()
    if item is None or not realisation.strip():
        raise Invalid(_("Say what was done about an element that has a plan."))
    item.realisation, item.realised_on = realisation.strip(), realised_on
    item.save(update_fields=["realisation", "realised_on"])
    happened = PlanSaved(survey=survey.title, element=item.name, is_realised=True)
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_EDIT, survey))
    return item


@transaction.atomic
def publish_result(actor: Actor, survey_id: int, *, at: datetime) -> None:
    """Freeze the result of a closed survey and show it to everyone, with its plan.

    Raises Conflict unless it is closed, Invalid with fewer than five counted answers or while an element below the
    mean has no plan (PermenPANRB 14/2017).
    """
    survey = lock_survey(survey_id)
    require(actor, SURVEY_PUBLISH, survey)
    if survey.status != Status.CLOSED:
        raise Conflict(_("Close the survey first; a published result stays as it is."))
    result = result_of(survey)
    if result is None:
        raise Invalid(_("There are fewer than five counted answers: a result would point at persons."))
    weak = {ELEMENTS[place] for place in elements_below_mean(result.counted.sums)}
    missing = sorted(weak - set(survey.improvements.values_list("element", flat=True)))
    if missing:
        names = ", ".join(element.upper() for element in missing)
        message = _("These elements are below the mean and have no plan yet: {elements}.").format(elements=names)
        raise Invalid(message, errors=[FieldError(element, message) for element in missing])
    survey.result, survey.status = result_to_freeze(survey, result), Status.PUBLISHED
    survey.published_at = at
    survey.save(update_fields=["result", "status", "published_at"])
    happened = ResultPublished(
        survey=str(survey.pk),
        title=survey.title,
        unit=survey.unit.code,
        index=str(result.index.index),
        category=result.index.category,
        respondents=result.index.respondents,
        starts=survey.starts,
        ends=survey.ends,
        weight=survey.weight,
    )
    record(actor, happened, survey.subject, at=at, **acting_as(actor, SURVEY_PUBLISH, survey))
