"""Who may issue keys, set up peers and topics for machines: the administrators of the body that runs the house."""

from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

API_KEY_MANAGE = declare(Permission("api_key.manage", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
OPEN311_MANAGE = declare(Permission("open311.manage", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
