"""What one may do with organisations and their members."""

from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

ORGANIZATION_READ = declare(
    Permission(
        "organization.read",
        roles=frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.INTERNAL_AUDITOR, Role.OVERSEER}),
        reach="body",
    )
)
ORGANIZATION_MANAGE = declare(
    Permission("organization.manage", roles=frozenset({Role.ADMINISTRATOR}), reach="body"),
)
MEMBERSHIP_MANAGE = declare(
    Permission("membership.manage", roles=frozenset({Role.ADMINISTRATOR}), reach="body"),
)
OUTSIDE_BODY_MANAGE = declare(
    Permission("organization.manage_outside", roles=frozenset({Role.ADMINISTRATOR}), reach="body"),
)
