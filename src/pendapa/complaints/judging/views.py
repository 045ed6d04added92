"""The page on which a person judges the answer."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pendapa.cases.permissions import as_party
from pendapa.cases.queries import case_of_party
from pendapa.complaints.actions import judge_answer
from pendapa.complaints.judging.forms import JudgeForm
from pendapa.complaints.permissions import COMPLAINT_RESPOND
from pendapa.complaints.queries import CASE_KIND, complaint_of
from pendapa.kernel.problems import Conflict, Invalid, NotFound, TooMany
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.permissions import require


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ActorRequest, number: str) -> HttpResponse:
    """Say whether it is solved, and how good the answer was."""
    case = case_of_party(request.actor, number)
    if case.kind != CASE_KIND:
        raise NotFound(_("We do not find this report."))
    actor = as_party(request.actor, case)
    complaint = complaint_of(case)
    require(actor, COMPLAINT_RESPOND, complaint)
    status = 422
    form = JudgeForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            judge_answer(actor, case.pk, **form.cleaned_data, at=timezone.now())
        except Invalid as refused:
            for error in refused.errors:
                form.add_error(error.field, error.message)
        except (Conflict, TooMany) as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            messages.success(request, _("Thank you. We have taken note of it."))
            return redirect("cases:track", case.number)
    context = {"case": case, "complaint": complaint, "form": form, "answers": complaint.loaded_answers}
    return render(request, "complaints/judge.html", context, status=status if form.errors else 200)
