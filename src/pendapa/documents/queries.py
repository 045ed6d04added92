"""The reads: documents by what a holder knows of them, and the certificates to trust."""

import re

from asn1crypto import x509
from django.db.models import QuerySet

from pendapa.documents.certificates import trust_folder
from pendapa.documents.models import CertificateAuthority, IssuedDocument, SigningCertificate
from pendapa.documents.rules import normalise_code
from pendapa.documents.verification import Verification, certificates_in, trust_roots_in
from pendapa.journal.actions import Subject
from pendapa.kernel.text import is_plain
from pendapa.people.models import Organization

_NUMBER_LENGTH = 120


def document_with_code(text: str) -> IssuedDocument | None:
    """The document whose QR code holds this code, however it was typed."""
    code = normalise_code(text)
    return _documents().filter(verification_code=code).first() if code else None


def document_with_number(text: str) -> IssuedDocument | None:
    """The document with this number, forgiving spaces and case."""
    number = re.sub(r"\s+", "", text)
    if not number or len(number) > _NUMBER_LENGTH or not is_plain(number):
        return None
    return _documents().filter(number__in={number, number.upper()}).first()


def document_with_digest(sha256: str) -> IssuedDocument | None:
    """The document whose signed PDF has this SHA-256 (hex)."""
    return _documents().filter(sha256=sha256).first()


def documents_about(subject: Subject) -> list[IssuedDocument]:
    """What was issued about a matter, oldest first; the caller has asked whether the actor may know."""
    found = _documents().filter(subject_type=subject.type, subject_id=subject.id)
    return list(found.order_by("issued_at"))


def certificates_of(organization: Organization) -> list[SigningCertificate]:
    """The signing certificates of an organisation, newest first; the caller has asked whether the actor may know."""
    return list(SigningCertificate.objects.filter(organization=organization).order_by("-valid_from", "-pk"))


def trusted_roots() -> list[x509.Certificate]:
    """The installation's own authority, and every certificate in `$PENDAPA_HOME/trust/`."""
    roots = trust_roots_in(trust_folder())
    for text in CertificateAuthority.objects.values_list("certificate", flat=True):
        own = certificates_in(text.encode())
        roots.extend(certificate for certificate in own if certificate.dump() not in {root.dump() for root in roots})
    return roots


def was_certificate_revoked(verification: Verification) -> bool:
    """Whether the certificate of a signature had been revoked when it was used."""
    revoked_at = (
        SigningCertificate.objects.filter(serial=verification.certificate_serial, revoked_at__isnull=False)
        .values_list("revoked_at", flat=True)
        .first()
    )
    return revoked_at is not None and (verification.signed_at is None or verification.signed_at >= revoked_at)


def _documents() -> "QuerySet[IssuedDocument]":
    return IssuedDocument.objects.select_related("unit", "replaced_by")
