"""Accounts, organisations and members for tests of any package."""

from datetime import date
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from pendapa.journal.actors import Actor
from pendapa.people.actors import actor_for
from pendapa.people.models import Account, Membership, Organization
from pendapa.people.roles import Role

A_DAY = date(2027, 1, 4)
_numbers = count(1)


def make_account(name: str = "Sari Wulandari", **fields: Any) -> Account:
    """A person with a verified address who signs in by code, unless a password is given."""
    email = fields.pop("email", f"person{next(_numbers)}@example.org")
    account = Account.objects.create_user(email, fields.pop("password", None), name=name, **fields)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def make_organization(code: str = "", parent: Organization | None = None, **fields: Any) -> Organization:
    """A public body, or a unit below `parent`."""
    code = code or f"unit-{next(_numbers)}"
    kind = Organization.Kind.UNIT if parent else Organization.Kind.BODY
    return Organization.objects.create(code=code, name=code.title(), parent=parent, **{"kind": kind, **fields})


def make_member(
    organization: Organization, role: Role = Role.OFFICER, *, starts: date = date(2020, 1, 1), **fields: Any
) -> Account:
    """A demonstration account that holds a role; exempt from the second factor where PENDAPA_DEMO is on."""
    account = make_account(**{"name": f"{role.label} {organization.code}", "is_demonstration": True, **fields})
    Membership.objects.create(account=account, organization=organization, role=role, starts=starts)
    return account


def actor_of(account: Account, on: date = A_DAY) -> Actor:
    """The actor that the account is on that day."""
    return actor_for(account, on=on)
