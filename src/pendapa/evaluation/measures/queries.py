"""The reads: figures as they are published, and what scorecards are made of."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection, transaction

from pendapa.evaluation.cells import COUNTS, Cell, Figures, Key, widened
from pendapa.evaluation.measures.keeping import cell_of
from pendapa.evaluation.measures.models import Progress
from pendapa.kernel.statements import run_prepared

_CELL: Final = ", ".join((*COUNTS, "ratings", "days", "steps", "abandoned"))
_EVERY_CELL: Final = f"SELECT unit, service, month, {_CELL} FROM measures_monthlycount"  # noqa: S608 - our own columns
_MONTHS: Final = _EVERY_CELL + " WHERE unit = %s AND service = %s"
_TOLD: Final = ", ".join((*COUNTS, "ratings", "days"))
_EVERY_ROW: Final = f"SELECT unit, service, month, {_TOLD} FROM measures_monthlycount"  # noqa: S608 - our own columns
"""What a table of units or services shows of a cell."""
_UNITS: Final = _EVERY_ROW + " WHERE service = '' AND month = ANY(%s::text[]) AND unit <> ''"
_UNITS_AMONG: Final = _UNITS + " AND unit = ANY(%s::text[])"
_MONTHS_AMONG: Final = "SELECT DISTINCT month FROM measures_monthlycount WHERE service = '' AND unit = ANY(%s::text[])"
_SERVICES: Final = (
    _EVERY_ROW + " WHERE unit = %s AND month = ANY(%s::text[]) AND service <> '' "
    "ORDER BY decided DESC, accepted DESC, respondents DESC, service LIMIT %s"
)
_OVERDUE: Final = "FILTER (WHERE due_on <> '' AND due_on < %s)"
_WORK: Final = (
    f"SELECT unit, service, sum(waiting), coalesce(sum(running) {_OVERDUE}, 0), 0 FROM measures_casesatwork "  # noqa: S608
    "WHERE cardinality(%s::text[]) = 0 OR unit = ANY(%s::text[]) GROUP BY unit, service "
    "UNION ALL SELECT unit, service, 0, 0, count(*) FROM measures_measuredfinding WHERE is_open GROUP BY unit, service"
)
_OVERDUE_BY_MONTH: Final = (
    "SELECT unit, service, month, sum(running) FROM measures_casesatwork "
    "WHERE due_on <> '' AND due_on < %s GROUP BY unit, service, month"
)
_FINDINGS_BY_MONTH: Final = (
    "SELECT unit, service, to_char(opened_on, 'YYYY-MM'), count(*) "
    "FROM measures_measuredfinding WHERE is_open GROUP BY 1, 2, 3"
)


@dataclass(frozen=True, slots=True)
class Work:
    """What lies with a unit or service now: cases not ended, those of them overdue, findings not closed."""

    waiting: int = 0
    overdue: int = 0
    findings: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(self.waiting + other.waiting, self.overdue + other.overdue, self.findings + other.findings)


@dataclass(frozen=True, slots=True)
class Published:
    """Every figure over exactly the first `size` leaves of the log, as of a day."""

    size: int
    as_of: date
    figures: dict[Key, Figures]


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read in the block stands as of one moment, whatever is counted meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            run_prepared("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def counted_leaves() -> int:
    """How many leaves of the log are counted."""
    return Progress.objects.values_list("size", flat=True).first() or 0


def published_figures(as_of: date) -> Published:
    """All figures, read at one moment (four queries)."""
    with one_moment():
        size = counted_leaves()
        cells = {Key(*row[:3]): cell_of(row[3:]) for row in run_prepared(_EVERY_CELL)}
        overdue = _widely_counted(run_prepared(_OVERDUE_BY_MONTH, [as_of.isoformat()]))
        findings = _widely_counted(run_prepared(_FINDINGS_BY_MONTH))
    nothing = Cell()
    keys = cells.keys() | overdue.keys() | findings.keys()
    return Published(
        size, as_of, {k: cells.get(k, nothing).figures(overdue.get(k, 0), findings.get(k, 0)) for k in keys}
    )


def months_of(unit: str = "", service: str = "") -> dict[str, Cell]:
    """The cells of a unit and a service ("" for all of them) by month, that of all months under "" (one query)."""
    return {row[2]: cell_of(row[3:]) for row in run_prepared(_MONTHS, [unit, service])}


def units_in(*months: str, among: Iterable[str] | None = None) -> dict[tuple[str, str], Cell]:
    """The cells of every unit, or of these, in these months, by unit and month (one query); without steps and pages."""
    asked = [list(months)] if among is None else [list(months), list(among)]
    rows = run_prepared(_UNITS if among is None else _UNITS_AMONG, asked)
    return {(row[0], row[2]): cell_of(row[3:]) for row in rows}


def months_among(units: Iterable[str]) -> set[str]:
    """The months in which one of these units has anything, and "" where one has (one query)."""
    return {month for (month,) in run_prepared(_MONTHS_AMONG, [list(units)])}


def services_in(*months: str, unit: str = "", most: int | None = None) -> dict[tuple[str, str], Cell]:
    """The cells of every service in these months, of one unit or of all, by service and month (one query); without
    steps and pages. At most so many, those with most decisions first."""
    rows = run_prepared(_SERVICES, [unit, list(months), most])
    return {(row[1], row[2]): cell_of(row[3:]) for row in rows}


def work_now(as_of: date, *units: str) -> dict[tuple[str, str], Work]:
    """What lies with each unit (or with these) and service, "" for none known (one query)."""
    found: dict[tuple[str, str], Work] = {}
    for holder, service, *counts in run_prepared(_WORK, [as_of.isoformat(), list(units), list(units)]):
        found[holder, service] = found.get((holder, service), Work()) + Work(*map(int, counts))
    return found


def work_of(found: Mapping[tuple[str, str], Work], unit: str = "", service: str = "") -> Work:
    """The part of it that a unit, a service or ("" for both) the whole body has."""
    return sum(
        (work for (u, s), work in found.items() if unit in ("", u) and service in ("", s)),
        Work(),
    )


def work_by_unit(found: Mapping[tuple[str, str], Work]) -> dict[str, Work]:
    """The part of it that each unit has."""
    return _work_by(0, found)


def work_by_service(found: Mapping[tuple[str, str], Work], unit: str = "") -> dict[str, Work]:
    """The part of it that each service has, at one unit or at all."""
    return _work_by(1, {key: work for key, work in found.items() if unit in ("", key[0])})


def _work_by(part: int, found: Mapping[tuple[str, str], Work]) -> dict[str, Work]:
    by: dict[str, Work] = {}
    for key, work in found.items():
        by[key[part]] = by[key[part]] + work if key[part] in by else work
    return by


def _widely_counted(rows: Iterable[tuple[Any, ...]]) -> dict[Key, int]:
    counted: dict[Key, int] = {}
    for unit, service, month, count in rows:
        for wider in widened(Key(unit, service, month)):
            counted[wider] = counted.get(wider, 0) + int(count)
    return counted
