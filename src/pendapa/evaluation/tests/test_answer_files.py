"""Files of answers: the published report is reproduced, every fault is named with its line."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.cli.main import main
from pendapa.evaluation.answer_files import Fault, FileRow, Summed, Wrong, rows_in, sums_in

PUBLISHED = Path(__file__).parents[5] / "shared/data/skm/triwulan3_29_respondents_distribution.csv"
HEADER = "U1,U2,U3,U4,U5,U6,U7,U8,U9"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the shared reference data is not beside this checkout")
@pytest.mark.parametrize(("weight", "published"), [("1/9", 91.48), ("0.11", 90.56)])
def test_the_command_reproduces_a_published_report(
    weight: str, published: float, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["survey", "compute", str(PUBLISHED), "--weight", weight]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["index"], told["category"], told["respondents"], told["weight"]) == (published, "A", 29, weight)
    assert told["elements"]["U1"]["sum"] == 105
    assert told["elements"]["U1"]["mean"] == 3.6207
    if weight == "0.11":
        assert told["elements"]["U1"]["weighted"] == 0.3983


def test_rows_of_respondents_are_added_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("﻿no;" + HEADER.replace(",", ";") + "\n1;4;4;4;4;4;4;4;4;4\n\n2;2;2;2;2;2;2;2;2;2\n")
    assert main(["survey", "compute", str(file)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["index"], told["category"], told["elements"]["U9"]["sum"]) == (75.0, "C", 6)


def test_every_fault_is_told_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(f"{HEADER}\n4,4,4,4,4,4,4,4,4\n4,4,5,4,4,x,4,4,4\n\n4,4,4\n")
    assert main(["survey", "compute", str(file)]) == 1
    told = capsys.readouterr().err
    assert f"{file}:3: U3 must be 1, 2, 3 or 4, not '5'" in told
    assert f"{file}:3: U6" in told
    assert f"{file}:5: U4" in told
    assert "Traceback" not in told


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "compute", str(tmp_path / "nothing.csv")]) == 1
    assert main(["survey", "compute", str(tmp_path)]) == 1
    assert "nothing.csv" in capsys.readouterr().err


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
