"""Messages that only the browser they are for can read (RFC 8291, in the coding of RFC 8188)."""

import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_SIZE = 4096
LAST_RECORD = b"\x02"
LONGEST_MESSAGE = 3993
"""Bytes that fit into the 4,096 which every push service takes: less the header, the end mark and the tag."""
AUTH_LENGTH = 16


def encrypt_message(
    message: bytes,
    browser_key: bytes,
    auth: bytes,
    *,
    own_key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push request: header and one encrypted record.

    `browser_key` (65 bytes, uncompressed P-256 point) and `auth` (16 bytes) are of the subscription; `own_key` and
    `salt` are made anew for each message unless given, as a check against published examples does.
    Raises ValueError for a key that is none, and for more than `LONGEST_MESSAGE` bytes.
    """
    if len(message) > LONGEST_MESSAGE:
        raise ValueError(f"a push message has at most {LONGEST_MESSAGE} bytes")
    if len(auth) != AUTH_LENGTH:
        raise ValueError("the secret of a subscription has 16 bytes")
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser_key)
    ours = own_key or ec.generate_private_key(ec.SECP256R1())
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    salt = salt or os.urandom(16)
    keying = _derive(ours.exchange(ec.ECDH(), theirs), auth, b"WebPush: info\0" + browser_key + point, 32)
    key = _derive(keying, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(keying, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(point)]) + point
    return header + AESGCM(key).encrypt(nonce, message + LAST_RECORD, None)


def decrypt_message(body: bytes, browser_key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What the browser does with a body of one record; here to prove that ours can be read.

    Raises ValueError for a body that is none, and InvalidTag for one that is for somebody else.
    """
    if len(body) < 21 or len(body) < 21 + body[20]:
        raise ValueError("too short for a push message")
    salt, point, record = body[:16], body[21 : 21 + body[20]], body[21 + body[20] :]
    own_point = browser_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    keying = _derive(browser_key.exchange(ec.ECDH(), theirs), auth, b"WebPush: info\0" + own_point + point, 32)
    key = _derive(keying, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(keying, salt, b"Content-Encoding: nonce\0", 12)
    return AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0").removesuffix(LAST_RECORD)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
