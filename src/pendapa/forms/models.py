"""Forms as they were when people filled them in."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormVersion(models.Model):
    """One state of a form, told by `digest` (SHA-256 hex over key, schema and layout); it never changes."""

    key = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    schema = models.JSONField()
    layout = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "-created_at"], name="forms_version_newest")]
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")

    def __str__(self) -> str:
        return f"{self.key} {self.digest[:12]}"

    def save(self, *args: Any, **options: Any) -> None:
        """Store a new version; raises ValueError for one that is stored already."""
        if not self._state.adding:
            raise ValueError("a form version never changes: register a new one")
        super().save(*args, **options)
