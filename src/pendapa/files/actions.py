"""The writes: take a file in, let it go, rewrap its key. Who may do so is asked by what the file belongs to."""

import hashlib
import uuid
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.files.images import reencode_image
from pendapa.files.models import StoredFile
from pendapa.files.pdf_check import check_pdf
from pendapa.files.rules import UploadRules, kind_of_media_type, readable_size, safe_name, sniff_media_type
from pendapa.files.scanning import scan_for_malware
from pendapa.files.sealing import CONTEXT, seal_content
from pendapa.files.storage import file_storage
from pendapa.kernel.encryption import is_current, reencrypt
from pendapa.kernel.problems import Invalid

ORPHANS_LIVE = timedelta(days=7)
ROTATED_AT_ONCE = 200


def store_file(content: bytes, name: str, rules: UploadRules) -> StoredFile:
    """Check what a person handed in, make pictures anew, and keep it encrypted; not yet attached to anything.

    Raises Invalid with a message that says what to do, ScannerSilent when a configured virus scanner is out.
    """
    media_type = _accepted_media_type(content, rules)
    scan_for_malware(content)
    if media_type == "application/pdf":
        check_pdf(content, max_pages=rules.max_pages)
    else:
        content, media_type = reencode_image(content)
    return _keep(content, safe_name(name, media_type), media_type)


def too_large(size: int, rules: UploadRules) -> Invalid:
    """What is said of a file of so many bytes, more than the rules allow."""
    words = _("This file is {size}; at most {most} can be added. Make it smaller or take a photo instead.")
    return Invalid(words.format(size=readable_size(size), most=readable_size(rules.max_bytes)))


def store_generated(content: bytes, name: str, media_type: str) -> StoredFile:
    """Keep what the program itself made, such as a signed document, byte for byte."""
    return _keep(content, safe_name(name, media_type), media_type)


def mark_attached(*file_ids: uuid.UUID, at: datetime) -> int:
    """Something now owns these files: they are no longer swept as orphans. How many nothing owned until now."""
    return StoredFile.objects.filter(pk__in=file_ids, attached_at__isnull=True).update(attached_at=at)


def keep_unattached(*file_ids: uuid.UUID, until: datetime) -> None:
    """Something not sent yet names these files: they are not swept as orphans before `until`, unless they already
    belong to something."""
    StoredFile.objects.filter(pk__in=file_ids, attached_at__isnull=True).update(wanted_until=until)


@transaction.atomic
def discard_file(stored: StoredFile) -> None:
    """Forget the file; its bytes go when the transaction commits."""
    stored.delete()
    transaction.on_commit(partial(file_storage().delete, stored.storage_key))


def sweep_orphan_files(at: datetime) -> int:
    """Discard what nothing took or wants, and bytes that no transaction kept, after seven days; how many."""
    before, swept = at - ORPHANS_LIVE, 0
    orphans = StoredFile.objects.filter(attached_at__isnull=True, created_at__lt=before).exclude(wanted_until__gte=at)
    for file_id in orphans.values_list("pk", flat=True):
        swept += _discard_orphan(orphans, file_id)
    storage = file_storage()
    for key in storage.keys_written_before(before):
        if not StoredFile.objects.filter(storage_key=key).exists():
            storage.delete(key)
            swept += 1
    return swept


def rotate_file_keys() -> int:
    """Wrap every file's key with the newest key of the ring; how many were wrapped anew. May be run at any time."""
    rotated, last = 0, uuid.UUID(int=0)
    while batch := list(StoredFile.objects.filter(pk__gt=last).order_by("pk")[:ROTATED_AT_ONCE]):
        for stored in batch:
            if not is_current(bytes(stored.wrapped_key)):
                wrapped = reencrypt(bytes(stored.wrapped_key), context=CONTEXT)
                rotated += StoredFile.objects.filter(pk=stored.pk).update(wrapped_key=wrapped)
        last = batch[-1].pk
    return rotated


@transaction.atomic
def _discard_orphan(orphans: "QuerySet[StoredFile]", file_id: uuid.UUID) -> int:
    """Under its lock, so that what is being sent in the same moment is not taken away."""
    stored = orphans.select_for_update().filter(pk=file_id).first()
    if stored is None:
        return 0
    discard_file(stored)
    return 1


def _accepted_media_type(content: bytes, rules: UploadRules) -> str:
    if not content:
        raise Invalid(_("This file is empty. Choose another file."))
    if len(content) > rules.max_bytes:
        raise too_large(len(content), rules)
    media_type = sniff_media_type(content)
    if media_type is None or kind_of_media_type(media_type) not in rules.kinds:
        raise Invalid(_wanted_kinds(rules))
    return media_type


def _wanted_kinds(rules: UploadRules) -> str:
    if rules.kinds == {"image"}:
        return _("This is not a picture that we can read. Add a photo as JPEG, PNG or WebP.")
    if rules.kinds == {"pdf"}:
        return _("This is not a PDF. Save the document as PDF and add that.")
    return _("This is neither a PDF nor a picture that we can read. Add a PDF, JPEG, PNG or WebP.")


def _keep(content: bytes, name: str, media_type: str) -> StoredFile:
    file_id = uuid.uuid4()
    sealed, wrapped_key = seal_content(content, file_id)
    file_storage().write(str(file_id), sealed)
    return StoredFile.objects.create(
        id=file_id,
        name=name,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        storage_key=str(file_id),
        wrapped_key=wrapped_key,
        created_at=timezone.now(),
    )
