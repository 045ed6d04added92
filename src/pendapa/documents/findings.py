"""What the verification page says: the file's own signature weighed against the register."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pendapa.documents.models import IssuedDocument
from pendapa.documents.queries import (
    document_with_code,
    document_with_digest,
    document_with_number,
    trusted_roots,
    was_certificate_revoked,
)
from pendapa.documents.verification import State, Verification, verify_pdf

Source = Literal["number", "code", "file"]


class Outcome(StrEnum):
    """The four answers of the page."""

    VALID = "valid"
    ALTERED = "altered"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer, the document of the register that it is about (if any), and how it was asked for.

    Whoever asks by number alone learns less: numbers can be guessed, codes and files cannot.
    """

    outcome: Outcome
    source: Source
    document: IssuedDocument | None = None
    verification: Verification | None = None
    has_expired: bool = False
    sha256: str = ""

    @property
    def shows_signer(self) -> bool:
        return self.source != "number" and self.outcome in (Outcome.VALID, Outcome.REVOKED)


def finding_by_words(text: str, *, today: date) -> Finding:
    """The answer to a number, or a verification code, that somebody typed."""
    by_code = document_with_code(text)
    if by_code is not None:
        return _standing(by_code, "code", today)
    found = document_with_number(text)
    return _standing(found, "number", today) if found else Finding(Outcome.UNKNOWN, "number")


def finding_by_code(code: str, *, today: date) -> Finding:
    """The answer to the address in a QR code."""
    found = document_with_code(code)
    return _standing(found, "code", today) if found else Finding(Outcome.UNKNOWN, "code")


def finding_by_file(content: bytes, *, today: date) -> Finding:
    """The answer to a file: byte for byte what the register knows, changed, or not ours. Nothing is kept."""
    digest = hashlib.sha256(content).hexdigest()
    document = document_with_digest(digest)
    verification = verify_pdf(content, trusted_roots())
    if document is not None and not was_certificate_revoked(verification):
        return _standing(document, "file", today, verification)
    claimed = document_with_number(verification.number) if verification.number else None
    is_changed = verification.state is State.ALTERED or (claimed is not None and document is None)
    outcome = Outcome.ALTERED if is_changed else Outcome.UNKNOWN
    return Finding(outcome, "file", claimed if is_changed else None, verification, sha256=digest)


def _standing(
    document: IssuedDocument, source: Source, today: date, verification: Verification | None = None
) -> Finding:
    outcome = Outcome.REVOKED if document.is_revoked else Outcome.VALID
    return Finding(
        outcome, source, document, verification, has_expired=document.has_expired(today), sha256=document.sha256
    )
