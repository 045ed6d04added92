"""Who may do what with the mailbox. Heads and administrators of no unit read it, nor does the system."""

from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

WHISTLE_REPORT = declare(Permission("whistle.report", anyone=True))
WHISTLE_READ = declare(
    Permission("whistle.read", roles=frozenset({Role.OVERSEER, Role.INTERNAL_AUDITOR}), reach="unit")
)
WHISTLE_SET_UP = declare(Permission("whistle.set_up", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
