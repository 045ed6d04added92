"""Each file under a random key of its own, which the key ring wraps: rotating the ring rewrites no file."""

import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pendapa.kernel.encryption import CannotDecrypt, decrypt, encrypt

CONTEXT = "files.data_key"
KEY_BITS = 256
NONCE_LENGTH = 12
VERSION = b"\x01"


def seal_content(content: bytes, file_id: uuid.UUID) -> tuple[bytes, bytes]:
    """The content under a fresh AES-256-GCM key, bound to the file's id, and that key wrapped by the ring."""
    key = AESGCM.generate_key(KEY_BITS)
    nonce = os.urandom(NONCE_LENGTH)
    sealed = VERSION + nonce + AESGCM(key).encrypt(nonce, content, VERSION + file_id.bytes)
    return sealed, encrypt(key, context=CONTEXT)


def open_content(sealed: bytes, wrapped_key: bytes, file_id: uuid.UUID) -> bytes:
    """The content; raises CannotDecrypt when file or key was damaged or belongs to another file."""
    if sealed[:1] != VERSION:
        raise CannotDecrypt("this is not a sealed file of a known version")
    key = decrypt(wrapped_key, context=CONTEXT)
    nonce, ciphertext = sealed[1 : 1 + NONCE_LENGTH], sealed[1 + NONCE_LENGTH :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, VERSION + file_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise CannotDecrypt("the file was damaged or belongs elsewhere") from error
