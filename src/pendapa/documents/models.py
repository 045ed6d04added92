"""Registers without gaps, the documents issued, and the certificates they are signed with."""

import uuid
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pendapa.documents.rules import new_verification_code
from pendapa.journal.actions import Subject
from pendapa.kernel.fields import EncryptedTextField
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Register(models.Model):
    """The last number given by a unit for one kind of document in one year; its row is locked while one is issued."""

    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("document register")
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="documents_one_register")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year}: {self.last_number}"


class IssuedDocument(models.Model):
    """A document as it went out: `sha256` is of the signed PDF, `file_id` names where the caller keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="documents")
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=120, unique=True)
    kind = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="documents")
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    signer_name = models.CharField(max_length=200)
    signer_position = models.CharField(max_length=200, blank=True)
    certificate_serial = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()
    valid_until = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    file_id = models.UUIDField()
    verification_code = models.CharField(max_length=16, unique=True, default=new_verification_code)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.TextField(blank=True)
    replaced_by = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        verbose_name = _("issued document")
        constraints = [
            models.UniqueConstraint(fields=["register", "sequence"], name="documents_sequence_once"),
            models.CheckConstraint(
                name="documents_revoked_with_reason",
                condition=models.Q(revoked_at__isnull=True, revocation_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revocation_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="documents_issued_subject")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("documents:result", args=[self.verification_code])

    @property
    def subject(self) -> Subject:
        return Subject(self.subject_type, self.subject_id)

    @property
    def signer(self) -> str:
        """Name and position, as they stand on the document."""
        return ", ".join(part for part in (self.signer_name, self.signer_position) if part)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    def has_expired(self, today: date) -> bool:
        return self.valid_until is not None and today > self.valid_until

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the document."""
        return Scope(unit_path=self.unit.path)


class CertificateAuthority(models.Model):
    """The installation's own authority (one row); its key is encrypted at rest."""

    ONLY = 1
    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    certificate = models.TextField()
    key = EncryptedTextField(context="documents.authority.key")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("certificate authority")
        constraints = [models.CheckConstraint(name="documents_one_authority", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"


class SigningCertificateQuerySet(models.QuerySet["SigningCertificate"]):
    """Certificates by the moment at which they count."""

    def usable(self, at: datetime) -> "SigningCertificateQuerySet":
        return self.filter(valid_from__lte=at, valid_until__gt=at, revoked_at__isnull=True)


class SigningCertificate(models.Model):
    """What a person signs with for an organisation, in one name and position; the key is encrypted at rest."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signing_certificates")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    certificate = models.TextField()
    key = EncryptedTextField(context="documents.signing_certificate.key")
    serial = models.CharField(max_length=64, unique=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.TextField(blank=True)

    objects: Any = SigningCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing certificate")
        indexes = [models.Index(fields=["account", "organization"], name="documents_certificate_holder")]

    def __str__(self) -> str:
        return f"{self.name} {self.serial}"

    @property
    def subject(self) -> Subject:
        return Subject("certificate", self.serial)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    def permission_scope(self) -> Scope:
        """Needs `organization` selected with the certificate."""
        return Scope(unit_path=self.organization.path)
