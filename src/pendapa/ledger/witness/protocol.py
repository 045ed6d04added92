"""The words between a log and its witnesses. Source: C2SP tlog-witness, add-checkpoint."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from pendapa.ledger.merkle import HASH_SIZE
from pendapa.ledger.notes import LARGEST_NOTE, Checkpoint, Note, NoteFault, read_note

ADDRESS: Final = "/add-checkpoint"
SIZE_TYPE: Final = "text/x.tlog.size"
MOST_HASHES: Final = 63
LARGEST_REQUEST: Final = LARGEST_NOTE + 4_096
_OLD = re.compile(r"old (0|[1-9]\d{0,18})", re.ASCII)


class Refusal(Exception):
    """Why a witness does not sign, as an HTTP status; a 409 names the size that it last signed."""

    def __init__(self, status: int, reason: str, size: int | None = None) -> None:
        self.status, self.reason, self.size = status, reason, size
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Submission:
    """A checkpoint handed to a witness, with the proof that it extends the tree of `old` leaves."""

    old: int
    proof: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    @classmethod
    def of(cls, body: bytes) -> Self:
        """What the body of a request says; raises Refusal (400)."""
        head, blank, note = body.partition(b"\n\n")
        try:
            first, *hashes = head.decode("ascii").split("\n")
            read = read_note(note)
            checkpoint = Checkpoint.of(read.text)
        except (UnicodeDecodeError, NoteFault) as fault:
            raise Refusal(400, f"The request cannot be read: {fault}.") from fault
        old = _OLD.fullmatch(first)
        if not blank or old is None:
            raise Refusal(400, "The request does not begin with the size that it extends.")
        if len(hashes) > MOST_HASHES:
            raise Refusal(400, f"A proof has at most {MOST_HASHES} hashes.")
        return cls(int(old.group(1)), tuple(_hash(line) for line in hashes), read, checkpoint)


def write_submission(old: int, proof: Sequence[bytes], note: str) -> bytes:
    """The body of a request that submits a checkpoint (a signed note)."""
    lines = [f"old {old}", *(base64.b64encode(step).decode() for step in proof), "", note]
    return "\n".join(lines).encode()


def read_size(body: bytes) -> int | None:
    """The size that the answer 409 names; None when it is none."""
    found = re.fullmatch(rb"(0|[1-9]\d{0,18})\n", body)
    return int(found.group(1)) if found else None


def _hash(line: str) -> bytes:
    try:
        found = base64.b64decode(line, validate=True)
    except binascii.Error:
        found = b""
    if len(found) != HASH_SIZE:
        raise Refusal(400, "A line of the proof is no hash.")
    return found
