"""Who may do what with complaints."""

from pendapa.cases.permissions import WORKERS
from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

COMPLAINT_SUBMIT = declare(Permission("complaint.submit", anyone=True))
COMPLAINT_JOIN = declare(Permission("complaint.join", anyone=True))
COMPLAINT_DRAFT = declare(Permission("complaint.edit_draft", party=True))
COMPLAINT_RESPOND = declare(Permission("complaint.respond", party=True))
COMPLAINT_TRIAGE = declare(Permission("complaint.triage", roles=WORKERS))
COMPLAINT_ANSWER = declare(Permission("complaint.answer", roles=WORKERS))
COMPLAINT_CLOSE = declare(Permission("complaint.close", roles=frozenset({Role.APPROVER, Role.HEAD})))
COMPLAINT_MODERATE = declare(
    Permission("complaint.moderate", roles=frozenset({Role.OFFICER, Role.VERIFIER, Role.HEAD}))
)
TEMPLATE_EDIT = declare(Permission("complaint.edit_template", roles=frozenset({Role.HEAD, Role.ADMINISTRATOR})))
DEADLINE_EDIT = declare(Permission("complaint.edit_deadline", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))
