"""Organisation management at the desk: the tree, one organisation with its members, appoint and end."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, Invalid
from pendapa.people.models import Membership, Organization
from pendapa.people.organizations.actions import appoint_member, create_organization, end_membership
from pendapa.people.organizations.forms import AppointmentForm, EndForm, OrganizationForm
from pendapa.people.organizations.permissions import (
    MEMBERSHIP_MANAGE,
    ORGANIZATION_MANAGE,
    ORGANIZATION_READ,
    OUTSIDE_BODY_MANAGE,
)
from pendapa.people.organizations.queries import members_of, organizations_visible_to
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, require
from pendapa.people.roles import Role


@staff_page
def organizations(request: StaffRequest) -> HttpResponse:
    """The tree as far as the actor may see it."""
    require(request.actor, ORGANIZATION_READ)
    rows = [(one, one.path.count("/")) for one in organizations_visible_to(request.actor)]
    context = {"rows": rows, "may_manage_outside": can(request.actor, OUTSIDE_BODY_MANAGE)}
    return render(request, "people/organizations.html", context)


@staff_page
def organization(request: StaffRequest, code: str) -> HttpResponse:
    """One organisation: its address, units and members, past ones too."""
    require(request.actor, ORGANIZATION_READ)
    found = _organization(request, code)
    today = local_date(timezone.now())
    rows = [(member, member.ends is None or member.ends >= today) for member in members_of(found)]
    context = {
        "organization": found,
        "units": organizations_visible_to(request.actor).filter(parent=found),
        "rows": rows,
        "may_manage": can(request.actor, MEMBERSHIP_MANAGE, found),
    }
    return render(request, "people/organization.html", context)


@staff_page
def new_unit(request: StaffRequest, code: str) -> HttpResponse:
    """A form for a unit below this organisation."""
    parent = _organization(request, code)
    require(request.actor, ORGANIZATION_MANAGE, parent)
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_organization(request.actor, parent=parent, **form.cleaned_data, at=timezone.now())
        except Invalid as refusal:
            _show(refusal, form)
        else:
            messages.success(request, _("The unit is added."))
            return redirect("people:organization", code=made.code)
    return _form_page(request, form, parent, title=_("Add a unit"), button=_("Add the unit"))


@staff_page
def appoint(request: StaffRequest, code: str) -> HttpResponse:
    """A form that gives a person a role here."""
    found = _organization(request, code)
    require(request.actor, MEMBERSHIP_MANAGE, found)
    form = AppointmentForm(request.POST or None, initial={"starts": local_date(timezone.now())})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        account, role = given.pop("email"), Role(given.pop("role"))
        try:
            appoint_member(request.actor, found, account, role, **given, at=timezone.now())
        except (Invalid, Conflict) as refusal:
            _show(refusal, form)
        else:
            messages.success(request, _("The appointment is saved."))
            return redirect("people:organization", code=code)
    return _form_page(request, form, found, title=_("Appoint somebody"), button=_("Save the appointment"))


@staff_page
def end(request: StaffRequest, code: str, membership_id: int) -> HttpResponse:
    """A form that ends a membership."""
    found = _organization(request, code)
    require(request.actor, MEMBERSHIP_MANAGE, found)
    membership = get_object_or_404(Membership.objects.select_related("account"), pk=membership_id, organization=found)
    form = EndForm(request.POST or None, initial={"ends": local_date(timezone.now())})
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(request.actor, membership.pk, ends=form.cleaned_data["ends"], at=timezone.now())
        except (Invalid, Conflict) as refusal:
            _show(refusal, form)
        else:
            messages.success(request, _("The appointment ends on that day."))
            return redirect("people:organization", code=code)
    title = _("End the appointment of %(name)s") % {"name": membership.account.get_full_name()}
    return _form_page(request, form, found, title=title, button=_("End the appointment"))


def _organization(request: StaffRequest, code: str) -> Organization:
    return get_object_or_404(organizations_visible_to(request.actor), code=code)


def _show(refusal: Invalid | Conflict, form: Any) -> None:
    for error in refusal.errors:
        form.add_error(error.field or None, error.message)
    if not refusal.errors:
        form.add_error(None, str(refusal))


def _form_page(
    request: StaffRequest, form: forms.BaseForm, found: Organization, *, title: str, button: str
) -> HttpResponse:
    context = {"form": form, "organization": found, "title": title, "button": button}
    return render(request, "people/organization_form.html", context, status=422 if form.errors else 200)
