"""Who may do what with applications and drafts."""

from pendapa.people.permissions import Permission, declare
from pendapa.people.roles import Role

APPLICATION_SUBMIT = declare(Permission("application.submit", anyone=True))
DRAFT_EDIT = declare(Permission("application.edit_draft", party=True))
APPLICATION_WORK = declare(
    Permission("application.work", roles=frozenset({Role.OFFICER, Role.VERIFIER, Role.APPROVER, Role.HEAD}))
)
APPLICATION_CORRECT = declare(Permission("application.correct", party=True))
