"""The reads: the organisations that an actor may see, and their members."""

from django.db.models import Q, QuerySet

from pendapa.journal.actors import Actor
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.organizations.permissions import ORGANIZATION_READ
from pendapa.people.permissions import Permission, reachable_paths


def in_branches(paths: list[str], field: str = "path") -> Q:
    """The condition "within one of these branches of the tree", for the path column `field`."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
    return condition


def organizations_visible_to(actor: Actor, permission: Permission = ORGANIZATION_READ) -> QuerySet[Organization]:
    """The organisations for which the actor holds a permission, in the order of the tree."""
    return Organization.objects.filter(in_branches(reachable_paths(actor, permission))).select_related("parent")


def members_of(organization: Organization) -> QuerySet[Membership]:
    """All memberships of an organisation, present ones first."""
    return organization.memberships.select_related("account", "organization").order_by("ends", "account__name")


def account_with_email(email: str) -> Account | None:
    """The account to appoint, by its exact address."""
    return Account.objects.filter(email=email.strip().lower(), is_active=True).first()
