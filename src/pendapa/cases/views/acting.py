"""What a person may do about a matter: take it back, or object to the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pendapa.cases.actions import file_objection, withdraw_case
from pendapa.cases.actions.objections import require_objectionable
from pendapa.cases.forms import ObjectionForm
from pendapa.cases.kinds import kind_of
from pendapa.cases.models import Case, Status
from pendapa.cases.permissions import CASE_WITHDRAW, OBJECTION_FILE, as_party
from pendapa.cases.queries import case_of_party
from pendapa.cases.rules import OBJECTION_ANSWER, objection_until
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.kernel.problems import Conflict, Problem
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.permissions import require


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, number: str) -> HttpResponse:
    """Ask once more, then take the matter back."""
    case = case_of_party(request.actor, number)
    actor = as_party(request.actor, case)
    require(actor, CASE_WITHDRAW, case)
    if request.method == "POST":
        at = timezone.now()
        kind = kind_of(case)
        try:
            if case.status != Status.WITHDRAWN:
                (kind.withdraw or _withdraw_alone)(actor, case, at)
        except Conflict as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("You withdrew this matter. We stopped working on it."))
        return redirect("cases:track", case.number)
    if not case.is_open:
        messages.info(request, _("This matter is closed; there is nothing to withdraw."))
        return redirect("cases:track", case.number)
    return render(request, "cases/withdraw.html", {"case": case, "kind": kind_of(case)})


@public_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: ActorRequest, number: str) -> HttpResponse:
    """Object to the decision, with a reason."""
    case = case_of_party(request.actor, number)
    actor = as_party(request.actor, case)
    require(actor, OBJECTION_FILE, case)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            file_objection(actor, case.pk, form.cleaned_data["reason"], at=timezone.now())
        except Problem as refused:
            form.add_error(None, str(refused))
            return _render_objection(request, case, form, status=refused.status)
        messages.success(request, _("Your objection has arrived."))
        return redirect("cases:track", case.number)
    if request.method != "POST":
        try:
            require_objectionable(case, at=timezone.now())
        except Conflict as refused:
            messages.info(request, str(refused))
            return redirect("cases:track", case.number)
    return _render_objection(request, case, form, status=422 if form.is_bound else 200)


def _render_objection(request: ActorRequest, case: Case, form: ObjectionForm, *, status: int) -> HttpResponse:
    decision = case.decision
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "decision": decision,
        "until": objection_until(body_calendar(), local_date(decision.at)) if decision else None,
        "answer_days": OBJECTION_ANSWER.days,
        "sources": [OBJECTION_ANSWER.source],
    }
    return render(request, "cases/objection.html", context, status=status)


def _withdraw_alone(actor: Any, case: Case, at: Any) -> None:
    withdraw_case(actor, case.pk, at=at)
