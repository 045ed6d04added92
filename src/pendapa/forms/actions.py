"""Keeping the versions of forms."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from pendapa.forms.models import FormVersion
from pendapa.forms.structure import FormDefinition


@transaction.atomic
def register_form(definition: FormDefinition, *, at: datetime | None = None) -> FormVersion:
    """The stored version of a form, made at `at` (now when absent) unless the same was stored before."""
    digest = hashlib.sha256(definition.canonical).hexdigest()
    version, _created = FormVersion.objects.get_or_create(
        digest=digest,
        defaults={
            "key": definition.key,
            "schema": definition.schema,
            "layout": definition.layout,
            "created_at": at or timezone.now(),
        },
    )
    return version
