"""`pendapa survey compute`: a published report is reproduced; what is wrong is named with file and line."""

import json
from pathlib import Path

import pytest

from pendapa.cli.main import main

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
