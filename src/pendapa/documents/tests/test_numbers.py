from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.documents.rules import (
    CODE_LENGTH,
    document_number,
    new_verification_code,
    normalise_code,
    number_pattern_faults,
)

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{seq}/{code}/{unit}/{roman_month}/{year}", "0012/SKU/KEC-TRT/XI/2026"),
        ("500/{number:03}/KEC-TRS/{year}", "500/012/KEC-TRS/2026"),
        ("{seq:6}.{month}.{year}", "000012.11.2026"),
    ],
)
def test_a_pattern_gives_a_number(pattern, expected):
    assert document_number(pattern, sequence=12, code="sku", unit="kec-trt", day=DAY) == expected


@pytest.mark.parametrize(
    "pattern", ["", "{year}", "{seq}", "{seq}/{year}/{x.__class__}", "{seq}/{year}/{", "{seq!r}{year}"]
)
def test_a_pattern_without_sense_is_refused(pattern):
    assert number_pattern_faults(pattern)
    with pytest.raises(ValueError, match="."):
        document_number(pattern, sequence=1, code="a", unit="b", day=DAY)


@given(st.text(max_size=40))
def test_no_pattern_breaks_the_check(pattern):
    number_pattern_faults(pattern)


def test_a_code_is_found_however_it_is_typed():
    code = new_verification_code()
    assert len(code) == CODE_LENGTH
    assert normalise_code(f" {code[:4]}-{code[4:8].lower()} {code[8:]} ") == code
    assert normalise_code("0012/SKU/KEC-TRT") == ""
