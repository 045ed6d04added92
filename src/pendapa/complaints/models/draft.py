"""A complaint that is still being written."""

import uuid

from django.conf import settings
from django.db import models

from pendapa.kernel.fields import EncryptedJSONField
from pendapa.people.permissions import Scope


class Draft(models.Model):
    """Words, photos and place not yet sent. `id` becomes the submission key: sending twice makes one complaint.

    Opened by its account, or by the secret of its link (`secrets.secret_of_draft`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="complaint_drafts"
    )
    answers = EncryptedJSONField(context="complaints.draft.answers", default=dict)
    page = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=5, default="id")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)

    def permission_scope(self) -> Scope:
        parties = frozenset([str(self.account_id)]) if self.account_id else frozenset()
        return Scope(parties=parties, secret=str(self.pk))
