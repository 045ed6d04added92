"""What is known of a stored file; its bytes lie encrypted in the storage."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file, encrypted at rest under `wrapped_key`; `size` and `sha256` are of the content as it is read.

    Until something takes it (`attached_at`), it is an orphan that is swept after seven days, or after `wanted_until`
    where something that is not sent yet still names it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=64, unique=True)
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True, blank=True)
    wanted_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(attached_at__isnull=True), name="files_storedfile_orphans"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")
