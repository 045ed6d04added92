"""`pendapa complaints`, asked as at the command line."""

import contextlib
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pendapa.cli.commands import complaints as command
from pendapa.cli.main import main

pytestmark = pytest.mark.django_db
ROWS = [
    {"text": text, "topic": topic, "agency": unit, "district": "Gubeng", "village": "Mojo"}
    for topic, unit, texts in (
        ("PJU", "Dinas Perhubungan", ("lampu padam", "pju mati", "pju rusak", "lampu jalan mati", "pju padam semua")),
        ("Jalan", "Dinas Bina Marga", ("jalan berlubang", "aspal rusak", "lubang besar", "jalan rusak", "aspal pecah")),
    )
    for text in texts
]


@pytest.fixture(autouse=True)
def _database_of_the_test(monkeypatch: Any) -> Iterator[None]:
    from pendapa.complaints.suggesting import keeping

    monkeypatch.setattr(command, "database_at_hand", contextlib.nullcontext)
    monkeypatch.setattr(command, "set_up_django", lambda: None)
    keeping._remembered.clear()
    yield
    keeping._remembered.clear()


def table(folder: Path, rows: list[dict[str, str]]) -> str:
    path = folder / "complaints.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def test_after_training_each_row_gets_one_line_of_suggestions(tmp_path: Path, capsys: Any) -> None:
    assert main(["complaints", "train", table(tmp_path, ROWS)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["rows"], told["train_rows"] + told["test_rows"]) == (1, 10, 10)
    place = {"district": "Gubeng", "village": "Mojo"}
    asked = [{"text": "tolong pju padam", **place}, {"text": "", **place}]
    assert main(["complaints", "suggest", "--csv", table(tmp_path, asked)]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(first) == {"units", "topics", "because"}
    assert first["units"][0] == "Dinas Perhubungan"
    assert first["topics"][0] == "PJU"
    assert "pju" in first["because"]
    assert second == {"units": [], "topics": [], "because": []}


def test_importing_says_what_came_in(tmp_path: Path, capsys: Any) -> None:
    path = table(tmp_path, ROWS)
    assert main(["complaints", "import", path]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["imported"] == 10
    assert "10 of 10" in told.err
    assert main(["complaints", "train", "--if-worth"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["complaints", "train"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 10


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        (b"text\nhalo\n", ["train"], "agency"),
        (b"text,agency\n", ["train"], "no complaint"),
        (b"text\nhalo\n", ["import"], "agency"),
        (b"words\nhalo\n", ["suggest", "--csv"], "text"),
        (b"text,agency\n\xff\xfe,x\n", ["train"], "UTF-8"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_plain_words(
    tmp_path: Path, capsys: Any, content: bytes, arguments: list[str], said: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    assert main(["complaints", *arguments, str(path)]) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: Any) -> None:
    assert main(["complaints", "train", str(tmp_path / "none.csv")]) == 1
    assert "is not a file" in capsys.readouterr().err
