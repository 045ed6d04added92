"""The clock that a case is read by, and where it stands."""

from datetime import date

from pendapa.cases.models import Case, Clock
from pendapa.cases.rules import progress
from pendapa.kernel.calendar import body_calendar


def main_clock(case: Case) -> Clock | None:
    """The clock that matters now: of those that have not ended the one due first, else the first that was started."""
    clocks = case.loaded_clocks
    going = [clock for clock in clocks if clock.stopped_on is None]
    return min(going, key=lambda clock: clock.due_on) if going else next(iter(clocks), None)


def clock_progress(clock: Clock, today: date) -> tuple[int, int]:
    """(n, m): working day n of the m promised."""
    return progress(body_calendar(), clock, today)
