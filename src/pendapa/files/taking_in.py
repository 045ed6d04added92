"""Files that came with a page: each is kept, or refused in words that name it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from pendapa.files.actions import store_file, too_large
from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules
from pendapa.kernel.problems import FieldError, Problem


@dataclass(slots=True)
class TakenIn:
    """The files kept, and what is wrong with the others, under the name of their field."""

    files: list[StoredFile] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)


def take_in_files(
    uploads: Iterable["UploadedFile[Any]"],
    rules: UploadRules,
    *,
    name: str,
    held: int = 0,
    admit: Callable[[], None] = lambda: None,
    look_at: Callable[[bytes], None] = lambda _content: None,
) -> TakenIn:
    """Keep what the rules allow; `held` files of the field `name` are there already.

    A file is refused alone, whichever Problem it meets; the first one too many ends it. `admit` may refuse each before
    it is read by raising a Problem, `look_at` sees the bytes of each that was kept, as they were handed in.
    """
    taken = TakenIn()
    for upload in uploads:
        if held + len(taken.files) >= rules.max_count:
            taken.errors.append(FieldError(name, _too_many(rules.max_count)))
            break
        try:
            admit()
            taken.files.append(store_upload(upload, rules, look_at=look_at))
        except Problem as refused:
            taken.errors.append(FieldError(name, f"{upload.name}: {refused}"))
    return taken


def store_upload(
    upload: "UploadedFile[Any]", rules: UploadRules, *, look_at: Callable[[bytes], None] = lambda _content: None
) -> StoredFile:
    """Keep one file as it was handed in, and show its bytes to `look_at`; one too large is refused unread.

    Raises what `store_file` raises.
    """
    if (upload.size or 0) > rules.max_bytes:
        raise too_large(upload.size or 0, rules)
    content = bytes(upload.read(rules.max_bytes + 1))
    stored = store_file(content, upload.name or "", rules)
    look_at(content)
    return stored


def _too_many(most: int) -> str:
    if most == 1:
        return _("There is a file here already. Remove it first, then add another.")
    return _("At most {most} files can be added here.").format(most=most)
