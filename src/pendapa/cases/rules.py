"""Pure rules of cases: how a clock moves, what it has to say, and how a number is read aloud."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from pendapa.kernel.calendar import WorkingCalendar

WARNING_DAYS = 1
"""Working days before the deadline at which a clock warns; it warns once more on the day itself."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """Working days allowed, and the source that says so."""

    days: int
    source: str


OBJECTION_WINDOW = Deadline(21, "UU 30/2014 Pasal 77")
"""Working days after the decision in which its person may object."""
OBJECTION_ANSWER = Deadline(10, "UU 30/2014 Pasal 77")
"""Working days in which an objection is answered."""


class RunningClock(Protocol):
    """The days of a clock, as the rules read them."""

    working_days: int
    due_on: date
    paused_on: date | None
    stopped_on: date | None
    warned_on: date | None
    overdue_on: date | None


ClockNews = Literal["warning", "overdue"]


def due_after(calendar: WorkingCalendar, received_on: date, working_days: int) -> date:
    """The last day of a promise: counted from the working day after receipt."""
    return calendar.add_working_days(received_on, working_days)


def due_after_pause(calendar: WorkingCalendar, due_on: date, paused_on: date, resumed_on: date) -> date:
    """The deadline after a pause: later by the working days that passed in it, so that as many remain as before."""
    return calendar.add_working_days(due_on, max(0, calendar.working_days_between(paused_on, resumed_on)))


def days_left(calendar: WorkingCalendar, clock: RunningClock, today: date) -> int:
    """Working days until the deadline, counted from where the clock stands; negative when it has passed."""
    return calendar.working_days_between(clock.stopped_on or clock.paused_on or today, clock.due_on)


def progress(calendar: WorkingCalendar, clock: RunningClock, today: date) -> tuple[int, int]:
    """(n, m): the clock stands at working day n of the m promised; 0 on the day of receipt, above m when late."""
    return max(0, clock.working_days - days_left(calendar, clock, today)), clock.working_days


def clock_news(calendar: WorkingCalendar, clock: RunningClock, today: date) -> ClockNews | None:
    """What a running clock has to say today, None when nothing, or when it has said so already."""
    if clock.stopped_on is not None or clock.paused_on is not None:
        return None
    if today > clock.due_on:
        return "overdue" if clock.overdue_on is None else None
    left = calendar.working_days_between(today, clock.due_on)
    if left > WARNING_DAYS:
        return None
    if clock.warned_on is None:
        return "warning"
    said_before_the_day = clock.warned_on < clock.due_on
    return "warning" if today == clock.due_on and said_before_the_day else None


def objection_until(calendar: WorkingCalendar, decided_on: date) -> date:
    """The last day on which an objection to a decision can be filed. UU 30/2014 Art. 77."""
    return calendar.add_working_days(decided_on, OBJECTION_WINDOW.days)


def spoken_groups(number: str) -> list[str]:
    """A number as it is read aloud: sign by sign (no-break spaces between), in its groups."""
    return ["\u00a0".join(group) for group in re.split(r"[-\s]+", number) if group]
