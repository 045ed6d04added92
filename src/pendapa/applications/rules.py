"""Pure rules of applications: files named in answers, what a correction may change."""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

from pendapa.forms.structure import FormField, Kind

VERSIONS_SET_ASIDE = 5
"""Of one page, how many versions of other windows are kept for the person to choose from."""
DRAFT_DAYS = 30
"""Days that an untouched draft is kept."""
FILE_DAYS_OF_CORRECTION = 400
"""Days that files of an untouched correction are kept: it has no end of its own while the case waits."""


def files_in(answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, file id) of every file that the answers name (`forms.reading_posts.file_answer`)."""
    for field, answer in answers.items():
        if isinstance(answer, list):
            for item in answer:
                if isinstance(item, Mapping) and "id" in item:
                    yield field, str(item["id"])


def is_uuid(text: str) -> bool:
    """Whether the text is a UUID in its usual form."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The fields whose answers differ, in alphabetical order."""
    return sorted(field for field in before.keys() | after.keys() if before.get(field) != after.get(field))


def answers_without_files(fields: Iterable[FormField], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers say to these fields, but for files, which windows add to and never replace."""
    names = {field.name for field in fields if field.kind is not Kind.FILES}
    return {name: answer for name, answer in answers.items() if name in names}


def mark_of(answers: Mapping[str, Any]) -> str:
    """By which a page knows again the answers that it was drawn with: 32 hex digits."""
    return sha256(json.dumps(answers, sort_keys=True, default=str).encode()).hexdigest()[:32]
