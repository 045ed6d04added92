"""The two ways of writing a value agree to the byte: the compiled one for plain values, the RFC's own for the rest."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as some

from pendapa.kernel.canonical import canonical_json

VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | some.floats(allow_nan=False) | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_every_value_is_written_as_the_rfc_says(value):
    try:
        expected = rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        with pytest.raises(ValueError, match=".*"):
            canonical_json(value)
    else:
        assert canonical_json(value) == expected


@pytest.mark.parametrize(
    "sign", [chr(code) for code in (*range(0x21), 0x22, 0x2F, 0x5C, 0x7F, 0x2028, 0xE000, 0x1F600)]
)
def test_signs_that_need_care_are_written_as_the_rfc_says(sign):
    assert canonical_json({"a": sign}) == rfc8785.dumps({"a": sign})


@pytest.mark.parametrize("value", [2**53, -(2**53), float("inf"), "\ud800", {1: "a"}])
def test_what_json_cannot_hold_exactly_is_refused(value):
    with pytest.raises(ValueError, match=".*"):
        canonical_json({"a": value})
