"""The spine: a person's matter, its clocks, its messages, its files and its decision."""

import uuid
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.models import PublicService
from pendapa.files.models import StoredFile
from pendapa.journal.actions import Subject
from pendapa.kernel.fields import EncryptedTextField
from pendapa.people.models import Organization
from pendapa.people.permissions import Scope


class Status(models.TextChoices):
    """Where a matter stands, as everyone may know it."""

    OPEN = "open", _("Being handled")
    WAITING = "waiting", _("Waiting for you")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    ANSWERED = "answered", _("Answered")
    RESOLVED = "resolved", _("Solved")
    CLOSED = "closed", _("Closed")
    JOINED = "joined", _("Joined with another")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATUSES = (Status.OPEN, Status.WAITING)
CLOSED_STATUSES = tuple(status for status in Status if status not in OPEN_STATUSES)
DECIDED_STATUSES = (Status.GRANTED, Status.REFUSED, Status.ANSWERED, Status.CLOSED)
"""How a matter stands after a word of the office to which its person may object."""


class Case(models.Model):
    """One matter of one person, whatever its kind; `revision` rises with every change, so that nobody overwrites."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=24)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    service = models.ForeignKey(PublicService, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    applicant_name = EncryptedTextField(context="cases.case.applicant_name", blank=True, default="")
    contact_email = EncryptedTextField(context="cases.case.contact", blank=True, default="")
    contact_phone = EncryptedTextField(context="cases.case.contact", blank=True, default="")
    language = models.CharField(max_length=5, default="id")
    secret_hash = models.CharField(max_length=128)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned_cases"
    )
    received_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "status", "received_at"], name="cases_case_queue"),
            models.Index(fields=["applicant", "-received_at"], name="cases_case_applicant"),
        ]
        constraints = [
            models.CheckConstraint(
                name="cases_closed_with_time",
                condition=models.Q(status__in=OPEN_STATUSES, closed_at__isnull=True)
                | models.Q(status__in=CLOSED_STATUSES, closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Subject:
        return Subject("case", str(self.pk))

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def local_title(self) -> str:
        """The title in the language now active."""
        return self.title_en if (get_language() or "").startswith("en") and self.title_en else self.title

    @property
    def language_of_person(self) -> str:
        """In which the person is written to: the one they choose now; without an account, the one they began in."""
        return self.applicant.language if self.applicant is not None else self.language

    @property
    def decision(self) -> "Decision | None":
        """The decision that counts now (one query; `queries.with_decision` loads it along as `current_decision`)."""
        return self.decisions.filter(superseded_at__isnull=True).select_related("decided_by").first()

    @cached_property
    def loaded_clocks(self) -> "list[Clock]":
        """The clocks, read once per instance; a query may set them beforehand."""
        return list(self.clocks.order_by("id"))

    @property
    def main_clock(self) -> "Clock | None":
        """The clock that matters now: of those that have not ended the one due first, else the last of the work itself
        (not of an objection to it)."""
        going = [clock for clock in self.loaded_clocks if clock.stopped_on is None]
        if going:
            return min(going, key=lambda clock: clock.due_on)
        of_work = [clock for clock in self.loaded_clocks if not clock.name.startswith("objection")]
        return next(reversed(of_work or self.loaded_clocks), None)

    def permission_scope(self) -> Scope:
        """Needs `unit` selected with the case."""
        parties = frozenset([str(self.applicant_id)]) if self.applicant_id else frozenset()
        return Scope(unit_path=self.unit.path, parties=parties, secret=str(self.pk))


class Clock(models.Model):
    """A promise in working days that runs on a case; it pauses while the applicant must act.

    `due_on` moves with every pause. `warned_on` is the day of the latest warning, `overdue_on` the day on which it was
    noted that the promise was not kept.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=24)
    working_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)
    started_on = models.DateField()
    due_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    overdue_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="cases_one_clock_of_a_name")]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(stopped_on__isnull=True), name="cases_clock_running")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.due_on}"

    @property
    def is_running(self) -> bool:
        return self.stopped_on is None and self.paused_on is None

    def is_overdue(self, today: date) -> bool:
        return self.is_running and today > self.due_on


class ClockPause(models.Model):
    """A time in which a clock stood still, and why: the working days after `started_on` up to `ended_on`."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.started_on}–{self.ended_on or '…'} {self.reason}"


class Message(models.Model):
    """A word between the person and the office, or a note among the staff."""

    class Side(models.TextChoices):
        PARTY = "party", _("From you")
        OFFICE = "office", _("From the office")
        INTERNAL = "internal", _("Note among staff")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    author_name = models.CharField(max_length=200, blank=True)
    body = EncryptedTextField(context="cases.message.body")
    at = models.DateTimeField()
    submission_key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d %H:%M}"


class CaseFile(models.Model):
    """A file that belongs to a case: handed in with the form, sent with a message, or issued by the office."""

    class Origin(models.TextChoices):
        FORM = "form", _("Handed in")
        MESSAGE = "message", _("Sent with a message")
        ISSUED = "issued", _("Issued by the office")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.CASCADE, related_name="files")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    label = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.case} {self.label}"


class Decision(models.Model):
    """What was decided or answered, why, and on what legal basis.

    One counts at a time; after an objection that was upheld it is kept, superseded, and the matter is decided anew.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = EncryptedTextField(context="cases.decision.reason")
    legal_basis = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(superseded_at__isnull=True), name="cases_one_decision_counts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.outcome}"


class Objection(models.Model):
    """A person's objection to a decision, answered by the head of the unit or the unit above."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="objections")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="objections")
    reason = EncryptedTextField(context="cases.objection.reason")
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    answer = EncryptedTextField(context="cases.objection.answer", blank=True, default="")
    is_upheld = models.BooleanField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(answered_at__isnull=True), name="cases_one_open_objection"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.filed_at:%Y-%m-%d}"


class AttemptCount(models.Model):
    """How often something was tried in its present window: number and secret in vain, by one address or for one
    number; or what one address handed in by machine.

    A table rather than a cache: it holds across web processes and restarts, and counts without losing any. `key` is
    a keyed digest, so that neither addresses nor numbers are kept.
    """

    key = models.CharField(max_length=64, primary_key=True)
    window_started_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count}"
