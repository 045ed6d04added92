"""Files that came with a page of a form, taken in by the rules of their fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from pendapa.files.actions import store_file
from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules, kind_of_media_type
from pendapa.forms.structure import FormDefinition
from pendapa.kernel.problems import FieldError, Invalid


def take_in(
    definition: FormDefinition, uploads: Mapping[str, Sequence["UploadedFile[Any]"]], held: Mapping[str, int]
) -> tuple[dict[str, list[StoredFile]], list[FieldError]]:
    """The files kept, by field, and what is wrong with those that were not.

    `held` says how many files a field has already; beyond its most, a further one is refused.
    """
    kept: dict[str, list[StoredFile]] = {}
    errors: list[FieldError] = []
    for field, files in uploads.items():
        rules = definition.fields[field].file_rules
        if rules is None:
            continue
        limits = UploadRules(
            kinds=frozenset(kind_of_media_type(media_type) for media_type in rules.types),
            max_bytes=rules.max_bytes,
            max_count=rules.max_files,
        )
        for file in files:
            if held.get(field, 0) + len(kept.get(field, [])) >= rules.max_files:
                errors.append(FieldError(field, _too_many(rules.max_files)))
                break
            try:
                kept.setdefault(field, []).append(store_file(_read(file, rules.max_bytes), file.name or "", limits))
            except Invalid as refused:
                errors.append(FieldError(field, f"{file.name}: {refused}"))
    return kept, errors


def _read(file: "UploadedFile[Any]", max_bytes: int) -> bytes:
    """At most one byte more than allowed, so that a huge file is refused without being held."""
    return bytes(file.read(max_bytes + 1))


def _too_many(most: int) -> str:
    if most == 1:
        return _("There is a file here already. Remove it first, then add another.")
    return _("At most {most} files can be added here.").format(most=most)
