"""Secrets of drafts and receipts, derived by a key of ours from what they open: told again, never stored."""

import hmac
from uuid import UUID

from pendapa.kernel.encryption import blind_index
from pendapa.kernel.identifiers import ALPHABET, hash_secret

SIGNS = 16


def secret_of_submission(key: UUID) -> str:
    """The secret of the case made under this key (75 bits): a lost receipt can be told again."""
    return _secret_from(blind_index(str(key), context="complaints.receipt"))


def secret_of_draft(draft_id: UUID) -> str:
    """The secret of a draft's link to go on with."""
    return _secret_from(blind_index(str(draft_id), context="complaints.draft"))


def is_secret_of_draft(draft_id: UUID, secret: str) -> bool:
    """Whether the secret opens the draft, however its case, spaces and hyphens were typed."""
    return hmac.compare_digest(hash_secret(secret), hash_secret(secret_of_draft(draft_id)))


def _secret_from(digest: str) -> str:
    number, signs = int(digest, 16), []
    for _position in range(SIGNS):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "-".join("".join(signs[start : start + 4]) for start in range(0, SIGNS, 4))
