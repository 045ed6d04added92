"""Files of answers: the published report is reproduced, every fault is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.evaluation.answer_files import Fault, FileRow, Summed, Wrong, rows_in, sums_in

HEADER = "U1,U2,U3,U4,U5,U6,U7,U8,U9"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", Wrong.EMPTY),
        (b"\n\n", Wrong.EMPTY),
        (HEADER.encode(), Wrong.EMPTY),
        (b"\xff\xfe\x00", Wrong.NOT_TEXT),
        (b"U1,\x00U2\n", Wrong.NOT_TEXT),
        (b"a,b\n1,2\n", Wrong.COLUMNS),
        (b"element,n4,n3,n2\nU1,1,1,1\n", Wrong.COLUMNS),
        (b"element,n4,n3,n2,n1\nU1,1,1,1,-1\n", Wrong.COUNT),
        (b"element,n4,n3,n2,n1\nU1,1,1,1,1\n", Wrong.COLUMNS),
        (b"element,n4,n3,n2,n1\nU1,1,1,1,1\nU1,1,1,1,1\n", Wrong.VALUE),
        (b"element,n4,n3,n2,n1\n" + b"".join(b"U%d,0,0,0,0\n" % n for n in range(1, 10)), Wrong.EMPTY),
        (b"element,n4,n3,n2,n1\n" + b"".join(b"U%d,%d,0,0,0\n" % (n, n) for n in range(1, 10)), Wrong.UNEQUAL),
    ],
)
def test_garbage_is_named(content: bytes, wrong: Wrong) -> None:
    found = sums_in(content)
    assert isinstance(found, list)
    assert found[0].wrong == wrong


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_give_sums_or_faults(content: bytes) -> None:
    found = sums_in(content)
    assert isinstance(found, Summed) or (found and isinstance(found[0], Fault))


def test_other_columns_are_read_where_they_know_the_value() -> None:
    others = {"sex": frozenset({"", "female"}), "comment": None}
    row = "4,4,4,4,4,4,4,4,4"
    rows, faults = rows_in(f'{HEADER},Sex,comment\n{row},female,"Baik, cepat"\n'.encode(), others)
    assert rows == [FileRow(2, (4,) * 9, {"sex": "female", "comment": "Baik, cepat"})]
    rows, faults = rows_in(f"{HEADER},sex\n{row},man\n".encode(), others)
    assert (rows, faults) == ([], [Fault(2, Wrong.VALUE, "sex", "man")])
