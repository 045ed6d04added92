"""Accounts, the tree of organisations, and who holds which role where and when."""

import uuid
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pendapa.journal.actions import Subject
from pendapa.journal.actors import Grant
from pendapa.kernel.encryption import blind_index
from pendapa.kernel.fields import EncryptedTextField
from pendapa.people.permissions import Scope
from pendapa.people.roles import Role

NIK_CONTEXT = "people.account.nik"


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts and finds them by address (any case) or NIK (by its blind index)."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").lower())

    def with_nik(self, nik: str) -> models.QuerySet["Account"]:
        return self.filter(nik_index=blind_index(nik, context=NIK_CONTEXT))


class Account(AbstractBaseUser):
    """A person who can sign in. Identity data is encrypted; NIK is found through a keyed index."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    phone = EncryptedTextField(context="people.account.phone", blank=True, default="")
    nik = EncryptedTextField(context=NIK_CONTEXT, blank=True, default="")
    nik_index = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    loaded_grants: tuple[date | None, tuple[Grant, ...]] = (None, ())
    """The grants of one day where a query brought them along; not kept."""

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_account_email_lower", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        self.nik_index = blind_index(self.nik, context=NIK_CONTEXT) if self.nik else ""
        if kwargs.get("update_fields") is not None and "nik" in kwargs["update_fields"]:
            kwargs["update_fields"] = {*kwargs["update_fields"], "nik_index"}
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with every "sign out everywhere", which ends all older sessions."""
        return salted_hmac(
            "pendapa.people.session", f"{self.password}:{self.session_generation}", algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name or self.email

    @property
    def subject(self) -> Subject:
        """What the journal's entries about this account are about."""
        return Subject("account", str(self.pk))


class Organization(models.Model):
    """A public body, one of its units, or an outside body. `path` joins the codes from the root ("a/b/c")."""

    class Kind(models.TextChoices):
        BODY = "body", _("Public body")
        UNIT = "unit", _("Unit")
        OVERSIGHT = "oversight", _("Oversight body")
        PARTNER = "partner", _("Partner")

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.UNIT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    path = models.CharField(max_length=400, unique=True)
    region_code = models.CharField(max_length=13, blank=True)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = f"{self.parent.path}/{self.code}" if self.parent else self.code
        super().save(*args, **kwargs)

    @property
    def subject(self) -> Subject:
        """What the journal's entries about this organisation are about."""
        return Subject("organization", self.code)

    def permission_scope(self) -> Scope:
        return Scope(unit_path=self.path)

    @property
    def local_name(self) -> str:
        """The name in the language now active."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by the day on which they count."""

    def on(self, day: date) -> "MembershipQuerySet":
        return self.filter(Q(starts__lte=day), Q(ends__isnull=True) | Q(ends__gte=day))


class Membership(models.Model):
    """A role that a person holds in an organisation for a period (days inclusive)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    position = models.CharField(max_length=120, blank=True)
    employee_number = models.CharField(max_length=30, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "organization", "role", "starts"], name="people_one_membership"),
            models.CheckConstraint(
                name="people_membership_period", condition=Q(ends__isnull=True) | Q(ends__gte=F("starts"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_role_display()} · {self.organization}"

    def permission_scope(self) -> Scope:
        """Needs `organization` selected with the membership."""
        return Scope(unit_path=self.organization.path)

    def counts_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or self.ends >= day)
