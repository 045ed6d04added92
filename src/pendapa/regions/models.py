"""Places of the Ministry of Home Affairs: provinces, regencies and cities, districts, villages."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """What kind of place a code names, told by its number of parts."""

    PROVINCE = "province", _("Province")
    REGENCY = "regency", _("Regency or city")
    DISTRICT = "district", _("District")
    VILLAGE = "village", _("Village")


class Region(models.Model):
    """One place; `code` is "35", "35.78", "35.78.01" or "35.78.01.1001", `full_name` names it and all above it."""

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=400)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="regions_words")]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.full_name
