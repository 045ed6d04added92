"""Signed notes, checkpoints and cosignatures. Sources: C2SP signed-note, tlog-checkpoint, tlog-cosignature (v1)."""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pendapa.ledger.merkle import HASH_SIZE

ED25519: Final = 0x01
COSIGNATURE_V1: Final = 0x04
LARGEST_NOTE: Final = 65_536
MOST_SIGNATURES: Final = 64
_DASH: Final = "\u2014"
_DECIMAL = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)
_LATEST_TIME: Final = 2**63 - 1


class NoteFault(ValueError):
    """No note, no key, no checkpoint; or a signature that does not hold. Says which."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key by which signatures are checked: name, algorithm (0x01 or 0x04) and 32 bytes of Ed25519."""

    name: str
    algorithm: int
    public: bytes

    @classmethod
    def of(cls, vkey: str) -> Self:
        """The key written as `name+keyid+base64`; raises NoteFault."""
        name, _, rest = vkey.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _decoded(encoded)
        if not _is_name(name) or len(key) != 33 or key[0] not in (ED25519, COSIGNATURE_V1):
            raise NoteFault(f"{vkey[:200]!r} is no key of a log or witness")
        found = cls(name, key[0], key[1:])
        if found.key_id.hex() != key_id:
            raise NoteFault(f"the key of {name} does not fit its identifier {key_id[:20]!r}: was it copied whole?")
        return found

    @property
    def key_id(self) -> bytes:
        """Four bytes that stand for name, algorithm and key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as text."""
        return f"{self.name}+{self.key_id.hex()}+{_encoded(bytes([self.algorithm]) + self.public)}"

    def checked(self, text: str, signature: bytes) -> "Signed":
        """Who signed this text, and when where the signature says so; raises NoteFault."""
        try:
            if self.algorithm == COSIGNATURE_V1:
                at = int.from_bytes(signature[:8], "big")
                if len(signature) != 72 or at > _LATEST_TIME:
                    raise NoteFault(f"the cosignature of {self.name} is malformed")
                self._key.verify(signature[8:], _cosigned(text, at))
                return Signed(self, at)
            self._key.verify(signature, text.encode())
            return Signed(self, None)
        except InvalidSignature:
            raise NoteFault(f"the signature of {self.name} does not hold") from None

    @property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs under a name. `algorithm` 0x04 makes it a witness."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)
    algorithm: int = ED25519

    @property
    def verifier(self) -> Verifier:
        """The key by which others check."""
        return Verifier(self.name, self.algorithm, self.private.public_key().public_bytes_raw())

    def sign(self, text: str, *, at: int = 0) -> str:
        """The signature line of this text, with its newline; `at`, POSIX seconds, is told by cosignatures only."""
        if self.algorithm == COSIGNATURE_V1:
            signature = at.to_bytes(8, "big") + self.private.sign(_cosigned(text, at))
        else:
            signature = self.private.sign(text.encode())
        return f"{_DASH} {self.name} {_encoded(self.verifier.key_id + signature)}\n"


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that holds. `at`: POSIX seconds, where it tells (cosignatures)."""

    by: Verifier
    at: int | None


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line under a note, not yet checked."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """As it stands in the note, with its newline."""
        return f"{_DASH} {self.name} {_encoded(self.key_id + self.signature)}\n"

    def is_by(self, verifier: Verifier) -> bool:
        """Whether it says to be made by this key."""
        return (self.name, self.key_id) == (verifier.name, verifier.key_id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and what signs it. Nothing of it is known to be true before `signed_by`."""

    text: str
    lines: tuple[SignatureLine, ...]

    def signed_by(self, verifiers: Iterable[Verifier]) -> list[Signed]:
        """The signatures by these keys; those by others are passed over.

        Raises NoteFault when one of them does not hold. One signature a key counts, the first.
        """
        found = []
        for verifier in verifiers:
            line = next((line for line in self.lines if line.is_by(verifier)), None)
            if line is not None:
                found.append(verifier.checked(self.text, line.signature))
        return found


def sign_note(text: str, signers: Sequence[Signer], *, at: int = 0) -> str:
    """The text with a signature of each; raises NoteFault for a text that can be no note."""
    note = _characters(text) + "\n" + "".join(signer.sign(text, at=at) for signer in signers)
    if read_note(note).text != text:
        raise NoteFault("this text cannot be signed as a note")
    return note


def read_note(content: str | bytes) -> Note:
    """The parts of a signed note, unchecked; raises NoteFault for what is none."""
    note = _characters(content)
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteFault("the note carries no signatures")
    return Note(text + "\n", read_signatures(signatures))


def read_signatures(text: str) -> tuple[SignatureLine, ...]:
    """Signature lines as they stand under a note or in the answer of a witness; raises NoteFault."""
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) > MOST_SIGNATURES:
        raise NoteFault("the signatures are cut off or too many")
    return tuple(_signature_line(line) for line in lines)


def open_note(content: str | bytes, verifiers: Sequence[Verifier]) -> tuple[str, list[Signed]]:
    """The text of a note and who of these keys signed it; raises NoteFault when none did, or one does not hold."""
    note = read_note(content)
    signed = note.signed_by(verifiers)
    if not signed:
        raise NoteFault("the note is signed by none of the trusted keys")
    return note.text, signed


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree at one size: origin (which log), number of leaves, root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        """The checkpoint written in a note's text; raises NoteFault."""
        lines = text.split("\n")
        if lines.pop() or len(lines) < 3 or not all(lines):
            raise NoteFault("this is no checkpoint: it needs origin, size and root, each on its line")
        origin, size, root, *extensions = lines
        if not _DECIMAL.fullmatch(size):
            raise NoteFault("the size of the checkpoint is no number")
        hashed = _decoded(root)
        if len(hashed) != HASH_SIZE:
            raise NoteFault("the root of the checkpoint is no hash")
        return cls(origin, int(size), hashed, tuple(extensions))

    @property
    def text(self) -> str:
        """The text that is signed."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, _encoded(self.root), *self.extensions))


def open_checkpoint(content: str | bytes, log: Verifier) -> Checkpoint:
    """The checkpoint of a log, its signature checked; raises NoteFault, also when it is another log's."""
    text, _ = open_note(content, [log])
    found = Checkpoint.of(text)
    if found.origin != log.name:
        raise NoteFault(f"the checkpoint is of {found.origin[:200]!r}, not of {log.name}")
    return found


def _characters(content: str | bytes) -> str:
    """The content as text that may stand in a note."""
    if len(content) > LARGEST_NOTE:
        raise NoteFault("the note is too long")
    try:
        text = (content if isinstance(content, bytes) else content.encode()).decode()
    except UnicodeError as error:
        raise NoteFault("the note is not UTF-8") from error
    if any(sign < " " and sign != "\n" for sign in text):
        raise NoteFault("the note holds control characters")
    return text


def _signature_line(line: str) -> SignatureLine:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    decoded = _decoded(encoded)
    if dash != _DASH or not _is_name(name) or len(decoded) < 5:
        raise NoteFault(f"{line[:200]!r} is no signature line")
    return SignatureLine(name, decoded[:4], decoded[4:])


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(sign.isspace() for sign in name)


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decoded(text: str) -> bytes:
    """Strict base64, one spelling for each content; nothing for what is none."""
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if _encoded(found) == text else b""
