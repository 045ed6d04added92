"""States and cells as rows: read for the matters that a batch of leaves is about, written back many at a time."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pendapa.evaluation.cells import COUNTS, CaseState, Cell, FindingState, Key
from pendapa.kernel.statements import run_prepared

_CASE_COLUMNS = {
    "about": "text", "unit": "text", "service": "text", "accepted_on": "date", "is_complaint": "boolean",
    "is_part": "boolean", "clocks": "jsonb", "is_kept": "boolean", "is_decided": "boolean", "is_ended": "boolean",
    "corrections": "integer", "reopenings": "integer", "step_on": "date",
}  # fmt: skip
_ADD_WORK = """INSERT INTO measures_casesatwork AS kept (unit, service, month, due_on, waiting, running)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::integer[], %s::integer[])
    ON CONFLICT (unit, service, month, due_on)
    DO UPDATE SET waiting = kept.waiting + excluded.waiting, running = kept.running + excluded.running"""
_FORGET_NO_WORK = "DELETE FROM measures_casesatwork WHERE waiting = 0 AND running = 0"
_FINDING_COLUMNS = {"about": "text", "unit": "text", "service": "text", "opened_on": "date", "is_open": "boolean"}
_CELL_COLUMNS = {
    "unit": "text", "service": "text", "month": "text", **dict.fromkeys(COUNTS, "integer"),
    "ratings": "jsonb", "days": "jsonb", "steps": "jsonb", "abandoned": "jsonb",
}  # fmt: skip


WorkKey = tuple[str, str, str, str]
"""Unit, service, month of acceptance, and the due date of the clock that runs, or ""."""
WorkCount = tuple[int, int]
"""Cases that wait, and cases with a clock that runs."""


def cases_about(abouts: Iterable[str]) -> dict[str, CaseState]:
    """What is known of these cases, by `about` (one query)."""
    columns = ", ".join(_CASE_COLUMNS)
    rows = run_prepared(
        f"SELECT {columns} FROM measures_measuredcase WHERE about = ANY(%s::text[])",  # noqa: S608 - our own columns
        [list(abouts)],
    )
    return {row[0]: _state_of(*row[1:]) for row in rows}


def findings_about(abouts: Iterable[str]) -> dict[str, FindingState]:
    """What is known of these findings, by `about` (one query)."""
    rows = run_prepared(
        "SELECT about, unit, service, opened_on, is_open FROM measures_measuredfinding WHERE about = ANY(%s::text[])",
        [list(abouts)],
    )
    return {
        about: FindingState(unit, service, opened.isoformat(), is_open)
        for about, unit, service, opened, is_open in rows
    }


def keep_cases(cases: Mapping[str, CaseState]) -> None:
    """Write the states, new ones and known ones."""
    rows = [
        (
            about, case.unit, case.service, case.accepted_on or None, case.is_complaint, case.is_part,
            json.dumps(case.clocks), case.is_kept, case.is_decided, case.is_ended, case.corrections, case.reopenings,
            case.step_on or None,
        )
        for about, case in cases.items()
    ]  # fmt: skip
    _write("measures_measuredcase", _CASE_COLUMNS, ("about",), rows)


def add_work(changes: Mapping[WorkKey, WorkCount]) -> None:
    """Add these differences to the counts of cases at work (two statements)."""
    rows = [(*key, *change) for key, change in changes.items() if change != (0, 0)]
    if rows:
        run_prepared(_ADD_WORK, [list(column) for column in zip(*rows, strict=True)])
        run_prepared(_FORGET_NO_WORK)


def keep_findings(findings: Mapping[str, FindingState]) -> None:
    """Write the states, new ones and known ones."""
    rows = [
        (about, finding.unit, finding.service, finding.opened_on, finding.is_open)
        for about, finding in findings.items()
    ]
    _write("measures_measuredfinding", _FINDING_COLUMNS, ("about",), rows)


def cells_of(keys: Iterable[Key]) -> dict[Key, Cell]:
    """The cells that are kept under these keys (one query)."""
    wanted = list(keys)
    rows = run_prepared(
        f"SELECT {', '.join(_CELL_COLUMNS)} FROM measures_monthlycount "  # noqa: S608 - our own columns
        "WHERE (unit, service, month) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]))",
        [[key.unit for key in wanted], [key.service for key in wanted], [key.month for key in wanted]],
    )
    return {Key(*row[:3]): cell_of(row[3:]) for row in rows}


def cell_of(row: tuple[Any, ...]) -> Cell:
    """A cell from its columns: the counts in the order of `COUNTS`, then as JSON ratings and days, and, where they
    were asked for, steps and pages."""
    cell = Cell(*row[: len(COUNTS)])
    ratings, days, *more = (json.loads(part) for part in row[len(COUNTS) :])
    if more:
        cell.steps, cell.abandoned = more
    cell.ratings = ratings or cell.ratings
    cell.days = {int(day): count for day, count in days.items()}
    return cell


def keep_cells(cells: Mapping[Key, Cell]) -> None:
    """Write the cells, in place of what was kept under their keys."""
    rows = [
        (
            *key, *(getattr(cell, name) for name in COUNTS), json.dumps(cell.ratings), json.dumps(cell.days),
            json.dumps(cell.steps), json.dumps(cell.abandoned),
        )
        for key, cell in cells.items()
    ]  # fmt: skip
    _write("measures_monthlycount", _CELL_COLUMNS, ("unit", "service", "month"), rows)


def _write(table: str, columns: Mapping[str, str], key: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    places = ", ".join(f"%s::{'text' if kind == 'jsonb' else kind}[]" for kind in columns.values())
    given = ", ".join(f"{name}::jsonb" if kind == "jsonb" else name for name, kind in columns.items())
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    run_prepared(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {given} "  # noqa: S608 - our own tables and columns
        f"FROM unnest({places}) AS given ({', '.join(columns)}) "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}",
        [list(column) for column in zip(*rows, strict=True)],
    )


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _state_of(*row: Any) -> CaseState:
    unit, service, accepted, is_complaint, is_part, clocks, kept, decided, ended, corrections, again, step = row
    return CaseState(
        unit, service, _text(accepted), is_complaint, is_part, json.loads(clocks), kept, decided, ended, corrections,
        again, _text(step),
    )  # fmt: skip
