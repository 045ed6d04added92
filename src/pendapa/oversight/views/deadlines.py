"""The desk's page for the deadlines of oversight."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pendapa.journal.models import Entry
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Invalid
from pendapa.oversight.actions.setting import set_deadline
from pendapa.oversight.forms.deadlines import DeadlineForm
from pendapa.oversight.models import DeadlineRule
from pendapa.oversight.permissions import may_set_deadlines, require_deadline_setter
from pendapa.oversight.views.stepping import show_problem
from pendapa.people.organizations.outside import own_body
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.roles import Role

MOST_SHOWN = 50


@staff_page
@never_cache
def deadlines(request: StaffRequest) -> HttpResponse:
    """Every deadline with its source, for all staff; those who oversee and are not overseen set one anew."""
    body, today = own_body(), local_date(timezone.now())
    form = DeadlineForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": today + timedelta(days=1)},
        is_overseer=Role.OVERSEER in request.actor.roles,
    )
    if request.method == "POST":
        require_deadline_setter(request.actor, body)
        if form.is_valid():
            try:
                set_deadline(request.actor, **form.cleaned_data, at=timezone.now())
            except Invalid as refused:
                show_problem(refused, form)
            else:
                messages.success(request, _("The deadline is set."))
                return redirect("oversight:deadlines")
    now = set(DeadlineRule.objects.on(today).values_list("pk", flat=True))
    context = {
        "rules": [(rule, rule.pk in now) for rule in DeadlineRule.objects.all()],
        "today": today,
        "form": form if may_set_deadlines(request.actor, body) else None,
        "entries": list(Entry.objects.filter(verb="oversight.deadline_set").order_by("-id")[:MOST_SHOWN]),
    }
    return render(request, "oversight/deadlines.html", context, status=422 if form.errors else 200)
