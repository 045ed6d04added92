"""Sealed notes to ourselves that a reporter's page carries in its forms, in place of a cookie or a session.

They are encrypted by the key ring and end by themselves; the server keeps no copy.
"""

import json
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.views.decorators.debug import sensitive_variables

from pendapa.complaints.whistle.phrases import new_phrase
from pendapa.complaints.whistle.queries import OpenedThread, thread_opened_again
from pendapa.kernel.encryption import CannotDecrypt, decrypt, encrypt

WRITING_LASTS: Final = timedelta(hours=12)
READING_LASTS: Final = timedelta(minutes=30)
LONGEST_NOTE: Final = 2_000
WRITING, READING = "whistle.writing", "whistle.reading"


def note_for_writing(at: datetime) -> str:
    """For an empty form: the phrase that its report will get, so that a form sent twice makes one thread."""
    return _sealed({"phrase": new_phrase()}, WRITING, at + WRITING_LASTS)


@sensitive_variables()
def phrase_of_note(note: str, at: datetime) -> str:
    """The phrase for the report of this form; a new one when the note has ended or is none."""
    held = _opened(note, WRITING, at)
    return str(held["phrase"]) if held else new_phrase()


@sensitive_variables()
def note_for_reading(opened: OpenedThread, at: datetime) -> str:
    """For the forms of an opened thread: its id and the key that follows from the phrase, never the phrase."""
    key = b64encode(opened.private_key.private_bytes_raw()).decode()
    return _sealed({"thread": str(opened.thread.pk), "key": key}, READING, at + READING_LASTS)


@sensitive_variables()
def thread_of_note(note: str, at: datetime) -> OpenedThread | None:
    """The thread that the page had opened; None when the note has ended or the thread is gone."""
    held = _opened(note, READING, at)
    if held is None:
        return None
    private_key = X25519PrivateKey.from_private_bytes(b64decode(held["key"]))
    return thread_opened_again(UUID(held["thread"]), private_key)


def _sealed(held: dict[str, Any], context: str, until: datetime) -> str:
    content = json.dumps({**held, "until": until.timestamp()}).encode()
    return urlsafe_b64encode(encrypt(content, context=context)).decode()


def _opened(note: str, context: str, at: datetime) -> dict[str, Any] | None:
    if len(note) > LONGEST_NOTE or not note.isascii():
        return None
    try:
        held: dict[str, Any] = json.loads(decrypt(urlsafe_b64decode(note), context=context))
    except (CannotDecrypt, ValueError):
        return None
    return held if held["until"] > at.timestamp() else None
