"""From an invitation that is used up once to an answer that knows nothing of it: see docs/surveys.md.

An invitation and the sealed answer are written in one transaction, so they share its number in the database. What is
kept in the end is written later, by another transaction, at least five at a time and shuffled.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.models.surveys import SatisfactionSurvey
from pendapa.kernel.fields import EncryptedJSONField
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope

ELEMENTS = ("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9")
PROFILE = ("sex", "age_band", "education", "occupation")
LONGEST_REASON = 300


class SurveyInvitation(models.Model):
    """One chance to answer: for one closed case, or a slip handed out at a counter. `used_on` is all that is kept of
    its use.

    The case is not named: its token is derived from it by a key of ours, so the table alone leads to no person.
    """

    token_hash = models.CharField(max_length=128, unique=True)
    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(SatisfactionSurvey, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.service} {self.created_at:%Y-%m-%d}"


class WaitingAnswer(models.Model):
    """An answer until its batch is counted: sealed, without a time, gone when it is counted.

    `sealed` holds `{"scores": {"u1": 4, …}, "profile": {"sex": "", …}, "comment": ""}`. Answers of one `way` alone are
    counted together: what somebody sent many times, or knows because they typed it, must not make up the number
    beside the answer of another person, who would be known by subtraction.
    """

    class Way(models.TextChoices):
        CASE = "case", _("After a case")
        OPEN = "open", _("By whoever has the link, the kiosk or a slip")
        OFFICE = "office", _("Entered by the office")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(SatisfactionSurvey, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices)
    sealed = EncryptedJSONField(context="evaluation.waiting_answer.sealed")

    class Meta:
        indexes = [models.Index(fields=["service", "unit", "survey", "way"], name="evaluation_waiting_batch")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.unit_id}"


class SurveyResponse(models.Model):
    """A counted answer: nine scores of 1–4 (PermenPANRB 14/2017) and a coarse profile; no case, no person, no order.

    The key is random so that the order of arrival cannot be read from it. `counted_on` is the first day of the month
    in which its batch was counted: all that is known of its time. `comment` is masked before it is written here, and
    never changes afterwards; `shown_comment` are the words of it that were published. Who decided about it, when, and
    `hidden_because`, the reason for what was hidden, are for those who oversee.
    """

    class CommentState(models.TextChoices):
        NONE = "", _("No comment")
        WAITING = "waiting", _("Waits to be read")
        PUBLISHED = "published", _("Published")
        HIDDEN = "hidden", _("Not published")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(PublicService, on_delete=models.PROTECT, related_name="survey_responses")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(
        SatisfactionSurvey, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    counted_on = models.DateField()
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
    comment_state = models.CharField(max_length=10, blank=True, choices=CommentState.choices)
    shown_comment = models.TextField(blank=True)
    hidden_because = models.CharField(max_length=LONGEST_REASON, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["service", "counted_on"], name="evaluation_response_service"),
            models.Index(fields=["unit", "counted_on"], name="evaluation_response_unit"),
            models.Index(fields=["unit", "id"], condition=~models.Q(comment=""), name="evaluation_response_comment"),
        ]
        constraints = [
            *(
                models.CheckConstraint(
                    name=f"evaluation_response_{element}_1_to_4",
                    condition=models.Q(**{f"{element}__gte": 1, f"{element}__lte": 4}),
                )
                for element in ELEMENTS
            ),
            models.CheckConstraint(name="evaluation_response_counted_by_month", condition=models.Q(counted_on__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.counted_on}"

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the answer."""
        return Scope(unit_path=self.unit.path)
