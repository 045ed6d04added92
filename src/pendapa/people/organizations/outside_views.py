"""Outside bodies at the desk: the list, one to add, one to change."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.kernel.problems import Invalid
from pendapa.people.models import Organization
from pendapa.people.organizations.forms import OutsideBodyForm
from pendapa.people.organizations.outside import (
    DETAILS,
    add_outside_body,
    change_outside_body,
    outside_bodies,
    own_body,
)
from pendapa.people.organizations.permissions import OUTSIDE_BODY_MANAGE
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require


@staff_page
def bodies(request: StaffRequest) -> HttpResponse:
    """Every body to which reports can be handed beside our own units."""
    require(request.actor, OUTSIDE_BODY_MANAGE, own_body())
    return render(request, "people/outside_bodies.html", {"rows": list(outside_bodies())})


@staff_page
def new_body(request: StaffRequest) -> HttpResponse:
    """A form for a body."""
    require(request.actor, OUTSIDE_BODY_MANAGE, own_body())
    return _body_page(request, None)


@staff_page
def body(request: StaffRequest, code: str) -> HttpResponse:
    """A form that changes a body."""
    require(request.actor, OUTSIDE_BODY_MANAGE, own_body())
    return _body_page(request, get_object_or_404(outside_bodies(), code=code))


def _body_page(request: StaffRequest, found: Organization | None) -> HttpResponse:
    initial = {field: getattr(found, field) for field in DETAILS} if found else {}
    form = OutsideBodyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                add_outside_body(request.actor, form.cleaned_data, at=timezone.now())
            else:
                change_outside_body(request.actor, found.code, form.cleaned_data, at=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Saved. Reports can be handed to this body."))
            return redirect("people:outside_bodies")
    context = {"form": form, "found": found}
    return render(request, "people/outside_body.html", context, status=422 if form.errors else 200)
