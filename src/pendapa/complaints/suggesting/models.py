"""What was learned from the body's own history, version by version."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionModel(models.Model):
    """One version of the model that suggests unit and topic; the newest one is asked, the older ones are kept.

    `weights` is a compressed archive of plain arrays and JSON (never pickled objects), `digest` its SHA-256 in
    hexadecimal, `rows` the number of complaints it was fitted on, `figures` what was measured on the fixed split.
    """

    version = models.PositiveIntegerField(_("version"), unique=True)
    trained_at = models.DateTimeField(_("trained at"))
    rows = models.PositiveIntegerField(_("complaints"))
    digest = models.CharField(max_length=64)
    figures = models.JSONField(default=dict)
    weights = models.BinaryField()

    class Meta:
        app_label = "complaints"
        ordering = ["-version"]
        verbose_name = _("suggestion model")
        verbose_name_plural = _("suggestion models")

    def __str__(self) -> str:
        return f"v{self.version} {self.trained_at:%Y-%m-%d}"
