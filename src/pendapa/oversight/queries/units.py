"""What an overseer may choose from."""

from datetime import date, datetime

from django.db.models import QuerySet

from pendapa.catalogue.models import PublicService
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.oversight.permissions import FINDING_INSPECT
from pendapa.oversight.queries.branches import answered_for_by, in_branches
from pendapa.people.impartiality import OVERSEERS
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.permissions import reachable_paths
from pendapa.people.roles import Role


def units_of_body(actor: Actor) -> QuerySet[Organization]:
    """The units that the actor oversees, without those for which they answer themselves."""
    reached = in_branches("path", reachable_paths(actor, FINDING_INSPECT))
    own = answered_for_by(actor, "path")
    return Organization.objects.filter(reached).exclude(own).exclude(kind=Organization.Kind.PARTNER).order_by("path")


def services_of_body(actor: Actor) -> QuerySet[PublicService]:
    """The services of the units that the actor oversees."""
    reached = in_branches("owner__path", reachable_paths(actor, FINDING_INSPECT))
    return PublicService.objects.filter(reached).order_by("name")


def members_of_office(actor: Actor, role: Role, *, on: date) -> QuerySet[Account]:
    """Those who hold the role in an organisation in which the actor holds it too."""
    codes = [grant.organisation for grant in actor.grants if grant.role == role]
    held = Membership.objects.on(on).filter(organization__code__in=codes, role=role)
    return Account.objects.filter(pk__in=held.values("account"), is_active=True).order_by("name", "email")


def staff_of_branch(unit: Organization, *, on: date) -> QuerySet[Account]:
    """Who may own an action of the unit: staff of it and of the units below."""
    held = Membership.objects.on(on).filter(
        in_branches("organization__path", [unit.path]),
        role__in=[Role.OFFICER, Role.VERIFIER, Role.APPROVER, Role.HEAD],
    )
    return Account.objects.filter(pk__in=held.values("account"), is_active=True).order_by("name", "email")


def heads_of(unit: Organization, *, on: date) -> list[Account]:
    """The heads of exactly this unit on a day."""
    held = Membership.objects.on(on).select_related("account")
    return [one.account for one in held.filter(organization=unit, role=Role.HEAD, account__is_active=True)]


def members_holding(organisation: Organization, role: str, *, on: date) -> list[Account]:
    """Those who hold a role in exactly this organisation on a day."""
    held = Membership.objects.on(on).select_related("account")
    return [one.account for one in held.filter(organization=organisation, role=role, account__is_active=True)]


def overseers_of(unit: Organization, *, at: datetime) -> list[Account]:
    """The internal auditors and overseers of the body whose tree the unit is in."""
    body = unit.path.split("/")[0]
    held = Membership.objects.on(local_date(at)).select_related("account")
    reached = held.filter(in_branches("organization__path", [body]), role__in=OVERSEERS, account__is_active=True)
    return [one.account for one in reached.exclude(organization=unit, role=Role.INTERNAL_AUDITOR)]
