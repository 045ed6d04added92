"""Real complaints for tests; they are third-party data and lie outside the repository."""

import csv
from functools import cache
from pathlib import Path

import pytest

TABLE = Path(__file__).resolve().parents[6] / "shared" / "data" / "complaints" / "surabaya_2800.csv"


def real_table() -> Path:
    """The CSV; skips the test where it is not at hand."""
    if not TABLE.is_file():
        pytest.skip("the real complaints are not at hand")
    return TABLE


@cache
def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def real_rows() -> list[dict[str, str]]:
    """Its rows; skips the test where it is not at hand."""
    real_table()
    return _rows()
