"""Data encrypted at rest, and equality look-up without reading it.

A token is `version ‖ length of key id ‖ key id ‖ nonce ‖ ciphertext and tag` (AES-256-GCM). Each context ("people.nik")
has its own data key, derived by HKDF from the ring key, and is authenticated: a token moved elsewhere does not open.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = 1
KEY_LENGTH = 32
NONCE_LENGTH = 12


class CannotDecrypt(ValueError):
    """The token is damaged, belongs to another context, or its key has left the ring."""


def encrypt(plaintext: bytes, *, context: str) -> bytes:
    """A token of `plaintext`, made with the newest key of the ring; two calls never give the same token."""
    key_id, key = _key_ring()[0]
    header = _header(key_id)
    nonce = os.urandom(NONCE_LENGTH)
    return header + nonce + _cipher(key, context).encrypt(nonce, plaintext, header + context.encode())


def decrypt(token: bytes, *, context: str) -> bytes:
    """The plaintext of a token; raises CannotDecrypt when it does not open with this ring and context."""
    key_id, header, rest = _split(token)
    key = dict(_key_ring()).get(key_id)
    if key is None:
        raise CannotDecrypt(f"key {key_id!r} is not in the key ring")
    nonce, ciphertext = rest[:NONCE_LENGTH], rest[NONCE_LENGTH:]
    try:
        return _cipher(key, context).decrypt(nonce, ciphertext, header + context.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt("the data was damaged or belongs elsewhere") from error


def is_current(token: bytes) -> bool:
    """Whether the token was made with the newest key of the ring; raises CannotDecrypt for what is no token."""
    return _split(token)[0] == _key_ring()[0][0]


def reencrypt(token: bytes, *, context: str) -> bytes:
    """The same plaintext under the newest key; the token itself when it already is."""
    return token if is_current(token) else encrypt(decrypt(token, context=context), context=context)


def blind_index(value: str, *, context: str) -> str:
    """Keyed digest (64 hex digits) by which equal values of one context are found, and nothing else is learnt."""
    key = _derived(_index_key(), f"pendapa index {context}")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def _key_ring() -> list[tuple[str, bytes]]:
    ring = getattr(settings, "PENDAPA_KEY_RING", None)
    if ring is None:  # a development installation has only its secret key
        return [("derived", _derived(settings.SECRET_KEY.encode(), "pendapa key ring"))]
    if not ring or any(len(key) != KEY_LENGTH for _, key in ring):
        raise ImproperlyConfigured("PENDAPA_KEY_RING must be a list of (id, 32 bytes), newest first")
    return [(str(key_id), key) for key_id, key in ring]


def _index_key() -> bytes:
    key = getattr(settings, "PENDAPA_INDEX_KEY", None)
    return key if key is not None else _derived(settings.SECRET_KEY.encode(), "pendapa index key")


@lru_cache(maxsize=256)
def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=purpose.encode()).derive(key)


@lru_cache(maxsize=256)
def _cipher(key: bytes, context: str) -> AESGCM:
    return AESGCM(_derived(key, f"pendapa data {context}"))


def _header(key_id: str) -> bytes:
    name = key_id.encode()
    if not 0 < len(name) < 256:
        raise ImproperlyConfigured("a key id in PENDAPA_KEY_RING has between 1 and 255 bytes")
    return bytes([VERSION, len(name)]) + name


def _split(token: bytes) -> tuple[str, bytes, bytes]:
    if len(token) < 2 or token[0] != VERSION:
        raise CannotDecrypt("this is not encrypted data of a known version")
    end = 2 + token[1]
    try:
        return token[2:end].decode(), token[:end], token[end:]
    except UnicodeDecodeError as error:
        raise CannotDecrypt("this is not encrypted data") from error
