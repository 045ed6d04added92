"""The writes about organisations and who holds which role in them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.people.impartiality import OVERSEERS
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.organizations.permissions import MEMBERSHIP_MANAGE, ORGANIZATION_MANAGE
from pendapa.people.permissions import acting_as, require
from pendapa.people.roles import Role
from pendapa.people.verbs import MemberAppointed, MembershipEnded, OrganizationCreated


@transaction.atomic
def create_organization(
    actor: Actor,
    *,
    code: str,
    name: str,
    parent: Organization,
    kind: str = Organization.Kind.UNIT,
    at: datetime,
    name_en: str = "",
    short_name: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
) -> Organization:
    """Add a unit below another. Raises Forbidden outside the actor's body, Invalid for a code already in use."""
    require(actor, ORGANIZATION_MANAGE, parent)
    if Organization.objects.filter(code=code).exists():
        raise Invalid(errors=[FieldError("code", _("Another organisation has this code. Choose another one."))])
    organization = Organization.objects.create(
        code=code,
        name=name,
        name_en=name_en,
        short_name=short_name,
        kind=kind,
        parent=parent,
        address=address,
        phone=phone,
        email=email,
        region_code=parent.region_code,
    )
    happened = OrganizationCreated(name=name, parent=parent.code)
    record(actor, happened, organization.subject, at=at, **acting_as(actor, ORGANIZATION_MANAGE, parent))
    return organization


@transaction.atomic
def appoint_member(
    actor: Actor,
    organization: Organization,
    account: Account,
    role: Role,
    *,
    starts: date,
    at: datetime,
    ends: date | None = None,
    position: str = "",
    employee_number: str = "",
) -> Membership:
    """Give a person a role in an organisation for a period (days inclusive; no end: until further notice).

    Raises Forbidden outside the actor's body, Invalid for a period that ends before it starts and for somebody who
    would make themselves an overseer, and Conflict where the person holds the role in that period already.
    """
    require(actor, MEMBERSHIP_MANAGE, organization)
    if role in OVERSEERS and str(account.pk) == actor.id:
        message = _("Nobody appoints themselves to oversee. Another administrator has to do it.")
        raise Invalid(message, errors=[FieldError("role", message)])
    if ends is not None and ends < starts:
        raise Invalid(errors=[FieldError("ends", _("The last day is before the first."))])
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    held = Membership.objects.filter(account=account, organization=organization, role=role)
    if any(_overlap(one, starts, ends) for one in held):
        raise Conflict(_("This person holds this role here already in that time."))
    membership = Membership.objects.create(
        account=account,
        organization=organization,
        role=role,
        position=position,
        employee_number=employee_number,
        starts=starts,
        ends=ends,
    )
    happened = MemberAppointed(
        account=str(account.pk), name=account.get_full_name(), role=role, starts=starts, ends=ends
    )
    record(actor, happened, organization.subject, at=at, **acting_as(actor, MEMBERSHIP_MANAGE, organization))
    return membership


@transaction.atomic
def end_membership(actor: Actor, membership_id: int, *, ends: date, at: datetime) -> Membership:
    """Let a membership end on a day (inclusive). Raises Invalid for a day before its start or before yesterday,
    and Conflict for one that has ended already."""
    memberships = Membership.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "organization", "account"
    )
    membership = memberships.get(pk=membership_id)
    require(actor, MEMBERSHIP_MANAGE, membership)
    today = local_date(at)
    if membership.ends is not None and membership.ends < today:
        raise Conflict(_("This appointment has ended already."))
    if ends < membership.starts or (today - ends).days > 1:
        raise Invalid(errors=[FieldError("ends", _("Choose a day from yesterday on, not before the first day."))])
    membership.ends = ends
    membership.save(update_fields=["ends"])
    happened = MembershipEnded(
        account=str(membership.account_id), name=membership.account.get_full_name(), role=membership.role, ends=ends
    )
    record(actor, happened, membership.organization.subject, at=at, **acting_as(actor, MEMBERSHIP_MANAGE, membership))
    return membership


def _overlap(one: Membership, starts: date, ends: date | None) -> bool:
    return (one.ends is None or one.ends >= starts) and (ends is None or one.starts <= ends)
