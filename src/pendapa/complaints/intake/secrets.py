"""Secrets of drafts and receipts, derived by a key of ours from what they open: told again, never stored."""

from uuid import UUID

from pendapa.kernel.encryption import blind_index
from pendapa.kernel.identifiers import is_same_secret, secret_from


def secret_of_submission(key: UUID) -> str:
    """The secret of the case made under this key (75 bits): a lost receipt can be told again."""
    return secret_from(blind_index(str(key), context="complaints.receipt"))


def secret_of_draft(draft_id: UUID) -> str:
    """The secret of a draft's link to go on with."""
    return secret_from(blind_index(str(draft_id), context="complaints.draft"))


def is_secret_of_draft(draft_id: UUID, secret: str) -> bool:
    """Whether the secret opens the draft, however its case, spaces and hyphens were typed."""
    return is_same_secret(secret, secret_of_draft(draft_id))
