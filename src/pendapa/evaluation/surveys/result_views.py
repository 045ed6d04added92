"""The result of a survey: for everybody once it is published, and the official report as PDF and as a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.evaluation.permissions import require_reading
from pendapa.evaluation.queries import open_answers_of, published_survey, published_surveys, survey_seen_by
from pendapa.evaluation.results import result_of
from pendapa.evaluation.surveys.figures import element_rows, group_rows
from pendapa.evaluation.surveys.report import report_ods, report_pdf
from pendapa.evaluation.wording import CATEGORY_WORDS
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.people.pages import StaffRequest, public_page, staff_page

KEPT_SECONDS = 60
PDF = "application/pdf"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Every published result, newest first."""
    rows = [(survey, result_of(survey)) for survey in published_surveys()]
    return render(request, "evaluation/surveys/results.html", {"rows": rows})


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def result(request: HttpRequest, survey_id: int) -> HttpResponse:
    """One published result: index, elements, groups, what is done about it, what people said."""
    survey = _published(survey_id)
    found = result_of(survey)
    plans = {item.element: item for item in survey.improvements.all()}
    context = {
        "survey": survey,
        "result": found,
        "category": CATEGORY_WORDS[found.index.category] if found else "",
        "rows": [(row, plans.get(row.key)) for row in element_rows(found)],
        "plans": list(plans.values()),
        "groups": group_rows(found),
        "services": list(survey.services.all()),
        "words": open_answers_of(survey),
    }
    return render(request, "evaluation/surveys/result.html", context)


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def public_pdf(request: HttpRequest, survey_id: int) -> HttpResponse:
    survey = _published(survey_id)
    return _file(report_pdf(survey, at=survey.published_at or timezone.now()), PDF, survey, "pdf")


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def public_ods(request: HttpRequest, survey_id: int) -> HttpResponse:
    survey = _published(survey_id)
    return _file(report_ods(survey, at=survey.published_at or timezone.now()), ODS, survey, "ods")


@staff_page
@never_cache
@require_safe
def desk_pdf(request: StaffRequest, survey_id: int) -> HttpResponse:
    survey = _readable(request, survey_id)
    return _file(report_pdf(survey, at=timezone.now()), PDF, survey, "pdf")


@staff_page
@never_cache
@require_safe
def desk_ods(request: StaffRequest, survey_id: int) -> HttpResponse:
    survey = _readable(request, survey_id)
    return _file(report_ods(survey, at=timezone.now()), ODS, survey, "ods")


def _published(survey_id: int) -> SatisfactionSurvey:
    survey = published_survey(survey_id)
    if survey is None:
        raise NotFound(_("There is no published result here."))
    return survey


def _readable(request: StaffRequest, survey_id: int) -> SatisfactionSurvey:
    """A survey whose result the actor may read; raises Conflict while there is none."""
    survey = survey_seen_by(request.actor, survey_id)
    if survey is None:
        raise NotFound(_("There is no such survey among those of your unit."))
    require_reading(request.actor, survey)
    if result_of(survey) is None:
        raise Conflict(_("There are fewer than five counted answers: a report would point at persons."))
    return survey


def _file(content: bytes, kind: str, survey: SatisfactionSurvey, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"survei-{survey.unit.code}-{survey.starts:%Y%m}-{survey.ends:%Y%m}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
