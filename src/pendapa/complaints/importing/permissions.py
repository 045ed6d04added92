"""Who may take over complaints of another system."""

from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

COMPLAINT_IMPORT = declare(Permission("complaint.import", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
