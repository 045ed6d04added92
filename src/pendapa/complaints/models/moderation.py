"""What was done so that a report may be public: each step with what stood before and after, photos made fit, answers
that became knowledge."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pendapa.cases.models import CaseFile
from pendapa.complaints.models.complaint import Complaint
from pendapa.complaints.models.settings import Topic
from pendapa.files.models import StoredFile
from pendapa.kernel.fields import EncryptedJSONField, EncryptedTextField
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class ModerationStep(models.Model):
    """One step of moderation. `before` and `after` are the whole state (`moderating.state`), encrypted: what was taken
    out of a text stays readable for those who may undo it, and for nobody else. `undone_by` is the step that took this
    one back."""

    class What(models.TextChoices):
        PUBLISHED = "published", _("Published")
        WITHHELD = "withheld", _("Withheld")
        SAVED = "saved", _("Text saved")
        PHOTO = "photo", _("Photo")
        UNDONE = "undone", _("Step taken back")

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="moderation_steps")
    what = models.CharField(max_length=9, choices=What.choices)
    before = EncryptedJSONField(context="complaints.moderation.state")
    after = EncryptedJSONField(context="complaints.moderation.state")
    reason = EncryptedTextField(context="complaints.moderation.reason", blank=True, default="")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    moderator_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    undone_by = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undoes")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.what} {self.at:%Y-%m-%d}"


class PublicPhoto(models.Model):
    """What the public sees of a photo: a copy made by us, never the file that was handed in.

    `areas` are the rectangles made unreadable, in per cent of width and height. Without a row, or with `is_shown`
    false, a photo is not public. `place` is its number within the report, by which its address names it.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="public_photos")
    case_file = models.OneToOneField(CaseFile, on_delete=models.CASCADE, related_name="public_photo")
    place = models.PositiveSmallIntegerField()
    is_shown = models.BooleanField(default=False)
    description = models.CharField(max_length=300, blank=True)
    areas = EncryptedJSONField(context="complaints.photo.areas", null=True, blank=True)
    copy = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    preview = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "place"], name="complaints_photo_place"),
            models.CheckConstraint(
                name="complaints_shown_photo_has_copy",
                condition=models.Q(is_shown=False) | models.Q(copy__isnull=False, preview__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.place}"


class KnowledgeAnswer(models.Model):
    """A question that was asked and its answer, for everyone who would ask the same. Texts in both languages; where the
    English one is empty, the Indonesian stands in."""

    question = models.CharField(_("question"), max_length=300)
    question_en = models.CharField(_("question in English"), max_length=300, blank=True)
    answer = models.TextField(_("answer"), max_length=6000)
    answer_en = models.TextField(_("answer in English"), max_length=6000, blank=True)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="knowledge")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="knowledge")
    made_from = models.OneToOneField(
        Complaint, null=True, blank=True, on_delete=models.SET_NULL, related_name="knowledge"
    )
    is_published = models.BooleanField(_("published"), default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["question", "id"]

    def __str__(self) -> str:
        return self.question

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with it."""
        return Scope(unit_path=self.unit.path)

    @property
    def local_question(self) -> str:
        """The question in the language now active."""
        return self.question_en if _is_english() and self.question_en else self.question

    @property
    def local_answer(self) -> str:
        """The answer in the language now active."""
        return self.answer_en if _is_english() and self.answer_en else self.answer

    @property
    def language(self) -> str:
        """The language in which `local_answer` is written."""
        return "en" if _is_english() and self.answer_en else "id"


class ProposalSeed(models.Model):
    """A suggestion that an officer kept so that it may become a proposal on which residents decide together.

    The words taken over are the public ones at that moment; who suggested it is found through the report alone.
    `taken_up_as` names the proposal once there is one (its address), empty until then.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="proposal_seed")
    words = models.TextField()
    kept_at = models.DateTimeField()
    taken_up_as = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.complaint_id)


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
