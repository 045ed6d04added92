"""The signature that our gateway and we put on what we say to each other (docs/notices.md)."""

import hashlib
import hmac
from datetime import datetime, timedelta

OLDEST = timedelta(minutes=5)
TIMESTAMP_HEADER = "Pendapa-Timestamp"
SIGNATURE_HEADER = "Pendapa-Signature"


def sign(body: bytes, secret: str, at: datetime) -> dict[str, str]:
    """The two headers for a body: the moment in Unix seconds, and HMAC-SHA-256 of `moment.body` in hex."""
    moment = str(int(at.timestamp()))
    return {TIMESTAMP_HEADER: moment, SIGNATURE_HEADER: f"v1={_digest(moment, body, secret)}"}


def is_signed(body: bytes, moment: str, signature: str, secret: str, at: datetime) -> bool:
    """Whether a body was signed with the secret not more than five minutes before or after `at`."""
    if not secret or not moment.isascii() or not moment.isdecimal() or len(moment) > 12:
        return False
    if abs(int(moment) - at.timestamp()) > OLDEST.total_seconds():
        return False
    expected = f"v1={_digest(moment, body, secret)}"
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def _digest(moment: str, body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
