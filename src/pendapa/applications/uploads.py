"""Files that came with a page of a form, taken in by the rules of their fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from pendapa.files.models import StoredFile
from pendapa.files.rules import UploadRules, kind_of_media_type
from pendapa.files.taking_in import take_in_files
from pendapa.forms.structure import FormDefinition
from pendapa.kernel.problems import FieldError


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
        taken = take_in_files(files, limits, name=field, held=held.get(field, 0))
        errors += taken.errors
        if taken.files:
            kept[field] = taken.files
    return kept, errors
