"""An application: the answers given, the standard promised, and the process that works it."""

import uuid

from django.conf import settings
from django.db import models

from pendapa.cases.models import Case
from pendapa.catalogue.models import ServiceStandard
from pendapa.kernel.fields import EncryptedJSONField
from pendapa.people.permissions import Scope
from pendapa.workflow.models import ProcessInstance


class Draft(models.Model):
    """Answers not yet sent. `id` becomes the submission key: sending twice makes one application.

    Opened by its account, or by the secret of its link (`secrets.secret_of_draft`). A draft that `corrects` a case
    goes back into that case instead of opening a new one. `set_aside` holds, by page, answers that another window had
    given and that were saved over without having been seen, the newest last, until that page is saved in sight of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standard = models.ForeignKey(ServiceStandard, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    corrects = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="corrections")
    answers = EncryptedJSONField(context="applications.draft.answers", default=dict)
    set_aside = EncryptedJSONField(context="applications.draft.set_aside", default=dict)
    page = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["corrects"], name="applications_one_correction_of_a_case")]

    def __str__(self) -> str:
        return str(self.id)

    def permission_scope(self) -> Scope:
        parties = frozenset([str(self.account_id)]) if self.account_id else frozenset()
        return Scope(parties=parties, secret=str(self.corrects_id or self.pk))


class Application(models.Model):
    """What was applied for, on which version of the standard, with which answers.

    `correction_key` is the draft of the latest correction, so that sending it twice corrects once.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="application")
    standard = models.ForeignKey(ServiceStandard, on_delete=models.PROTECT, related_name="applications")
    answers = EncryptedJSONField(context="applications.application.answers")
    process = models.OneToOneField(ProcessInstance, null=True, on_delete=models.PROTECT, related_name="+")
    submission_key = models.UUIDField(unique=True)
    correction_key = models.UUIDField(null=True, blank=True, unique=True)
    correction_request = EncryptedJSONField(context="applications.application.correction", null=True, blank=True)

    def __str__(self) -> str:
        return self.case.number
