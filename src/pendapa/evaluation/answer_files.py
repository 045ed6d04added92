"""Answers in a CSV file, read row by row: every fault is found, none stops the reading. Pure; knows no words of a page.

Two shapes: one row for each respondent with the columns U1 … U9 (and, where there are, the profile and the comment),
or one row for each element with how many gave 4, 3, 2 and 1, as reports print it (`element,n4,n3,n2,n1`).
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

ELEMENT_COLUMNS = tuple(f"u{place}" for place in range(1, 10))
SCORES = (4, 3, 2, 1)
MOST_ROWS = 20_000
MOST_RESPONDENTS = 10_000_000
LONGEST_CELL = 2_000


class Wrong(StrEnum):
    """What can be wrong with a file or a cell."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    COLUMNS = "columns"
    SCORE = "score"
    CELLS = "cells"
    VALUE = "value"
    COUNT = "count"
    UNEQUAL = "unequal"
    TOO_MANY = "too_many"
    NO_CSV = "no_csv"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its line (from 1, 0 for the whole file), the column as a person would name it, what was found."""

    line: int
    wrong: Wrong
    column: str = ""
    found: str = ""


IN_ENGLISH = {
    Wrong.EMPTY: "there is no answer in it",
    Wrong.NOT_TEXT: "it is not a text in UTF-8",
    Wrong.COLUMNS: "these columns are missing: {column}",
    Wrong.SCORE: "{column} must be 1, 2, 3 or 4, not {found!r}",
    Wrong.CELLS: "the row has more cells than there are columns",
    Wrong.VALUE: "{column} does not know the value {found!r}",
    Wrong.COUNT: "{column} must be a whole number, not {found!r}",
    Wrong.UNEQUAL: "{column} has another number of respondents than the other elements: {found}",
    Wrong.TOO_MANY: "it has more rows than can be taken at once",
    Wrong.NO_CSV: "it is not a CSV file",
}


def in_english(fault: Fault) -> str:
    """The fault as a plain sentence, for the command line."""
    return IN_ENGLISH[fault.wrong].format(column=fault.column, found=fault.found[:60])


@dataclass(frozen=True, slots=True)
class FileRow:
    """One respondent: nine scores, and the other columns that were asked for, by their name in small letters."""

    line: int
    scores: tuple[int, ...]
    others: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Summed:
    """What a file comes to: the nine sums and how many respondents."""

    sums: tuple[int, ...]
    respondents: int


def sums_in(content: bytes) -> Summed | list[Fault]:
    """The sums of a file of either shape, or all its faults."""
    lines = _lines(content)
    if isinstance(lines, Fault):
        return [lines]
    header, rows = lines
    if "element" in header and "u1" not in header:
        return _distribution(header, rows)
    read = _answers(header, rows, {})
    if isinstance(read, list) and read and isinstance(read[0], Fault):
        return [one for one in read if isinstance(one, Fault)]
    answers = [one for one in read if isinstance(one, FileRow)]
    sums = tuple(sum(answer.scores[place] for answer in answers) for place in range(len(ELEMENT_COLUMNS)))
    return Summed(sums, len(answers))


def rows_in(content: bytes, others: Mapping[str, frozenset[str] | None]) -> tuple[list[FileRow], list[Fault]]:
    """The answers of a file, and all its faults. `others` are further columns that may be there, each with the values
    that it knows (None: any text)."""
    lines = _lines(content)
    if isinstance(lines, Fault):
        return [], [lines]
    read = _answers(*lines, others)
    return [one for one in read if isinstance(one, FileRow)], [one for one in read if isinstance(one, Fault)]


def _lines(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]] | Fault:
    """The header in small letters, and the rows that hold something, each with its line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Fault(0, Wrong.NOT_TEXT)
    if "\x00" in text:
        return Fault(0, Wrong.NOT_TEXT)
    first = text.split("\n", 1)[0]
    delimiter = next((sign for sign in (";", "\t") if sign in first and "," not in first), ",")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        return Fault(reader.line_num, Wrong.NO_CSV)
    if not rows:
        return Fault(0, Wrong.EMPTY)
    if len(rows) > MOST_ROWS + 1:
        return Fault(0, Wrong.TOO_MANY)
    return [cell.strip().lower() for cell in rows[0][1]], rows[1:]


def _answers(
    header: Sequence[str], rows: Sequence[tuple[int, list[str]]], others: Mapping[str, frozenset[str] | None]
) -> list[FileRow] | list[Fault]:
    missing = [column.upper() for column in ELEMENT_COLUMNS if column not in header]
    if missing:
        return [Fault(1, Wrong.COLUMNS, ", ".join(missing))]
    if not rows:
        return [Fault(0, Wrong.EMPTY)]
    places = {column: header.index(column) for column in (*ELEMENT_COLUMNS, *others) if column in header}
    faults = [fault for line, row in rows for fault in _faults_of(line, row, len(header), places, others)]
    if faults:
        return faults
    return [
        FileRow(
            line,
            tuple(int(_cell(row, places[column])) for column in ELEMENT_COLUMNS),
            {column: _cell(row, places[column])[:LONGEST_CELL] for column in others if column in places},
        )
        for line, row in rows
    ]


def _faults_of(
    line: int,
    row: list[str],
    width: int,
    places: Mapping[str, int],
    others: Mapping[str, frozenset[str] | None],
) -> Iterator[Fault]:
    if any(cell.strip() for cell in row[width:]):
        yield Fault(line, Wrong.CELLS)
    for column, place in places.items():
        cell = _cell(row, place)
        known = others.get(column)
        if column in ELEMENT_COLUMNS:
            if cell not in ("1", "2", "3", "4"):
                yield Fault(line, Wrong.SCORE, column.upper(), cell)
        elif known is not None and cell not in known:
            yield Fault(line, Wrong.VALUE, column, cell)


def _distribution(header: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> Summed | list[Fault]:
    columns = [f"n{score}" for score in SCORES]
    missing = [column for column in columns if column not in header]
    if missing:
        return [Fault(1, Wrong.COLUMNS, ", ".join(missing))]
    found: dict[str, tuple[int, list[int]]] = {}
    faults: list[Fault] = []
    for line, row in rows:
        name = _cell(row, header.index("element")).lower()
        if name not in ELEMENT_COLUMNS or name in found:
            faults.append(Fault(line, Wrong.VALUE, "element", name))
            continue
        cells = [_cell(row, header.index(column)) for column in columns]
        wrong = [
            Fault(line, Wrong.COUNT, column, cell)
            for column, cell in zip(columns, cells, strict=True)
            if not (cell.isascii() and cell.isdigit() and int(cell[:12]) <= MOST_RESPONDENTS)
        ]
        faults += wrong
        found[name] = (line, [0] * len(SCORES) if wrong else [int(cell) for cell in cells])
    absent = [column.upper() for column in ELEMENT_COLUMNS if column not in found]
    if absent and not faults:
        faults.append(Fault(0, Wrong.COLUMNS, ", ".join(absent)))
    if faults:
        return faults
    respondents = sum(found["u1"][1])
    for name, (line, counts) in found.items():
        if sum(counts) != respondents:
            faults.append(Fault(line, Wrong.UNEQUAL, name.upper(), str(sum(counts))))
    if not faults and not respondents:
        faults.append(Fault(0, Wrong.EMPTY))
    if faults:
        return faults
    sums = tuple(
        sum(score * count for score, count in zip(SCORES, found[name][1], strict=True)) for name in ELEMENT_COLUMNS
    )
    return Summed(sums, respondents)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
