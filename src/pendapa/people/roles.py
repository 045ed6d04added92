"""The roles that a person may hold in an organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership lets a person act as; a resident needs none."""

    OFFICER = "officer", _("Officer")
    VERIFIER = "verifier", _("Verifier")
    APPROVER = "approver", _("Approver")
    HEAD = "head", _("Head of unit")
    INTERNAL_AUDITOR = "internal_auditor", _("Internal auditor")
    OVERSEER = "overseer", _("Independent overseer")
    PARTNER = "partner", _("Partner")
    ADMINISTRATOR = "administrator", _("Administrator")
