"""Writing a letter into a thread, and reading letters with a private key."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db.models import Max

from pendapa.complaints.whistle.enclosures import CleanFile
from pendapa.complaints.whistle.models import Enclosure, Letter, Thread
from pendapa.complaints.whistle.sealing import (
    FILE_BLOCK,
    TEXT_BLOCK,
    new_letter_key,
    open_content,
    open_key,
    seal_content,
    seal_key,
)

Author = Letter.Author


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a letter. `subject` only in a report's first one; `by` (a name) and `account` (its id) only in
    what stays inside the unit."""

    text: str
    subject: str = ""
    by: str = ""
    account: str = ""
    media_types: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EnclosureLink:
    """An enclosure as a page names it: its id, its number in the letter from 1, and its media type."""

    id: UUID
    number: int
    media_type: str


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """An opened letter."""

    id: UUID
    author: str
    day: date
    words: Words
    enclosures: list[EnclosureLink]


def put_letter(thread: Thread, author: Author, words: Words, files: Sequence[CleanFile] = (), *, on: date) -> Letter:
    """Seal words and files into the thread, which the caller has locked (with `mailbox`).

    Reports and answers open with the reporter's key too; notes and records with the unit's alone.
    """
    told = replace(words, media_types=[file.media_type for file in files])
    last = thread.letters.aggregate(last=Max("position"))["last"]
    letter = Letter(thread=thread, position=0 if last is None else last + 1, author=author, day=on)
    letter_key, place = new_letter_key(), str(letter.pk)
    letter.body = seal_content(json.dumps(asdict(told)).encode(), letter_key, f"words {place}", TEXT_BLOCK)
    letter.key_for_unit = seal_key(letter_key, bytes(thread.mailbox.public_key or b""), f"unit {place}")
    if author in (Author.REPORTER, Author.UNIT):
        letter.key_for_reporter = seal_key(letter_key, bytes(thread.reporter_key), f"reporter {place}")
    letter.save(force_insert=True)
    enclosures = [Enclosure(letter=letter, position=place) for place in range(len(files))]
    for enclosure, file in zip(enclosures, files, strict=True):
        enclosure.body = seal_content(file.content, letter_key, f"file {enclosure.pk}", FILE_BLOCK)
    Enclosure.objects.bulk_create(enclosures)
    return letter


def read_letters(letters: Iterable[Letter], private_key: X25519PrivateKey, *, as_reporter: bool) -> list[ReadLetter]:
    """The letters opened, in their order; needs `enclosures` loaded (their bodies are not read).

    Raises CannotOpen where one was sealed to another key.
    """
    return [_read(letter, private_key, as_reporter=as_reporter) for letter in letters]


def read_enclosure(enclosure: Enclosure, private_key: X25519PrivateKey, *, as_reporter: bool) -> CleanFile:
    """The file; needs `letter` selected. Raises CannotOpen."""
    letter_key = _key_of(enclosure.letter, private_key, as_reporter=as_reporter)
    words = _words(enclosure.letter, letter_key)
    content = open_content(bytes(enclosure.body), letter_key, f"file {enclosure.pk}")
    return CleanFile(content, words.media_types[enclosure.position])


def reseal_for_unit(letter: Letter, old: X25519PrivateKey, new_public_key: bytes) -> bytes:
    """The letter's key, sealed to the unit's new key. Raises CannotOpen."""
    place = f"unit {letter.pk}"
    return seal_key(open_key(bytes(letter.key_for_unit), old, place), new_public_key, place)


def _read(letter: Letter, private_key: X25519PrivateKey, *, as_reporter: bool) -> ReadLetter:
    words = _words(letter, _key_of(letter, private_key, as_reporter=as_reporter))
    links = [EnclosureLink(e.pk, e.position + 1, words.media_types[e.position]) for e in letter.enclosures.all()]
    return ReadLetter(letter.pk, letter.author, letter.day, words, links)


def _words(letter: Letter, letter_key: bytes) -> Words:
    return Words(**json.loads(open_content(bytes(letter.body), letter_key, f"words {letter.pk}")))


def _key_of(letter: Letter, private_key: X25519PrivateKey, *, as_reporter: bool) -> bytes:
    if as_reporter:
        return open_key(bytes(letter.key_for_reporter or b""), private_key, f"reporter {letter.pk}")
    return open_key(bytes(letter.key_for_unit), private_key, f"unit {letter.pk}")
