"""Whether a PDF is what was signed: offline, without database or settings, for the page and for `pendapa verify`.

Strict on purpose: one signature, over the whole file, nothing behind it. Every byte of the file counts, those of the
signature's own container too, so that no changed copy passes as the original.
"""

import io
import json
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

DATA_FILE = "data.json"
LARGEST_DATA = 1_000_000
for _name in ("pyhanko", "pyhanko_certvalidator", "pypdf"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)  # a bad file is an answer here, not an accident

_SIGNATURE_TRACES = (b"/ByteRange", b"/ETSI.CAdES.detached", b"/adbe.pkcs7", b"/FT/Sig", b"/FT /Sig")


class State(StrEnum):
    """What can be said of a file by itself."""

    VALID = "valid"
    ALTERED = "altered"
    UNTRUSTED = "untrusted"
    UNSIGNED = "unsigned"
    MALFORMED = "malformed"


_SENTENCES = {
    State.VALID: "VALID: the signature is genuine and every byte is as it was signed. "
    "Whether it was revoked since, only the verification page can tell.",
    State.ALTERED: "ALTERED: this file is not what was signed. Do not rely on it.",
    State.UNTRUSTED: "UNTRUSTED: the file is whole, but its signer is not known to this installation.",
    State.UNSIGNED: "UNSIGNED: this PDF carries no electronic signature.",
    State.MALFORMED: "MALFORMED: this file is not a PDF that can be read.",
}


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer: its state, who signed when (the signer's own clock unless time-stamped), and the data inside."""

    state: State
    signer_name: str = ""
    signer_position: str = ""
    certificate_serial: str = ""
    signed_at: datetime | None = None
    is_time_stamped: bool = False
    covers_whole_document: bool = False
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return self.state is State.VALID

    @property
    def number(self) -> str:
        """The number that the document's own data claims; empty when it carries none."""
        return str(self.data.get("number", ""))

    def __str__(self) -> str:
        """The answer for a terminal: one sentence, then what is known."""
        known = (
            ("Number", self.number),
            ("Title", str(self.data.get("title", ""))),
            ("Signed by", ", ".join(part for part in (self.signer_name, self.signer_position) if part)),
            ("Signed at", self.signed_at.isoformat() if self.signed_at else ""),
        )
        lines = [f"  {name}: {value}" for name, value in known if value and self.state is State.VALID]
        return "\n".join([_SENTENCES[self.state], *lines])


def verify_document(content: bytes) -> Verification:
    """The state of a file against the certificates in `$PENDAPA_HOME/trust/`; needs no database and no network."""
    from django.conf import settings  # the rest of this module works without any settings

    return verify_pdf(content, trust_roots_in(Path(settings.PENDAPA_HOME) / "trust"))


def verify_pdf(content: bytes, trust_roots: Iterable[x509.Certificate]) -> Verification:
    """The state of a file against the roots that one trusts; never raises, whatever the bytes are."""
    if not content.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return Verification(State.ALTERED if _bears_signature(content) else State.MALFORMED)
    try:
        signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
    except Exception:  # a broken file can break the reader anywhere
        return Verification(State.ALTERED if _bears_signature(content) else State.MALFORMED)
    if not signatures:
        return Verification(State.ALTERED if _bears_signature(content) else State.UNSIGNED, data=attached_data(content))
    try:
        return _verified(content, signatures, list(trust_roots))
    except Exception:
        return Verification(State.ALTERED, data=attached_data(content))


def trust_roots_in(folder: Path) -> list[x509.Certificate]:
    """The certificates of every PEM file in a folder; a file that cannot be read is passed over."""
    found: list[x509.Certificate] = []
    for path in sorted(folder.glob("*.pem")):
        try:
            found.extend(certificates_in(path.read_bytes()))
        except (OSError, ValueError):
            continue
    return found


def certificates_in(text: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM text. Raises ValueError when it holds none that can be read."""
    return [
        x509.Certificate.load(der) for kind, _headers, der in pem.unarmor(text, multiple=True) if kind == "CERTIFICATE"
    ]


def attached_data(content: bytes) -> dict[str, Any]:
    """The JSON that the document carries as its source; empty when there is none that can be read."""
    try:
        attached = PdfReader(io.BytesIO(content), strict=False).attachments.get(DATA_FILE) or []
        data = json.loads(attached[0]) if attached and len(attached[0]) <= LARGEST_DATA else {}
    except Exception:
        return {}
    return data if isinstance(data, dict) else {}


def _bears_signature(content: bytes) -> bool:
    return any(trace in content for trace in _SIGNATURE_TRACES)


def _verified(
    content: bytes, signatures: list[EmbeddedPdfSignature], trust_roots: list[x509.Certificate]
) -> Verification:
    signature = signatures[-1]
    claimed = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=trust_roots,
        other_certs=signature.other_embedded_certs,
        allow_fetching=False,
        moment=claimed.astimezone(UTC) if claimed else None,  # a certificate counts for the day of the signature
        best_signature_time=claimed.astimezone(UTC) if claimed else None,
    )
    status = validate_pdf_signature(signature, context, ts_validation_context=_now_context(trust_roots))
    covers = len(signatures) == 1 and covers_whole_file(content, signature.byte_range, signature.pkcs7_content)
    is_intact = bool(status.intact and status.valid and covers)
    if not is_intact:
        state = State.ALTERED
    elif not status.trusted:
        state = State.UNTRUSTED
    else:
        state = State.VALID if _container_is_exact(signature, status) else State.ALTERED
    stamp = status.timestamp_validity
    subject = signature.signer_cert.subject.native
    return Verification(
        state=state,
        signer_name=str(subject.get("common_name", "")),
        signer_position=str(subject.get("title", "")),
        certificate_serial=format(signature.signer_cert.serial_number, "x"),
        signed_at=stamp.timestamp if stamp and stamp.valid else claimed,
        is_time_stamped=bool(stamp and stamp.valid and stamp.intact and stamp.trusted),
        covers_whole_document=covers,
        data=attached_data(content),
    )


def _now_context(trust_roots: list[x509.Certificate]) -> ValidationContext:
    return ValidationContext(trust_roots=trust_roots, allow_fetching=False)


def covers_whole_file(content: bytes, byte_range: Iterable[Any], container: bytes) -> bool:
    """Whether all but the signature's hex string is signed, and that string is exactly the container, zero-padded."""
    ranges = [int(part) for part in byte_range]
    if len(ranges) != 4 or ranges[0] != 0 or ranges[2] + ranges[3] != len(content):
        return False
    written = content[ranges[1] : ranges[2]]
    signature = container[: _der_length(container)].hex().encode()
    match = re.fullmatch(rb"<([0-9a-f]+|[0-9A-F]+)>", written)
    if match is None or not match[1].lower().startswith(signature):
        return False
    return not match[1][len(signature) :].strip(b"0")


def _der_length(container: bytes) -> int:
    """Bytes of the one DER value at the start; what follows may only be padding."""
    _class, _method, _tag, header, value, trailer = parser.parse(container, strict=False)
    return len(header) + len(value) + len(trailer)


def _container_is_exact(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """What the signature does not itself protect in its container may only be what it must be.

    The container is built again from its protected parts (RFC 5652) and must come out the same to the byte.
    """
    signer_info, certificate = signature.signer_info, signature.signer_cert
    trusted_path = {found.dump() for found in status.validation_path or ()}
    digest = algos.DigestAlgorithm({"algorithm": signer_info["digest_algorithm"]["algorithm"].native})
    identity = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    rebuilt_signer: dict[str, Any] = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": identity}),
        "digest_algorithm": digest,
        "signed_attrs": signer_info["signed_attrs"],
        "signature_algorithm": signer_info["signature_algorithm"],
        "signature": signer_info["signature"].native,
    }
    if signer_info["unsigned_attrs"].native:
        rebuilt_signer["unsigned_attrs"] = signer_info["unsigned_attrs"]
    rebuilt = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [digest],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": signature.signed_data["certificates"],
                    "signer_infos": [cms.SignerInfo(rebuilt_signer)],
                }
            ),
        }
    )
    container = signature.pkcs7_content
    return rebuilt.dump(force=True) == container[: _der_length(container)] and all(
        found.dump() in trusted_path for found in signature.other_embedded_certs
    )
