"""Letters sealed to public keys: whoever writes one cannot open it again, and neither can the database.

A letter has a random key of its own. Its words and enclosures are padded and encrypted under it (AES-256-GCM); the key
is sealed to each reader's X25519 key by HPKE (RFC 9180: DHKEM(X25519), HKDF-SHA256, AES-256-GCM). A new key of the unit
therefore rewrites 32 bytes a letter, not the letters.
"""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY_LENGTH: Final = 32
NONCE_LENGTH: Final = 12
LENGTH_BYTES: Final = 4
TEXT_BLOCK: Final = 4_096
FILE_BLOCK: Final = 262_144
"""Contents are padded to multiples of these, so that their size tells little."""


class CannotOpen(ValueError):
    """Sealed to another key, moved from elsewhere, or damaged."""


def new_letter_key() -> bytes:
    """A random key for one letter."""
    return AESGCM.generate_key(KEY_LENGTH * 8)


def public_bytes(private_key: X25519PrivateKey) -> bytes:
    """The 32 bytes by which others seal to this key."""
    return private_key.public_key().public_bytes_raw()


def seal_key(letter_key: bytes, reader: bytes, place: str) -> bytes:
    """The letter's key sealed to a reader's public key (32 bytes); opens only at the same `place`."""
    return SUITE.encrypt(letter_key, X25519PublicKey.from_public_bytes(reader), info=_place(place))


def open_key(sealed: bytes, private_key: X25519PrivateKey, place: str) -> bytes:
    """The letter's key; raises CannotOpen."""
    try:
        return SUITE.decrypt(bytes(sealed), private_key, info=_place(place))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("sealed to another key, moved or damaged") from error


def seal_content(content: bytes, letter_key: bytes, place: str, block: int) -> bytes:
    """Content padded to a multiple of `block` bytes, encrypted, bound to its place."""
    framed = len(content).to_bytes(LENGTH_BYTES) + content
    padded = framed + bytes(-len(framed) % block)
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + AESGCM(letter_key).encrypt(nonce, padded, _place(place))


def open_content(sealed: bytes, letter_key: bytes, place: str) -> bytes:
    """The content; raises CannotOpen."""
    sealed = bytes(sealed)
    try:
        padded = AESGCM(letter_key).decrypt(sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], _place(place))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("moved or damaged") from error
    length = int.from_bytes(padded[:LENGTH_BYTES])
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def _place(place: str) -> bytes:
    return b"pendapa whistle " + place.encode()
