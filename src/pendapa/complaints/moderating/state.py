"""Everything that moderation decides of a report, as one JSON value that can be kept and put back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pendapa.complaints.models import Complaint, PublicPhoto

State = dict[str, Any]
FIELDS = ("place", "is_shown", "description", "areas")


def state_of(complaint: Complaint) -> State:
    """Words, publication and photos as they are now (one query)."""
    return {
        "public_text": complaint.public_text,
        "publication": complaint.publication,
        "published_at": complaint.published_at.isoformat() if complaint.published_at else None,
        "photos": {
            str(photo.case_file_id): {
                **{field: getattr(photo, field) for field in FIELDS},
                "copy": str(photo.copy_id) if photo.copy_id else None,
                "preview": str(photo.preview_id) if photo.preview_id else None,
            }
            for photo in PublicPhoto.objects.filter(complaint=complaint)
        },
    }


def put_photos_back(complaint: Complaint, state: State, *, at: datetime) -> None:
    """Let the photos be decided as `state` says; a photo that it does not know is undecided again."""
    photos: dict[str, dict[str, Any]] = state["photos"]
    PublicPhoto.objects.filter(complaint=complaint).exclude(case_file_id__in=[int(key) for key in photos]).delete()
    for key, was in photos.items():
        values = {field: was[field] for field in FIELDS} | {"complaint": complaint, "decided_at": at}
        for name in ("copy", "preview"):
            values[f"{name}_id"] = UUID(was[name]) if was[name] else None
        PublicPhoto.objects.update_or_create(case_file_id=int(key), defaults=values)
