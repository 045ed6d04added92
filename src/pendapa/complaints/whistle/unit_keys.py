"""The unit's key pair: made at the desk by the unit itself, its private half kept only under a passphrase.

A second copy lies under a recovery key that is printed once and put into a safe. Both copies are encrypted once more by
the installation's key ring: a copy of the database alone does not even allow guessing.
"""

import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.views.decorators.debug import sensitive_variables

from pendapa.complaints.whistle.sealing import CannotOpen, public_bytes
from pendapa.kernel.identifiers import random_groups

SALT_LENGTH: Final = 16
NONCE_LENGTH: Final = 12
SCRYPT_COST: Final = 2**16
SCRYPT_BLOCK: Final = 8
RECOVERY_SIGNS: Final = 32
"""Signs of a recovery key: 150 bits."""
WRAPPED: Final = b"pendapa whistle unit key"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh pair and its two wrapped copies; `recovery_key` is shown once and kept nowhere."""

    private_key: X25519PrivateKey
    by_passphrase: str
    by_recovery: str
    recovery_key: str


@sensitive_variables()
def make_unit_key(passphrase: str) -> NewKey:
    """A key pair for a unit, wrapped by the passphrase and by a new recovery key."""
    private_key = X25519PrivateKey.generate()
    recovery_key = new_recovery_key()
    return NewKey(private_key, wrap(private_key, passphrase), wrap(private_key, _signs(recovery_key)), recovery_key)


def new_recovery_key() -> str:
    """Eight groups of four signs without look-alikes, to be printed."""
    return random_groups(RECOVERY_SIGNS)


@sensitive_variables()
def wrap(private_key: X25519PrivateKey, secret: str) -> str:
    """The private key under a secret (scrypt, AES-256-GCM), as text."""
    salt, nonce = os.urandom(SALT_LENGTH), os.urandom(NONCE_LENGTH)
    sealed = AESGCM(_stretched(secret, salt)).encrypt(nonce, private_key.private_bytes_raw(), WRAPPED)
    return b64encode(salt + nonce + sealed).decode()


@sensitive_variables()
def unwrap(wrapped: str, secret: str) -> X25519PrivateKey:
    """The private key; raises CannotOpen for a wrong secret."""
    raw = b64decode(wrapped)
    salt, nonce, sealed = raw[:SALT_LENGTH], raw[SALT_LENGTH:][:NONCE_LENGTH], raw[SALT_LENGTH + NONCE_LENGTH :]
    try:
        return X25519PrivateKey.from_private_bytes(AESGCM(_stretched(secret, salt)).decrypt(nonce, sealed, WRAPPED))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("wrong passphrase") from error


@sensitive_variables()
def unwrap_by_recovery(wrapped: str, recovery_key: str) -> X25519PrivateKey:
    """The same by the printed recovery key, however its case and hyphens were typed."""
    return unwrap(wrapped, _signs(recovery_key))


def wrap_by_recovery(private_key: X25519PrivateKey, recovery_key: str) -> str:
    """The private key under a recovery key."""
    return wrap(private_key, _signs(recovery_key))


def fingerprint(public_key: bytes) -> str:
    """Eight groups of four hex digits that tell one public key from another."""
    digits = sha256(bytes(public_key)).hexdigest()[:32]
    return " ".join(digits[start : start + 4] for start in range(0, 32, 4))


def is_pair(private_key: X25519PrivateKey, public_key: bytes) -> bool:
    """Whether the two belong together."""
    return secrets.compare_digest(public_bytes(private_key), bytes(public_key))


def _signs(recovery_key: str) -> str:
    return "".join(sign for sign in recovery_key.upper() if sign.isascii() and sign.isalnum())


def _stretched(secret: str, salt: bytes) -> bytes:
    """Signs of one kind of space typed as another must not matter; nothing else is forgiven."""
    plain = " ".join(secret.split())
    return Scrypt(salt=salt, length=32, n=SCRYPT_COST, r=SCRYPT_BLOCK, p=1).derive(plain.encode())
