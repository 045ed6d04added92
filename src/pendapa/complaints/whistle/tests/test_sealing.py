"""What is sealed opens for its reader alone, at its place alone."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pendapa.complaints.whistle.sealing import (
    CannotOpen,
    new_letter_key,
    open_content,
    open_key,
    public_bytes,
    seal_content,
    seal_key,
)
from pendapa.complaints.whistle.unit_keys import make_unit_key, unwrap, unwrap_by_recovery


@given(st.binary(max_size=9000))
def test_content_opens_again_and_its_size_tells_only_the_block(content):
    key = new_letter_key()
    sealed = seal_content(content, key, "words 1", 4096)
    assert open_content(sealed, key, "words 1") == content
    assert (len(sealed) - 12 - 16) % 4096 == 0


def test_a_letter_key_opens_for_its_reader_at_its_place_alone():
    reader, other, key = X25519PrivateKey.generate(), X25519PrivateKey.generate(), new_letter_key()
    sealed = seal_key(key, public_bytes(reader), "unit 1")
    assert open_key(sealed, reader, "unit 1") == key
    for private_key, place in ((other, "unit 1"), (reader, "unit 2"), (reader, "reporter 1")):
        with pytest.raises(CannotOpen):
            open_key(sealed, private_key, place)


@pytest.mark.parametrize("rubbish", [b"", b"x", b"\x00" * 80])
def test_rubbish_cannot_be_opened(rubbish):
    with pytest.raises(CannotOpen):
        open_key(rubbish, X25519PrivateKey.generate(), "unit 1")
    with pytest.raises(CannotOpen):
        open_content(rubbish, new_letter_key(), "words 1")


def test_changed_or_moved_content_is_refused():
    key = new_letter_key()
    sealed = seal_content(b"text", key, "words 1", 64)
    with pytest.raises(CannotOpen):
        open_content(sealed, key, "words 2")
    with pytest.raises(CannotOpen):
        open_content(sealed[:-1] + bytes([sealed[-1] ^ 1]), key, "words 1")


def test_the_unit_key_opens_by_passphrase_and_by_recovery_key_alone():
    made = make_unit_key("kuda terbang melewati tujuh gunung")
    raw = made.private_key.private_bytes_raw()
    assert unwrap(made.by_passphrase, "kuda  terbang melewati tujuh gunung").private_bytes_raw() == raw
    assert unwrap_by_recovery(made.by_recovery, made.recovery_key.lower().replace("-", " ")).private_bytes_raw() == raw
    with pytest.raises(CannotOpen):
        unwrap(made.by_passphrase, "kuda terbang melewati tujuh gunun")
    with pytest.raises(CannotOpen):
        unwrap_by_recovery(made.by_recovery, "2345-2345-2345-2345-2345-2345-2345-2345")
