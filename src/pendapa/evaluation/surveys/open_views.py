"""Answering without an invitation: by a link or the code at the counter, and at a kiosk."""

from collections.abc import Mapping

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import Answer, answer_open_survey
from pendapa.evaluation.actions.answering import Channel
from pendapa.evaluation.forms import QUESTIONS
from pendapa.evaluation.models import ELEMENTS, SatisfactionSurvey
from pendapa.evaluation.queries import survey_with_code
from pendapa.evaluation.surveys import sheets
from pendapa.evaluation.surveys.forms import OpenSurveyForm
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import public_page
from pendapa.people.visitors import address_of

KIOSK_WAITS = 90
"""Seconds until a kiosk that nobody touches goes back to its beginning."""
KIOSK_THANKS = 8
THANKS = "evaluation/thanks.html"


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The questionnaire of a survey, for whoever has its link."""
    survey = _survey(code, {Channel.LINK, Channel.COUNTER})
    services = survey.services.all()
    form = OpenSurveyForm(request.POST if request.method == "POST" else None, services=services)
    given_key = request.POST.get("key", "")
    is_fresh = sheets.is_valid(given_key)
    if form.is_bound and form.is_valid():
        if not is_fresh:
            form.add_error(None, _("This page was open for very long. Please send your answers once more."))
        else:
            service = form.cleaned_data.get("service") or services[0]
            answer = Answer(form.scores, form.profile, form.cleaned_data["comment"])
            channel = Channel.LINK if Channel.LINK in survey.channels else Channel.COUNTER
            _take(request, survey, service, channel, answer, given_key, sheets.FROM_LINK)
            context = {"service": service, "service_url": f"/layanan/{service.slug}/", "is_open": True}
            return render(request, THANKS, context)
    key = given_key if is_fresh else sheets.new_key()
    context = {"survey": survey, "unit": survey.unit, "form": form, "key": key}
    return render(request, "evaluation/surveys/sheet.html", context, status=422 if form.is_bound else 200)


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """One question a page with large buttons, answers carried along in the page itself; it resets itself."""
    survey = _survey(code, {Channel.KIOSK})
    services = list(survey.services.all())
    beginning = reverse("evaluation:kiosk", args=[survey.code])
    given = request.POST if request.method == "POST" else {}
    service = _chosen(services, given)
    if service is None:
        key = given.get("key", "") if sheets.is_valid(given.get("key", "")) else sheets.new_key()
        context = {"survey": survey, "services": services, "key": key}
        return render(request, "evaluation/surveys/kiosk_start.html", context)
    answers = _answered(given)
    key = given.get("key", "")
    if not sheets.is_valid(key):
        key = sheets.new_key()
    if len(answers) == len(ELEMENTS):
        _take(request, survey, service, Channel.KIOSK, Answer(answers), key, sheets.FROM_KIOSK)
        response = render(request, "evaluation/surveys/kiosk_thanks.html", {"survey": survey, "beginning": beginning})
        response["Refresh"] = f"{KIOSK_THANKS}; url={beginning}"
        return response
    element = ELEMENTS[len(answers)]
    question, choices = QUESTIONS[element]
    context = {
        "survey": survey,
        "service": service,
        "key": key,
        "answers": answers,
        "element": element,
        "number": len(answers) + 1,
        "question": question,
        "choices": list(enumerate(choices, start=1)),
        "beginning": beginning,
    }
    response = render(request, "evaluation/surveys/kiosk.html", context)
    response["Refresh"] = f"{KIOSK_WAITS}; url={beginning}"
    return response


def _survey(code: str, channels: set[Channel]) -> SatisfactionSurvey:
    survey = survey_with_code(code, {channel.value for channel in channels})
    if survey is None:
        raise NotFound(_("This survey is over, or its address is not complete. Thank you for coming by."))
    return survey


def _chosen(services: list[PublicService], given: Mapping[str, str]) -> PublicService | None:
    if len(services) == 1 and given:
        return services[0]
    return next((one for one in services if one.slug == given.get("service")), None)


def _answered(given: Mapping[str, str]) -> dict[str, int]:
    """The answers so far, in their order up to the first that is missing or none; one less when going back."""
    answers: dict[str, int] = {}
    for element in ELEMENTS:
        score = given.get(element, "")
        if score not in ("1", "2", "3", "4"):
            break
        answers[element] = int(score)
    if "back" in given and answers:
        answers.popitem()
    return answers


def _take(
    request: HttpRequest,
    survey: SatisfactionSurvey,
    service: PublicService,
    channel: Channel,
    answer: Answer,
    key: str,
    most: int,
) -> None:
    """Keep an answer once per sheet: a second click thanks again and counts nothing.

    A sheet is used up with its answer or not at all: who has to send it once more must not be thanked for nothing.
    """
    at = timezone.now()
    sheets.count_answer(address_of(request), most, at=at)
    with transaction.atomic():
        if sheets.is_first_use(key, at=at):
            answer_open_survey(survey.pk, service, channel, answer, at=at)
