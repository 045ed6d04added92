"""The reads. The caller has asked whether the actor may see what the file belongs to."""

import hashlib
import uuid

from django.utils.translation import gettext as _

from pendapa.files.models import StoredFile
from pendapa.files.sealing import open_content
from pendapa.files.storage import file_storage
from pendapa.kernel.encryption import CannotDecrypt
from pendapa.kernel.problems import NotFound, Problem


class FileDamaged(Problem):
    """The stored bytes are gone or no longer what was stored: a matter for the operator's backup."""

    type = "file-damaged"
    status = 500


def read_file(stored: StoredFile) -> bytes:
    """The content; raises FileDamaged when it is missing or does not match what was stored."""
    try:
        content = open_content(file_storage().read(stored.storage_key), bytes(stored.wrapped_key), stored.pk)
    except (OSError, CannotDecrypt) as error:
        raise FileDamaged(_("This file cannot be read at the moment. Please tell us its name.")) from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileDamaged(_("This file cannot be read at the moment. Please tell us its name."))
    return content


def read_file_by_id(file_id: uuid.UUID) -> bytes:
    """The content of the file with that id; raises NotFound."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None:
        raise NotFound(_("This file does not exist any more."))
    return read_file(stored)
