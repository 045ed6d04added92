"""The clock that a case is read by, and where it stands."""

from datetime import date

from pendapa.cases.models import Case, Clock
from pendapa.cases.rules import progress
from pendapa.kernel.calendar import body_calendar


def main_clock(case: Case) -> Clock | None:
    """The clock that matters now: of those that have not ended the one due first, else the first that was started."""
    return case.main_clock


def clock_progress(clock: Clock, today: date) -> tuple[int, int]:
    """(n, m): working day n of the m promised."""
    return progress(body_calendar(), clock, today)
