"""The one place that says yes or no: `can(actor, permission, object)`.

A permission is a declared value: which roles hold it, how far a role reaches, and whether a party to the matter
holds it too. An object says where it belongs through `permission_scope()`. Nothing else decides.
"""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from django.utils.translation import gettext as _

from pendapa.journal.actors import Actor, Grant
from pendapa.kernel.problems import Forbidden
from pendapa.people.roles import Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an object belongs: its unit's path, the accounts that are parties, the secret that opens it."""

    unit_path: str = ""
    parties: frozenset[str] = field(default_factory=frozenset)
    secret: str = ""


class Scoped(Protocol):
    """Anything that permission can be asked about."""

    def permission_scope(self) -> Scope: ...


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be asked for.

    `roles` hold it for objects of their own unit and the units below it (`reach="branch"`), of exactly their
    own unit (`reach="unit"`), or of the whole body whose tree they are in (`reach="body"`). `party` gives it to
    the persons concerned, by account or by the matter's secret. `anyone` gives it to all.
    """

    name: str
    roles: frozenset[Role] = frozenset()
    reach: Literal["unit", "branch", "body"] = "branch"
    party: bool = False
    anyone: bool = False


_declared: dict[str, Permission] = {}


def declare(permission: Permission) -> Permission:
    """Enter a permission into the register from which the authorisation matrix is drawn."""
    _declared[permission.name] = permission
    return permission


def declared_permissions() -> list[Permission]:
    """Every permission of the program, by name."""
    return [_declared[name] for name in sorted(_declared)]


def can(actor: Actor, permission: Permission, target: Scoped | None = None) -> bool:
    """Whether the actor holds the permission for the target (or at all, where there is no target)."""
    if actor.is_system or permission.anyone:
        return True
    scope = target.permission_scope() if target is not None else None
    if permission.party and scope is not None and _is_party(actor, scope):
        return True
    return any(grant.role in permission.roles and _reaches(grant, permission, scope) for grant in actor.grants)


def require(actor: Actor, permission: Permission, target: Scoped | None = None) -> None:
    """Raise Forbidden unless the actor holds the permission."""
    if not can(actor, permission, target):
        raise Forbidden(_("You are not allowed to do this. Ask the head of the unit if you should be."))


def acting_grant(actor: Actor, permission: Permission, target: Scoped | None = None) -> Grant | None:
    """The grant by which the actor acts, for the journal; None for a party to the matter or the system."""
    scope = target.permission_scope() if target is not None else None
    for grant in actor.grants:
        if grant.role in permission.roles and _reaches(grant, permission, scope):
            return grant
    return None


def acting_as(actor: Actor, permission: Permission, target: Scoped | None = None) -> dict[str, str]:
    """The capacity in which the actor acts, as the journal's `record` takes it; empty values without a grant."""
    grant = acting_grant(actor, permission, target)
    return {"as_role": grant.role if grant else "", "for_organisation": grant.organisation if grant else ""}


def reachable_paths(actor: Actor, permission: Permission) -> list[str]:
    """The branches of the tree within which the actor holds the permission, for narrowing a query."""
    paths = []
    for grant in actor.grants:
        if grant.role in permission.roles:
            paths.append(grant.path.split("/")[0] if permission.reach == "body" else grant.path)
    return sorted(set(paths))


def _is_party(actor: Actor, scope: Scope) -> bool:
    by_account = actor.kind == "person" and actor.id != "" and actor.id in scope.parties
    return by_account or (scope.secret != "" and scope.secret in actor.secrets)


def _reaches(grant: Grant, permission: Permission, scope: Scope | None) -> bool:
    if scope is None:
        return True
    if permission.reach == "unit":
        return scope.unit_path == grant.path
    root = grant.path.split("/")[0] if permission.reach == "body" else grant.path
    return scope.unit_path == root or scope.unit_path.startswith(root + "/")
