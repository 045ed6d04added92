"""PENDAPA_WITNESSES: an address and a key each; anything else stops the start with a line that names it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from pendapa.config.environment import Environment
from pendapa.ledger.notes import COSIGNATURE_V1, ED25519, Signer


def vkey(name: str = "saksi.example.org", algorithm: int = COSIGNATURE_V1, seed: int = 1) -> str:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32), algorithm).verifier.vkey


def read(text: str) -> list[tuple[str, str]]:
    return Environment(PENDAPA_WITNESSES=text).witnesses  # type: ignore[call-arg]


def test_each_witness_has_an_address_and_a_key() -> None:
    assert read("") == []
    assert read(f"https://saksi.example.org/ {vkey()}, http://127.0.0.1:8008 {vkey(seed=2)}") == [
        ("https://saksi.example.org", vkey()),
        ("http://127.0.0.1:8008", vkey(seed=2)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://saksi.example.org", vkey(), f"saksi.example.org {vkey()}", f"ftp://saksi.example.org {vkey()}",
        f"https://saksi.example.org {vkey()[:-1]}", f"https://saksi.example.org {vkey(algorithm=ED25519)}",
        f"https://a.example {vkey()}, https://b.example {vkey()}",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="PENDAPA_WITNESSES"):
        read(text)
