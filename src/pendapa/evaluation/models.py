"""Satisfaction surveys: an invitation that is used up once, and an answer that knows nothing of it."""

import uuid

from django.db import models

from pendapa.catalogue.models import PublicService
from pendapa.people.models import Organization

ELEMENTS = ("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9")


class SurveyInvitation(models.Model):
    """One chance to answer for one closed case; `used_on` is all that is kept of its use.

    The case is not named: its token is derived from it by a key of ours, so the table alone leads to no person.
    """

    token_hash = models.CharField(max_length=128, unique=True)
    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.service} {self.created_at:%Y-%m-%d}"


class SurveyResponse(models.Model):
    """Nine answers of 1–4 (PermenPANRB 14/2017) and a coarse profile; the day only, no case, no person, no order.

    The key is random so that the order of arrival cannot be read from it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, related_name="survey_responses")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField()
    u1 = models.PositiveSmallIntegerField()
    u2 = models.PositiveSmallIntegerField()
    u3 = models.PositiveSmallIntegerField()
    u4 = models.PositiveSmallIntegerField()
    u5 = models.PositiveSmallIntegerField()
    u6 = models.PositiveSmallIntegerField()
    u7 = models.PositiveSmallIntegerField()
    u8 = models.PositiveSmallIntegerField()
    u9 = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=10, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    education = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=20, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["service", "answered_on"], name="evaluation_response_service")]
        constraints = [
            models.CheckConstraint(
                name=f"evaluation_response_{element}_1_to_4",
                condition=models.Q(**{f"{element}__gte": 1, f"{element}__lte": 4}),
            )
            for element in ELEMENTS
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.answered_on}"
