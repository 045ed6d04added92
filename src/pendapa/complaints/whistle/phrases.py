"""The code phrase: seven words that are all there is to know a reporter by, and the keys that follow from it.

Nothing of the phrase is stored. One slow derivation (scrypt) gives two independent values: the index by which the
thread is found, and the private key to which everything the reporter may read is sealed.
"""

import re
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.views.decorators.debug import sensitive_variables

from pendapa.kernel.encryption import blind_index

WORDS_FILE: Final = Path(__file__).with_name("assets") / "words.txt"
WORDS_IN_PHRASE: Final = 7
TELLING_LETTERS: Final = 4
"""No two words share their first four letters: the endings may be typed wrong or left out."""
LONGEST_TYPED: Final = 400
SCRYPT_COST: Final = 2**15
SCRYPT_BLOCK: Final = 8


@dataclass(frozen=True, slots=True)
class PhraseKeys:
    """What follows from a phrase: where its thread is found, and what opens it."""

    index: str
    private_key: X25519PrivateKey


@cache
def words() -> tuple[str, ...]:
    """The word list, made for this program: everyday Indonesian words of four to nine letters."""
    return tuple(WORDS_FILE.read_text(encoding="ascii").split())


@cache
def _words_by_beginning() -> dict[str, str]:
    return {word[:TELLING_LETTERS]: word for word in words()}


def new_phrase() -> str:
    """Seven random words: more than 75 bits."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS_IN_PHRASE))


def normalise_phrase(typed: str) -> str | None:
    """The phrase that was meant, however case, signs between words and endings were typed; None when it is none."""
    parts = re.findall(r"[a-z]+", typed[:LONGEST_TYPED].lower())
    meant = [_words_by_beginning().get(part[:TELLING_LETTERS], "") for part in parts]
    return " ".join(meant) if len(meant) == WORDS_IN_PHRASE and all(meant) else None


@sensitive_variables()
def keys_of_phrase(phrase: str) -> PhraseKeys:
    """Index and private key of a phrase as `normalise_phrase` gives it; takes some 0.1 s and 32 MB."""
    salt = bytes.fromhex(blind_index("salt", context="whistle.phrase"))
    secret = Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=SCRYPT_BLOCK, p=1).derive(phrase.encode())
    seed = _derived(secret, b"pendapa whistle index")
    private = _derived(secret, b"pendapa whistle reporter key")
    return PhraseKeys(
        index=blind_index(seed.hex(), context="whistle.thread"),
        private_key=X25519PrivateKey.from_private_bytes(private),
    )


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
