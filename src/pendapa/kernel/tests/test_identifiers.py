import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.kernel.identifiers import ALPHABET, hash_secret, new_number, new_secret, normalise_number

ALL_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
READ_ALIKE = str.maketrans("ZSBOI", "25801")
prefixes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=6)


@given(prefixes)
def test_a_new_number_is_written_as_it_is_normalised(prefix):
    number = new_number(prefix)
    assert re.fullmatch(rf"{prefix}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", number)
    assert normalise_number(number) == number


@given(prefixes)
def test_any_single_wrong_sign_is_refused(prefix):
    number = new_number(prefix)
    for position, right in enumerate(number):
        for wrong in ALL_SIGNS:
            altered = number[:position] + wrong + number[position + 1 :]
            if right != "-":
                reads_alike = wrong.translate(READ_ALIKE) == right.translate(READ_ALIKE)
                assert normalise_number(altered) == (number if reads_alike else None)


@given(prefixes)
def test_any_swap_of_two_signs_is_refused(prefix):
    signs = new_number(prefix).replace("-", "")
    for first in range(len(signs)):
        for second in range(first + 1, len(signs)):
            swapped = list(signs)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            if signs[first].translate(READ_ALIKE) != signs[second].translate(READ_ALIKE):
                assert normalise_number("".join(swapped)) is None


@given(prefixes)
def test_case_spaces_missing_hyphens_and_look_alikes_are_forgiven(prefix):
    number = new_number(prefix)
    assert normalise_number(f" {number.lower()} ") == number
    assert normalise_number(number.replace("-", "")) == number
    assert normalise_number(number.replace("-", " ")) == number
    body = number[len(prefix) :].translate(str.maketrans("258", "ZSB"))
    assert normalise_number(prefix + body) == number


@given(st.text(max_size=40))
def test_anything_typed_gives_a_number_or_none(text):
    normalise_number(text)
    hash_secret(text)


def test_numbers_do_not_repeat():
    assert len({new_number("SKU") for _ in range(2000)}) == 2000


@pytest.mark.parametrize("prefix", ["", "A", "sku", "SKU1", "LAYANAN"])
def test_a_prefix_is_two_to_six_capitals(prefix):
    with pytest.raises(ValueError, match="prefix"):
        new_number(prefix)


def test_a_secret_opens_however_it_is_typed():
    secret = new_secret()
    assert hash_secret(secret) == hash_secret(secret.lower().replace("-", " "))
    assert hash_secret(secret) != hash_secret(new_secret())
