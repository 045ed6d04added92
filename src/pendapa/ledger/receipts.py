"""Receipts of the public log: that something stands in it, checked offline from the file and the log's key alone. Pure.

`{"type": "pendapa-log-receipt/v1", "entries": [{"leaf", "index", "salt", "payload", "proof"}], "checkpoint"}`: each
entry's exact leaf and its path to the root of the signed checkpoint; where salt and payload are given, they are what
the leaf committed to. See docs/audit.md.
"""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from pendapa.kernel.canonical import canonical_json
from pendapa.ledger.merkle import leaf_hash, verify_inclusion
from pendapa.ledger.notes import Checkpoint, NoteFault, Verifier, open_checkpoint, read_note

TYPE: Final = "pendapa-log-receipt/v1"
LARGEST: Final = 2_000_000
MOST_ENTRIES: Final = 10_000
MOST_VALUES: Final = 20_000
"""Of one entry's content: far more than any has, few enough that nobody is kept waiting by a made-up one."""
_SALT = re.compile(r"(?:[0-9a-f]{2}){16,64}")
_ENTRY: Final = {"leaf", "index", "salt", "payload", "proof"}


class Wrong(StrEnum):
    """What is wrong with a receipt."""

    UNREADABLE = "unreadable"
    OTHER_LOG = "other_log"
    SIGNATURE = "signature"
    WITNESS = "witness"
    NOT_IN_LOG = "not_in_log"
    CONTENT = "content"


class ReceiptFault(ValueError):
    """A receipt that does not hold: what is wrong, with which entry (counted from 1) if it is one, in which words."""

    def __init__(self, wrong: Wrong, detail: str, entry: int | None = None) -> None:
        self.wrong, self.detail, self.entry = wrong, detail, entry
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class CheckedEntry:
    """An entry that stands in the log: its place, what it says in clear, and its content where the receipt has it."""

    index: int
    leaf: dict[str, Any]
    payload: dict[str, Any] | None

    @property
    def verb(self) -> str:
        return str(self.leaf.get("verb", ""))

    @property
    def day(self) -> str:
        return str(self.leaf.get("at", ""))

    @property
    def fields(self) -> dict[str, Any]:
        """What the leaf tells in clear."""
        found = self.leaf.get("fields")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class CheckedReceipt:
    """A receipt that holds: its entries, the signed tree, and the witnesses that signed it too, with their time."""

    entries: tuple[CheckedEntry, ...]
    checkpoint: Checkpoint
    cosigned: tuple[tuple[str, datetime], ...] = ()


def looks_like_receipt(content: bytes) -> bool:
    """Whether a file is rather a receipt than a document: JSON instead of PDF."""
    return content.lstrip()[:1] == b"{"


def write_receipt(entries: Sequence[dict[str, Any]], checkpoint: str) -> bytes:
    """The file of a receipt. An entry: leaf (bytes), index, salt (bytes or None), payload (or None), proof (hashes)."""
    told = [
        {
            "leaf": entry["leaf"].decode(),
            "index": entry["index"],
            "salt": None if entry["salt"] is None else entry["salt"].hex(),
            "payload": entry["payload"],
            "proof": [base64.b64encode(step).decode() for step in entry["proof"]],
        }
        for entry in entries
    ]
    return canonical_json({"type": TYPE, "entries": told, "checkpoint": checkpoint})


def check_receipt(content: bytes, log: Verifier, witnesses: Sequence[Verifier] = ()) -> CheckedReceipt:
    """What the receipt proves under the key of this log; raises ReceiptFault, which says what is wrong."""
    found = _read(content)
    checkpoint = _checked_checkpoint(found["checkpoint"], log)
    cosigned = _cosigned(found["checkpoint"], witnesses)
    entries = tuple(_checked_entry(number, entry, checkpoint) for number, entry in enumerate(found["entries"], 1))
    return CheckedReceipt(entries, checkpoint, cosigned)


def _read(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise ReceiptFault(Wrong.UNREADABLE, "the file is too large for a receipt")
    try:
        found = json.loads(content, object_pairs_hook=_each_name_once)
    except (ValueError, RecursionError) as error:
        raise ReceiptFault(Wrong.UNREADABLE, f"the file is no JSON: {error}") from error
    if not isinstance(found, dict) or found.get("type") != TYPE or found.keys() != {"type", "entries", "checkpoint"}:
        raise ReceiptFault(Wrong.UNREADABLE, f"the file is no receipt of the kind {TYPE}")
    entries = found["entries"]
    if (
        not isinstance(entries, list)
        or not 0 < len(entries) <= MOST_ENTRIES
        or not isinstance(found["checkpoint"], str)
    ):
        raise ReceiptFault(Wrong.UNREADABLE, "the receipt holds no entries, or no checkpoint")
    return found


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _checked_checkpoint(note: str, log: Verifier) -> Checkpoint:
    try:
        read = read_note(note)
        named = Checkpoint.of(read.text).origin
    except NoteFault as fault:
        raise ReceiptFault(Wrong.UNREADABLE, f"the checkpoint cannot be read: {fault}") from fault
    if not any(line.is_by(log) for line in read.lines):
        raise ReceiptFault(Wrong.OTHER_LOG, f"the checkpoint of {named} is not signed by the key of {log.name}")
    try:
        return open_checkpoint(note, log)
    except NoteFault as fault:
        raise ReceiptFault(Wrong.SIGNATURE, str(fault)) from fault


def _cosigned(note: str, witnesses: Sequence[Verifier]) -> tuple[tuple[str, datetime], ...]:
    try:
        signed = read_note(note).signed_by(witnesses)
    except NoteFault as fault:
        raise ReceiptFault(Wrong.WITNESS, str(fault)) from fault
    found = []
    for one in signed:
        try:
            found.append((one.by.name, datetime.fromtimestamp(one.at or 0, UTC)))
        except (ValueError, OverflowError, OSError) as error:
            raise ReceiptFault(Wrong.WITNESS, f"{one.by.name} signed at a time beyond all calendars") from error
    return tuple(found)


def _checked_entry(number: int, entry: Any, checkpoint: Checkpoint) -> CheckedEntry:
    if not isinstance(entry, dict) or entry.keys() != _ENTRY or not isinstance(entry["leaf"], str):
        raise ReceiptFault(Wrong.UNREADABLE, f"entry {number} is not written as one", number)
    try:
        index, leaf = entry["index"], entry["leaf"].encode()
    except UnicodeEncodeError as error:
        raise ReceiptFault(Wrong.UNREADABLE, f"entry {number} holds half a sign", number) from error
    if type(index) is not int or not isinstance(entry["proof"], list):
        raise ReceiptFault(Wrong.UNREADABLE, f"entry {number} has no place or no proof", number)
    proof = [_hash(number, step) for step in entry["proof"]]
    if not verify_inclusion(leaf_hash(leaf), index, checkpoint.size, proof, checkpoint.root):
        raise ReceiptFault(
            Wrong.NOT_IN_LOG,
            f"entry {number} does not stand in the log as it is written here: the entry, its place or its proof was "
            "changed",
            number,
        )
    told = _leaf(number, leaf)
    return CheckedEntry(index, told, _committed_content(number, entry, told))


def _leaf(number: int, leaf: bytes) -> dict[str, Any]:
    try:
        told = json.loads(leaf)
        if canonical_json(told) != leaf:  # it could be read in two ways
            told = None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise ReceiptFault(Wrong.UNREADABLE, f"entry {number} of the log cannot be read", number)
    return told


def _committed_content(number: int, entry: dict[str, Any], leaf: dict[str, Any]) -> dict[str, Any] | None:
    salt, payload = entry["salt"], entry["payload"]
    if salt is None and payload is None:
        return None
    if not isinstance(salt, str) or not _SALT.fullmatch(salt) or not isinstance(payload, dict):
        raise ReceiptFault(Wrong.UNREADABLE, f"entry {number} has a content without its salt, or the reverse", number)
    if sha256(bytes.fromhex(salt) + _content(number, payload)).hexdigest() != leaf.get("commitment"):
        raise ReceiptFault(
            Wrong.CONTENT, f"the content of entry {number} is not what the log committed to: it was changed", number
        )
    return payload


def _content(number: int, payload: dict[str, Any]) -> bytes:
    """The canonical form; raises ReceiptFault for what has none, or is no content of an entry by its size."""
    waiting: list[Any] = [payload]
    left = MOST_VALUES
    while waiting:
        inner = waiting.pop()
        left -= len(inner)
        waiting.extend(part for part in (inner.values() if isinstance(inner, dict) else inner) if _is_nested(part))
        if left < 0:
            raise ReceiptFault(Wrong.UNREADABLE, f"the content of entry {number} is too large", number)
    try:
        return canonical_json(payload)
    except (ValueError, RecursionError) as error:
        raise ReceiptFault(Wrong.UNREADABLE, f"the content of entry {number} is no JSON: {error}", number) from error


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _hash(number: int, step: Any) -> bytes:
    try:
        found = base64.b64decode(step, validate=True) if isinstance(step, str) else b""
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != 32 or base64.b64encode(found).decode() != step:
        raise ReceiptFault(Wrong.UNREADABLE, f"the proof of entry {number} holds something that is no hash", number)
    return found
