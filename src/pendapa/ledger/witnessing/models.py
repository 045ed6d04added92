"""What witnesses have signed, and how it stands with each of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trouble(models.TextChoices):
    """Why a witness did not sign when it was asked last."""

    NONE = "", _("none")
    UNREACHABLE = "unreachable", _("It does not answer.")
    REFUSED = "refused", _("It refuses to sign.")
    UNUSABLE = "unusable", _("What it answers is no signature of its.")
    AHEAD = "ahead", _("It has signed a longer log than we have.")
    FORKED = "forked", _("It has signed another log of this length.")


class Standing(models.Model):
    """How it stands with one witness, named by its key (vkey)."""

    key = models.CharField(max_length=400, primary_key=True)
    size = models.BigIntegerField(default=0)
    """The size that the witness signed last, as far as we know."""
    asked_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, choices=Trouble.choices, blank=True, default=Trouble.NONE)
    detail = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.key


class Cosignature(models.Model):
    """A witness's signature of a checkpoint of ours, checked when it came."""

    key = models.CharField(max_length=400)
    size = models.BigIntegerField()
    text = models.TextField()
    """What is signed: the text of the checkpoint."""
    line = models.TextField()
    at = models.DateTimeField()
    """When, as the signature itself says."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "size"], name="witnessing_one_a_witness_and_size")]

    def __str__(self) -> str:
        return f"{self.size}"
