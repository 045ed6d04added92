"""The desk's page for deadlines."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pendapa.complaints.actions import set_deadline
from pendapa.complaints.deadlines.forms import DeadlineForm
from pendapa.complaints.models import DeadlineRule
from pendapa.complaints.permissions import DEADLINE_EDIT
from pendapa.complaints.queries import intake_unit
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Invalid
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, require


@staff_page
@never_cache
def deadlines(request: StaffRequest) -> HttpResponse:
    """Every deadline with its source, the present ones first; an administrator sets one anew."""
    may_edit = can(request.actor, DEADLINE_EDIT, intake_unit())
    today = local_date(timezone.now())
    form = DeadlineForm(request.POST if request.method == "POST" else None, initial={"valid_from": today})
    if request.method == "POST":
        require(request.actor, DEADLINE_EDIT, intake_unit())
        if form.is_valid():
            try:
                set_deadline(request.actor, **form.cleaned_data, at=timezone.now())
            except Invalid as refused:
                for error in refused.errors:
                    form.add_error(error.field, error.message)
            else:
                messages.success(request, _("The deadline is set."))
                return redirect("complaints:deadlines")
    rules = list(DeadlineRule.objects.all())
    context = {"rules": rules, "today": today, "form": form if may_edit else None}
    return render(request, "complaints/deadlines.html", context, status=422 if form.errors else 200)
