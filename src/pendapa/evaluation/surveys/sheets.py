"""A sheet that somebody fills in without an invitation counts once: its key is signed, holds no trace of anybody, and
is used up for as long as it is valid. What one address sends in an hour is bounded."""

from datetime import datetime
from uuid import uuid4

from django.core import signing

from pendapa.cases.actions import count_handing_in
from pendapa.kernel.problems import TooMany

SALT = "evaluation.sheet"
VALID_SECONDS = 3600
FROM_LINK = 60
FROM_KIOSK = 240
"""Many people share one address, all of a counter's share one kiosk: the bounds are wide."""


def new_key() -> str:
    """The key of one sheet."""
    return signing.dumps(uuid4().hex, salt=SALT)


def is_valid(key: str) -> bool:
    """Whether the key is ours and not older than an hour."""
    try:
        signing.loads(key, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return False
    return True


def is_first_use(key: str, *, at: datetime) -> bool:
    """Use a valid key up; False when it was used before. Call it in the transaction that takes the answer."""
    try:
        count_handing_in("survey-sheet", key, 1, at=at)
    except TooMany:
        return False
    return True


def count_answer(address: str, most: int, *, at: datetime) -> None:
    """Count one more answer from an address; raises TooMany beyond `most` in an hour."""
    count_handing_in("survey-answer", address, most, at=at)
