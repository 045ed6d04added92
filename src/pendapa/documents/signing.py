"""PAdES signatures on finished PDFs (ETSI EN 319 142-1: B-B, and B-T where a time-stamping authority is set).

The signature field is invisible, tagged by its out-of-page place as PDF/UA-1 and PDF/A-3 both allow.
"""

import io
from functools import lru_cache
from pathlib import Path

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pendapa.documents.authority import KeyPair

FIELD_NAME = "TandaTangan"
BYTES_RESERVED = 16_384
TSA_TIMEOUT_SECONDS = 10


class SigningFailed(RuntimeError):
    """The document could not be signed: the PKCS#12 file does not open, or the time-stamping authority is silent."""


def signer_from_key_pair(pair: KeyPair) -> SimpleSigner:
    """A signer from PEM certificate and key; the root is not embedded, whoever verifies has it."""
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(_der(pair.certificate)),
        signing_key=keys.PrivateKeyInfo.load(_der(pair.key)),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # pyHanko is typed in part
        embed_roots=False,
    )


def signer_from_pkcs12(path: Path, password: str) -> SimpleSigner:
    """A signer from a PKCS#12 file, read again only when the file changes. Raises SigningFailed."""
    try:
        return _loaded_pkcs12(path, password, path.stat().st_mtime_ns)
    except (OSError, ValueError) as error:
        raise SigningFailed(f"The PKCS#12 file {path} cannot be opened with the password that is set.") from error


def sign_pdf(content: bytes, signer: SimpleSigner, *, signer_name: str, reason: str = "", tsa_url: str = "") -> bytes:
    """The PDF with one more revision that holds the signature over all of it. Raises SigningFailed.

    The time in the signature is the time now: a signature never claims another.
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signer_name or None,
        reason=reason or None,
        embed_validation_info=False,
    )
    field = SigFieldSpec(
        sig_field_name=FIELD_NAME,
        readable_field_name="Tanda tangan elektronik",
        invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True),
    )
    stamper = HTTPTimeStamper(tsa_url, timeout=TSA_TIMEOUT_SECONDS) if tsa_url else None
    out = io.BytesIO()
    try:
        _ArchivalSigner(metadata, signer=signer, timestamper=stamper, new_field_spec=field).sign_pdf(
            writer, output=out, bytes_reserved=BYTES_RESERVED
        )
    except Exception as error:  # whatever the authority's network or the key does, the caller rolls back
        raise SigningFailed(f"The document could not be signed: {error}") from error
    return out.getvalue()


class _ArchivalSigner(PdfSigner):
    """Leaves the document at PDF 1.7, as PDF/A-3 wants it; for its curve pyHanko would declare PDF 2.0."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.ensure_output_version(version=(1, 7))  # type: ignore[no-untyped-call]  # the same
        pdf_out.register_extension(ESIC_EXTENSION_1)


@lru_cache(maxsize=4)
def _loaded_pkcs12(path: Path, password: str, _modified: int) -> SimpleSigner:
    loaded = SimpleSigner.load_pkcs12_data(path.read_bytes(), other_certs=[], passphrase=password.encode() or None)
    if not isinstance(loaded, SimpleSigner):
        raise ValueError("no key in the PKCS#12 file")
    return loaded


def _der(text: str) -> bytes:
    _name, _headers, der = pem.unarmor(text.encode())
    return bytes(der)
