"""The desk's pages for ready answers."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pendapa.complaints.actions import drop_template, save_template
from pendapa.complaints.models import AnswerTemplate
from pendapa.complaints.permissions import COMPLAINT_ANSWER, TEMPLATE_EDIT
from pendapa.complaints.ready_answers.forms import TemplateForm
from pendapa.kernel.problems import Invalid, NotFound
from pendapa.people.models import Organization
from pendapa.people.organizations.queries import in_branches
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, reachable_paths, require


@staff_page
@never_cache
def templates(request: StaffRequest) -> HttpResponse:
    """The ready answers of the actor's units and those above and below."""
    require(request.actor, COMPLAINT_ANSWER if can(request.actor, COMPLAINT_ANSWER) else TEMPLATE_EDIT)
    rows = (
        AnswerTemplate.objects.filter(unit__in=_units(request)).select_related("unit").order_by("unit__path", "title")
    )
    context = {"rows": list(rows), "may_edit": can(request.actor, TEMPLATE_EDIT)}
    return render(request, "complaints/templates.html", context)


@staff_page
@never_cache
def template(request: StaffRequest, pk: int = 0) -> HttpResponse:
    """Write a ready answer (no `pk`), or change one or take it away."""
    require(request.actor, TEMPLATE_EDIT)
    kept = _template(request, pk) if pk else None
    if kept is not None:
        require(request.actor, TEMPLATE_EDIT, kept)
    if kept is not None and request.method == "POST" and "drop" in request.POST:
        drop_template(request.actor, kept, at=timezone.now())
        messages.success(request, _("The ready answer is gone."))
        return redirect("complaints:templates")
    units = _units(request)
    initial = {"unit": kept.unit.code, "title": kept.title, "body": kept.body} if kept else {}
    form = TemplateForm(request.POST if request.method == "POST" else None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_template(request.actor, **form.cleaned_data, template=kept, at=timezone.now())
        except Invalid as refused:
            for error in refused.errors:
                form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The ready answer is saved."))
            return redirect("complaints:templates")
    return render(request, "complaints/template.html", {"form": form, "kept": kept}, status=422 if form.errors else 200)


def _template(request: StaffRequest, pk: int) -> AnswerTemplate:
    found = AnswerTemplate.objects.select_related("unit").filter(pk=pk, unit__in=_units(request)).first()
    if found is None:
        raise NotFound(_("There is no such ready answer in your unit."))
    return found


def _units(request: StaffRequest) -> QuerySet[Organization]:
    """The units in which the actor answers or writes ready answers."""
    paths = {*reachable_paths(request.actor, COMPLAINT_ANSWER), *reachable_paths(request.actor, TEMPLATE_EDIT)}
    return Organization.objects.filter(in_branches(sorted(paths))).order_by("path")
