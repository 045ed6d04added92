"""Who sends a push message: a short-lived token signed with the installation's own key (RFC 8292)."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pendapa.notices.webpush.encoding import from_base64url, to_base64url

LIFE = timedelta(hours=12)
"""Half of the longest that the standard allows."""
_HEADER = {"typ": "JWT", "alg": "ES256"}
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def signing_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of 32 random bytes, the same each time."""
    return ec.derive_private_key(1 + int.from_bytes(seed, "big") % (_ORDER - 1), ec.SECP256R1())


def public_key_text(key: ec.EllipticCurvePrivateKey) -> str:
    """The public key as browsers take it (`applicationServerKey`): an uncompressed point in base64url."""
    return to_base64url(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def authorization(key: ec.EllipticCurvePrivateKey, endpoint: str, subject: str, *, at: datetime) -> str:
    """The value of the Authorization header for a push to `endpoint`; `subject` is a mailto: or https: address."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + LIFE).timestamp()), "sub": subject}
    return f"vapid t={_signed(claims, key)}, k={public_key_text(key)}"


def claims_of(token: str, public_key: str) -> dict[str, object]:
    """The claims of a token, its signature checked; raises ValueError for one that is not signed by that key."""
    header, _, rest = token.partition(".")
    payload, _, signature = rest.partition(".")
    raw = from_base64url(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(public_key))
    made = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        point.verify(made, f"{header}.{payload}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise ValueError("not signed by this key") from error
    claims: dict[str, object] = json.loads(from_base64url(payload))
    return claims


def _signed(claims: dict[str, object], key: ec.EllipticCurvePrivateKey) -> str:
    parts = [to_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (_HEADER, claims)]
    signed = ".".join(parts)
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(SHA256())))
    return f"{signed}.{to_base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
