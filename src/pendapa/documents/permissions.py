"""What one may do with documents."""

from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

DOCUMENT_ISSUE = declare(Permission("document.issue", roles=frozenset({Role.HEAD, Role.APPROVER})))
CERTIFICATE_REVOKE = declare(Permission("certificate.revoke", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
DOCUMENT_REVOKE = declare(Permission("document.revoke", roles=frozenset({Role.HEAD})))
