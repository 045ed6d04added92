"""The survey page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.evaluation.actions import answer_survey
from pendapa.evaluation.forms import SurveyForm
from pendapa.evaluation.queries import invitation_opened_with
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import public_page


@public_page
def survey(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_opened_with(token)
    if invitation is None:
        raise NotFound(_("This survey link is not valid. Check that you copied the whole link."))
    service = invitation.service
    context = {"service": service, "unit": invitation.unit, "service_url": f"/layanan/{service.slug}/"}
    if invitation.used_on is not None:
        return render(request, "evaluation/thanks.html", context)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer_survey(token, form.scores, form.profile, form.cleaned_data["comment"], at=timezone.now())
        return render(request, "evaluation/thanks.html", context)
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/survey.html", {**context, "form": form}, status=status)
