"""A measure over whole months, from the counts that are kept of the public log."""

from datetime import date

from pendapa.evaluation.cells import ELEMENTS, Cell, index_of, median_of
from pendapa.evaluation.measures.queries import months_of
from pendapa.kernel.calendar import local_date
from pendapa.oversight.models import CorrectiveAction, Finding
from pendapa.oversight.rules import Reading

MONTHS_BEFORE = 3
"""How many months before the issue of a finding are taken as "before"."""


def reading_of(measure: str, unit: str, service: str, months: list[str]) -> Reading | None:
    """The measure of a unit and service ("" for all) over these months ("2026-11"); None where nothing was counted, or
    for a measure that is not kept by month."""
    kept = months_of(unit, service)
    total = Cell()
    for month in months:
        if month in kept:
            total.add(kept[month])
    return _reading(measure, total)


def before_of(finding: Finding) -> Reading | None:
    """The measure before: as the alarm told it, else over the three months before the month of the issue."""
    if finding.measured_value is not None and finding.measured_n is not None:
        return Reading(finding.measured_value, finding.measured_n)
    if finding.issued_at is None:
        return None
    months = _months_before(local_date(finding.issued_at), MONTHS_BEFORE)
    counted = reading_of(finding.measure, finding.measure_unit, finding.measure_service, months)
    if finding.measured_value is not None:
        return Reading(finding.measured_value, counted.n if counted else 0)
    return counted


def after_of(action: CorrectiveAction, today: date) -> Reading | None:
    """The measure after: over the months that follow the one in which the action was accepted, up to now."""
    if action.accepted_at is None:
        return None
    finding = action.finding
    months = _months_after(local_date(action.accepted_at), today)
    return reading_of(finding.measure, finding.measure_unit, finding.measure_service, months)


def _reading(measure: str, cell: Cell) -> Reading | None:
    if measure == "index":
        index = index_of(sum(cell.ratings), cell.respondents)
        return None if index is None else Reading(index, cell.respondents)
    if measure in ELEMENTS:
        return _share(cell.ratings[ELEMENTS.index(measure)], cell.respondents)
    if measure == "median_days":
        median = median_of(cell.days)
        return None if median is None else Reading(float(median), sum(cell.days.values()))
    complaints, applications = cell.complaints_among
    of = {
        "on_time": (cell.on_time, cell.on_time + cell.late),
        "reopened": (cell.reopened, cell.decided),
        "corrections": (cell.corrections, cell.decided),
        "complaints": (1000 * complaints, applications),
    }
    return _share(*of[measure]) if measure in of else None


def _share(part: int, whole: int) -> Reading | None:
    return Reading(part / whole, whole) if whole else None


def _months_before(day: date, count: int) -> list[str]:
    months, year, month = [], day.year, day.month
    for _step in range(count):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        months.append(f"{year:04}-{month:02}")
    return months


def _months_after(day: date, today: date) -> list[str]:
    months, year, month = [], day.year, day.month
    while (year, month) < (today.year, today.month):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        months.append(f"{year:04}-{month:02}")
    return months
