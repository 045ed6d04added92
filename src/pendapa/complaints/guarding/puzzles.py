"""A small puzzle that a browser solves in the background: it costs a person nothing and a flood its time.

No third party is asked and nothing is stored but that a puzzle was used. The browser looks for a number `n` for which
SHA-256 of `challenge ‖ ":" ‖ n` begins with `PENDAPA_PUZZLE_BITS` zero bits. Without script nothing is solved; the
limit is then stricter (`limits`), and that is all.
"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing

SALT = "pendapa.complaints.puzzle"
GOOD_FOR = timedelta(hours=12)
LONGEST_ANSWER = 12


def new_puzzle() -> str:
    """A signed challenge that is good for twelve hours."""
    return signing.dumps(secrets.token_urlsafe(9), salt=SALT)


def is_solved(challenge: str, answer: str) -> bool:
    """Whether the challenge is ours, still good, and the answer solves it. Nothing that is sent raises."""
    if not answer.isascii() or not answer.isdigit() or len(answer) > LONGEST_ANSWER:
        return False
    try:
        signing.loads(challenge, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return leading_zero_bits(hashlib.sha256(f"{challenge}:{answer}".encode()).digest()) >= settings.PENDAPA_PUZZLE_BITS


def leading_zero_bits(digest: bytes) -> int:
    """How many bits of a digest are zero before the first that is not."""
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()


def solve(challenge: str, *, bits: int | None = None) -> str:
    """What a browser does, for tests and for machines that send reports with a puzzle."""
    wanted = settings.PENDAPA_PUZZLE_BITS if bits is None else bits
    number = 0
    while leading_zero_bits(hashlib.sha256(f"{challenge}:{number}".encode()).digest()) < wanted:
        number += 1
    return str(number)
