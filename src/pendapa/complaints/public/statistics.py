"""How long people waited for a first answer and for a solution. Pure: rows in, figures out.

Only published reports are ever counted (`public_complaints`), so that no figure can change by what is secret. Groups
below `FEWEST` are put together as "others", and not shown where even together they are fewer; a median of fewer than
`FEWEST` times is not shown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

FEWEST: Final = 5
OTHERS: Final = ""
"""The key of the group into which small ones are put."""


@dataclass(frozen=True, slots=True)
class ReportTimes:
    """One published report: its unit and topic (codes), the month of its arrival (its first day), and the days until
    first answer and solution, None where there is none yet."""

    unit: str
    topic: str
    month: date
    answer_days: float | None
    solution_days: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A group of reports. `answered` and `solved` are None where they are fewer than five but not none."""

    key: str
    count: int
    answered: int | None
    answer_days: float | None
    solved: int | None
    solution_days: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all published reports together, per unit, per topic and per month."""

    total: Figure
    units: list[Figure]
    topics: list[Figure]
    months: list[Figure]


def statistics_of(rows: Iterable[ReportTimes]) -> Statistics:
    """The figures of the reports; months in their order, the rest by size."""
    reports = list(rows)
    months = [figure for figure in _groups(reports, lambda row: row.month.isoformat()) if figure.key]
    return Statistics(
        total=figure_of("", reports),
        units=_groups(reports, lambda row: row.unit),
        topics=_groups(reports, lambda row: row.topic),
        months=sorted(months, key=lambda figure: figure.key),
    )


def figure_of(key: str, rows: list[ReportTimes]) -> Figure:
    """Counts and medians of one group."""
    answers = [row.answer_days for row in rows if row.answer_days is not None]
    solutions = [row.solution_days for row in rows if row.solution_days is not None]
    return Figure(key, len(rows), _count(answers), _median(answers), _count(solutions), _median(solutions))


def _groups(reports: list[ReportTimes], key_of: Callable[[ReportTimes], str]) -> list[Figure]:
    grouped: dict[str, list[ReportTimes]] = defaultdict(list)
    for row in reports:
        grouped[key_of(row)].append(row)
    small = [row for key, rows in grouped.items() if len(rows) < FEWEST or key == OTHERS for row in rows]
    shown = [figure_of(key, rows) for key, rows in grouped.items() if len(rows) >= FEWEST and key != OTHERS]
    shown.sort(key=lambda figure: (-figure.count, figure.key))
    return [*shown, figure_of(OTHERS, small)] if len(small) >= FEWEST else shown


def _count(values: list[float]) -> int | None:
    return None if 0 < len(values) < FEWEST else len(values)


def _median(values: list[float]) -> float | None:
    return round(median(values), 1) if len(values) >= FEWEST else None
