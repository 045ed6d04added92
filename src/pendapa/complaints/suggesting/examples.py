"""What is learned from: complaints that were answered."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COLUMNS = ("text", "agency")


class WrongColumns(ValueError):
    """A table that lacks a column; the text names it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A complaint that was answered: what it said, where it was, and who answered it under which topic."""

    text: str
    unit: str
    topic: str = ""
    district: str = ""
    village: str = ""


def examples_in(lines: Iterable[str]) -> Iterator[Example]:
    """The rows of a CSV with `text` and `agency`, and `topic`, `district`, `village` where there are any.

    Rows without a text or an agency teach nothing and are passed over. Raises WrongColumns.
    """
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise WrongColumns(", ".join(missing))
    for row in reader:
        text, unit, topic, district, village = (
            (row.get(name) or "").strip() for name in ("text", "agency", "topic", "district", "village")
        )
        if text and unit:
            yield Example(text, unit, topic, district, village)
