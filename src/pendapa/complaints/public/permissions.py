"""Who makes knowledge out of questions, and keeps suggestions for a proposal."""

from pendapa.cases.permissions import WORKERS
from pendapa.people.permissions import Permission, declare

KNOWLEDGE_EDIT = declare(Permission("knowledge.edit", roles=WORKERS))
PROPOSAL_KEEP = declare(Permission("complaint.keep_for_proposal", roles=WORKERS))
