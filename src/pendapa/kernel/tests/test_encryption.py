import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from pendapa.kernel.encryption import CannotDecrypt, blind_index, decrypt, encrypt, is_current, reencrypt
from pendapa.kernel.fields import EncryptedJSONField, EncryptedTextField

OLD, NEW = ("2026-a", b"a" * 32), ("2026-b", b"b" * 32)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_encrypted_is_read_back(plaintext, context):
    token = encrypt(plaintext, context=context)
    assert decrypt(token, context=context) == plaintext
    assert token != encrypt(plaintext, context=context)


@given(st.binary(max_size=60), st.data())
def test_any_altered_byte_is_refused(plaintext, data):
    token = bytearray(encrypt(plaintext, context="t"))
    token[data.draw(st.integers(0, len(token) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CannotDecrypt):
        decrypt(bytes(token), context="t")


@given(st.binary(max_size=80))
def test_garbage_is_refused(token):
    with pytest.raises(CannotDecrypt):
        decrypt(token, context="t")


def test_a_token_does_not_open_in_another_context():
    with pytest.raises(CannotDecrypt):
        decrypt(encrypt(b"3578", context="people.nik"), context="people.phone")


def test_an_old_key_still_opens_and_is_replaced(settings):
    settings.PENDAPA_KEY_RING = [OLD]
    token = encrypt(b"secret", context="t")
    settings.PENDAPA_KEY_RING = [NEW, OLD]
    assert decrypt(token, context="t") == b"secret"
    assert not is_current(token)
    renewed = reencrypt(token, context="t")
    assert is_current(renewed)
    assert reencrypt(renewed, context="t") == renewed
    settings.PENDAPA_KEY_RING = [NEW]
    assert decrypt(renewed, context="t") == b"secret"
    with pytest.raises(CannotDecrypt, match="2026-a"):
        decrypt(token, context="t")


def test_a_wrong_key_ring_is_named(settings):
    settings.PENDAPA_KEY_RING = [("a", b"short")]
    with pytest.raises(ImproperlyConfigured, match="PENDAPA_KEY_RING"):
        encrypt(b"x", context="t")


def test_a_blind_index_is_equal_only_for_equal_values_of_one_context_and_key(settings):
    index = blind_index("3578", context="people.nik")
    assert index == blind_index("3578", context="people.nik")
    assert index != blind_index("3579", context="people.nik")
    assert index != blind_index("3578", context="people.phone")
    settings.PENDAPA_INDEX_KEY = b"k" * 32
    assert index != blind_index("3578", context="people.nik")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (EncryptedTextField(context="t"), "Siti Aminah"),
        (EncryptedJSONField(context="t"), {"nama": "Siti", "rt": [1, None, True]}),
    ],
)
def test_an_encrypted_field_is_bytes_at_rest_and_a_value_in_python(field, value):
    stored = field.get_db_prep_value(value, connection)
    assert b"Siti" not in stored
    assert field.from_db_value(memoryview(stored), None, None) == value
    assert field.get_db_prep_value(None, connection) is None
    assert field.from_db_value(None, None, None) is None
    assert field.deconstruct()[3]["context"] == "t"
    with pytest.raises(FieldError):
        field.get_lookup("exact")
    assert field.get_lookup("isnull") is not None
