import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from pendapa.notices.webpush.encoding import from_base64url, to_base64url
from pendapa.notices.webpush.encryption import LONGEST_MESSAGE, decrypt_message, encrypt_message
from pendapa.notices.webpush.vapid import authorization, claims_of, public_key_text, signing_key

EXAMPLES = Path(__file__).parents[5] / "shared/data/webpush"
beside = pytest.mark.skipif(not EXAMPLES.exists(), reason="the shared reference data is not beside this checkout")
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def private(scalar: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_base64url(scalar), "big"), ec.SECP256R1())


def point_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@beside
def test_the_example_of_rfc_8291_is_met_byte_by_byte():
    example = json.loads((EXAMPLES / "rfc8291.json").read_text())
    body = encrypt_message(
        example["plaintext"].encode(),
        from_base64url(example["ua_public"]),
        from_base64url(example["auth_secret"]),
        own_key=private(example["as_private"]),
        salt=from_base64url(example["salt"]),
    )
    assert to_base64url(body) == example["body"]
    assert body.startswith(from_base64url(example["header"]))
    read = decrypt_message(body, private(example["ua_private"]), from_base64url(example["auth_secret"]))
    assert read.decode() == example["plaintext"]


@beside
def test_the_token_of_rfc_8292_is_accepted_and_an_altered_one_is_not():
    example = json.loads((EXAMPLES / "rfc8292_vapid.json").read_text())
    claims = claims_of(example["jwt"], example["k"])
    assert claims == {"aud": example["aud"], "exp": example["exp"], "sub": example["sub"]}
    header, payload, signature = example["jwt"].split(".")
    with pytest.raises(ValueError, match="not signed"):
        claims_of(f"{header}.{payload[:-2]}AA.{signature}", example["k"])


def test_our_token_names_the_push_service_and_ends_within_a_day():
    key = signing_key(b"\x07" * 32)
    value = authorization(key, "https://push.example.net/send/abc?x=1", "mailto:a@example.go.id", at=NOW)
    scheme, token, public = value.replace(",", "").split()
    assert scheme == "vapid"
    assert public == f"k={public_key_text(key)}"
    claims = claims_of(token.removeprefix("t="), public_key_text(key))
    assert claims["aud"] == "https://push.example.net"
    assert claims["sub"] == "mailto:a@example.go.id"
    assert 0 < claims["exp"] - NOW.timestamp() <= 24 * 3600


@given(st.binary(max_size=LONGEST_MESSAGE))
@settings(max_examples=25, deadline=None)
def test_whatever_is_encrypted_the_browser_reads_and_nobody_else(message):
    browser, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    auth = b"0123456789abcdef"
    body = encrypt_message(message, point_of(browser), auth)
    assert len(body) <= 4096
    assert decrypt_message(body, browser, auth) == message
    with pytest.raises(InvalidTag):
        decrypt_message(body, other, auth)


@pytest.mark.parametrize(
    ("message", "key", "auth"),
    [(b"x" * (LONGEST_MESSAGE + 1), None, b"a" * 16), (b"x", b"\x04" * 65, b"a" * 16), (b"x", None, b"short")],
)
def test_what_cannot_be_encrypted_is_refused(message, key, auth):
    key = key or point_of(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(ValueError, match=r"."):
        encrypt_message(message, key, auth)
