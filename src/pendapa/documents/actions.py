"""The writes: issue a document, revoke one, revoke a certificate."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from pendapa.documents.certificates import certificate_authority, signer_for
from pendapa.documents.models import CertificateAuthority, IssuedDocument, Register, SigningCertificate
from pendapa.documents.permissions import CERTIFICATE_REVOKE, DOCUMENT_ISSUE, DOCUMENT_REVOKE
from pendapa.documents.rules import document_number, new_verification_code
from pendapa.documents.signing import SigningFailed, sign_pdf
from pendapa.documents.typesetting import TemplateFaulty, typeset
from pendapa.documents.verbs import CertificateRevoked, DocumentIssued, DocumentRevoked
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, Problem
from pendapa.people.models import Membership, Organization
from pendapa.people.permissions import Permission, Scoped, acting_as, acting_grant, require

Store = Callable[[bytes, str], UUID]


class CannotIssue(Problem):
    """The document could not be made; nothing was changed and no number was used. A matter for the operator."""

    type = "cannot-issue"
    status = 503


@transaction.atomic
def issue_document(
    actor: Actor,
    *,
    template: str,
    kind: str,
    title: str,
    unit: Organization,
    pattern: str,
    data: Mapping[str, Any],
    subject: Subject,
    signer: Membership,
    store: Store,
    valid_until: date | None,
    at: datetime,
) -> IssuedDocument:
    """Number, typeset, sign and keep one document in the caller's transaction; a rollback leaves no gap.

    `data` is what the template reads; number and address of verification are added here. `signer` (with `account`
    and `organization`) must be the actor: nobody signs in another's name. `store` keeps the signed PDF under a file
    name and returns its id. Raises Forbidden, or CannotIssue when template, key or time-stamping fails.
    """
    require(actor, DOCUMENT_ISSUE, unit)
    if not actor.is_system and actor.id != str(signer.account_id):
        raise Forbidden(_("Only the person whose name stands under the document can sign it."))
    day = local_date(at)
    register, sequence = take_number(unit, kind, day.year)
    number = _number(pattern, sequence, kind, unit, day)
    code = new_verification_code()
    address = verification_address(code)
    content, serial = _signed(
        {**data, "number": number, "verify_url": address}, template, signer, title, address, at=at
    )
    document = IssuedDocument.objects.create(
        register=register,
        sequence=sequence,
        number=number,
        kind=kind,
        title=title,
        unit=unit,
        subject_type=subject.type,
        subject_id=subject.id,
        signer_name=signer.account.get_full_name(),
        signer_position=signer.position,
        certificate_serial=serial,
        issued_at=at,
        valid_until=valid_until,
        sha256=hashlib.sha256(content).hexdigest(),
        file_id=store(content, f"{title} {number.replace('/', '-')}.pdf"),
        verification_code=code,
    )
    _record(
        actor,
        DOCUMENT_ISSUE,
        DocumentIssued(document=str(document.pk), number=number, title=title, sha256=document.sha256),
        document,
        at=at,
    )
    return document


@transaction.atomic
def revoke_document(
    actor: Actor, document: IssuedDocument, reason: str, *, replaced_by: IssuedDocument | None = None, at: datetime
) -> IssuedDocument:
    """Declare a document void from now on; the verification page says so, with no reason shown there.

    Raises Forbidden unless the actor heads the unit, Invalid without a reason, Conflict when it is revoked already.
    """
    locked = (
        IssuedDocument.objects.select_for_update(no_key=True, of=("self",)).select_related("unit").get(pk=document.pk)
    )
    require(actor, DOCUMENT_REVOKE, locked)
    if not reason.strip():
        words = _("Say why the document is revoked.")
        raise Invalid(words, errors=[FieldError("reason", words)])
    if locked.is_revoked:
        raise Conflict(_("This document was revoked already."))
    locked.revoked_at, locked.revocation_reason, locked.replaced_by = at, reason.strip(), replaced_by
    locked.save(update_fields=["revoked_at", "revocation_reason", "replaced_by"])
    happened = DocumentRevoked(
        document=str(locked.pk), number=locked.number, reason=locked.revocation_reason, sha256=locked.sha256
    )
    _record(actor, DOCUMENT_REVOKE, happened, locked, at=at)
    return locked


@transaction.atomic
def revoke_certificate(
    actor: Actor, certificate: SigningCertificate, reason: str, *, at: datetime
) -> SigningCertificate:
    """Declare a signing certificate void from now on; its holder's next signature makes a new one.

    What it signed before stays valid, what it signs later is refused. Raises Forbidden unless the actor administers
    the body, Invalid without a reason, Conflict when it is revoked already.
    """
    rows = SigningCertificate.objects.select_for_update(no_key=True, of=("self",)).select_related("organization")
    locked: SigningCertificate = rows.get(pk=certificate.pk)
    require(actor, CERTIFICATE_REVOKE, locked)
    if not reason.strip():
        words = _("Say why the certificate is revoked.")
        raise Invalid(words, errors=[FieldError("reason", words)])
    if locked.is_revoked:
        raise Conflict(_("This certificate was revoked already."))
    locked.revoked_at, locked.revocation_reason = at, reason.strip()
    locked.save(update_fields=["revoked_at", "revocation_reason"])
    happened = CertificateRevoked(serial=locked.serial, holder=locked.name, reason=locked.revocation_reason)
    record(actor, happened, locked.subject, at=at, **acting_as(actor, CERTIFICATE_REVOKE, locked))
    return locked


@transaction.atomic
def prepare_authority(*, at: datetime) -> CertificateAuthority:
    """Make the installation's own certificate authority now (first run), and publish its certificate."""
    return certificate_authority(at=at)


def take_number(unit: Organization, kind: str, year: int) -> tuple[Register, int]:
    """The next number of a register, whose row stays locked until the transaction ends. Call inside one."""
    Register.objects.bulk_create([Register(unit=unit, kind=kind, year=year)], ignore_conflicts=True)
    register = Register.objects.select_for_update(no_key=True).get(unit=unit, kind=kind, year=year)
    register.last_number += 1
    register.save(update_fields=["last_number"])
    return register, register.last_number


def verification_address(code: str) -> str:
    """The address that the QR code of a document leads to."""
    return f"{str(settings.PENDAPA_PUBLIC_URL).rstrip('/')}{reverse('documents:result', args=[code])}"


def _number(pattern: str, sequence: int, kind: str, unit: Organization, day: date) -> str:
    try:
        number = document_number(pattern, sequence=sequence, code=kind, unit=unit.code, day=day)
    except ValueError as error:
        raise CannotIssue(_("The document cannot be numbered: {reason}").format(reason=error)) from error
    if IssuedDocument.objects.filter(number=number).exists():
        raise CannotIssue(
            _("The number {number} is taken: the number pattern must name the register.").format(number=number)
        )
    return number


def _signed(
    data: Mapping[str, Any], template: str, signer: Membership, title: str, address: str, *, at: datetime
) -> tuple[bytes, str]:
    """The signed PDF, and the serial number of the certificate that signed it."""
    try:
        key = signer_for(signer, at=at)
        plain = typeset(template, data, qr_address=address, at=at)
        content = sign_pdf(
            plain,
            key,
            signer_name=signer.account.get_full_name(),
            reason=title,
            tsa_url=str(getattr(settings, "PENDAPA_TSA_URL", "")),
        )
    except (TemplateFaulty, SigningFailed) as error:
        raise CannotIssue(_("The document could not be made: {reason}").format(reason=error)) from error
    certificate = key.signing_cert
    return content, format(certificate.serial_number, "x") if certificate is not None else ""


def _record(actor: Actor, permission: Permission, happened: object, document: IssuedDocument, *, at: datetime) -> None:
    target: Scoped = document
    grant = acting_grant(actor, permission, target)
    record(
        actor,
        happened,
        document.subject,
        at=at,
        as_role=grant.role if grant else "",
        for_organisation=grant.organisation if grant else "",
    )
