"""Months, quarters, semesters and years: what an index is told for. Answers know only the month of their count."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MONTH = re.compile(r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])")


class Step(StrEnum):
    """How long one period of a row of periods is; the value is what an address says."""

    MONTH = "bulan"
    QUARTER = "triwulan"
    SEMESTER = "semester"
    YEAR = "tahun"


MONTHS_OF = {Step.MONTH: 1, Step.QUARTER: 3, Step.SEMESTER: 6, Step.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months, from the first day of one to the last day of the same or a later one."""

    first: date
    last: date


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def read_month(text: str) -> date | None:
    """The first day of "2026-11"; None for anything else."""
    found = _MONTH.fullmatch(text.strip())
    return date(int(found["year"]), int(found["month"]), 1) if found else None


def period_around(day: date, step: Step) -> Period:
    """The period of this length, counted from January, in which the day lies."""
    months = MONTHS_OF[step]
    first = (day.month - 1) // months * months + 1
    return Period(date(day.year, first, 1), last_day(date(day.year, first + months - 1, 1)))


def period_between(first: date, last: date) -> Period:
    """Whole months from that of the one day to that of the other, whichever comes first."""
    earlier, later = sorted((first, last))
    return Period(month_of(earlier), last_day(later))


def last_day(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def name_of(period: Period, step: Step) -> str:
    """A short name for a table: "2026-11", "2026 TW 3", "2026 S 1", "2026"."""
    number = (period.first.month - 1) // MONTHS_OF[step] + 1
    return {
        Step.MONTH: f"{period.first:%Y-%m}",
        Step.QUARTER: f"{period.first:%Y} TW {number}",
        Step.SEMESTER: f"{period.first:%Y} S {number}",
        Step.YEAR: f"{period.first:%Y}",
    }[step]
