"""Pure rules of applications: secrets that can be told again, files named in answers, what a correction may change."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from pendapa.kernel.identifiers import ALPHABET

SECRET_SIGNS = 16
DRAFT_DAYS = 30
"""Days that an untouched draft is kept."""
FILE_DAYS_OF_CORRECTION = 400
"""Days that files of an untouched correction are kept: it has no end of its own while the case waits."""


def secret_from(digest: str) -> str:
    """A secret in groups of four (75 bits) from a keyed digest in hex: the same key gives the same secret again,
    so that a receipt lost on a bad line can be fetched once more."""
    number = int(digest, 16)
    signs = []
    for _position in range(SECRET_SIGNS):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "-".join("".join(signs[start : start + 4]) for start in range(0, SECRET_SIGNS, 4))


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
