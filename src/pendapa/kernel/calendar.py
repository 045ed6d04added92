"""Working days of a public body: weekdays less national holidays, collective leave and its own closures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings

FIRST_YEAR = 2000
LAST_YEAR = 2050  # the table of Nyepi, on the Balinese calendar, ends here

_ESTIMATED = "estimated"


class CalendarGap(ValueError):
    """A day lies beyond the years whose holidays are known."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"holidays are known from {FIRST_YEAR} to {LAST_YEAR}, not for {day.isoformat()}")


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days a body works: `weekdays` (0 Monday … 6 Sunday) less holidays and `extra_closures`, in `timezone`.

    Raises ValueError without a single weekday. National holidays and collective leave: joint ministerial decree of
    each year, as kept by the `holidays` library; later religious feasts are estimates (`rests_on_estimates`).
    """

    weekdays: frozenset[int]
    extra_closures: frozenset[date]
    timezone: ZoneInfo
    collective_leave: bool = True

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("a working week has at least one weekday between 0 (Monday) and 6 (Sunday)")

    def is_working_day(self, day: date) -> bool:
        """Whether the body works on `day`; raises CalendarGap beyond the known years."""
        return (
            not self._is_holiday(day)  # asked first: it also guards the known years
            and day.weekday() in self.weekdays
            and day not in self.extra_closures
        )

    def add_working_days(self, start: date, days: int) -> date:
        """The day on which `days` working days have passed, the first being the working day after `start`.

        Zero days is `start` itself; raises ValueError for negative days and CalendarGap beyond the known years.
        UU 25/2009.
        """
        if days < 0:
            raise ValueError("working days are counted forward")
        day = start
        while days:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` comes first.

        Raises CalendarGap beyond the known years.
        """
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(day) for day in _days_after(start, end))

    def rests_on_estimates(self, start: date, end: date) -> bool:
        """Whether a feast between the two days (inclusive) is only computed, not yet set by decree."""
        return any(
            _ESTIMATED in _holiday_names(day.year, self.collective_leave).get(day, "")
            for day in _days_after(start - timedelta(days=1), end)
        )

    def _is_holiday(self, day: date) -> bool:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise CalendarGap(day)
        return day in _holiday_names(day.year, self.collective_leave)


def body_calendar() -> WorkingCalendar:
    """The calendar of this installation's public body, from the settings PENDAPA_WORKING_WEEKDAYS (Monday–Friday
    when absent), PENDAPA_EXTRA_CLOSURES (dates), PENDAPA_COLLECTIVE_LEAVE (observed when absent) and TIME_ZONE."""
    return WorkingCalendar(
        weekdays=frozenset(getattr(settings, "PENDAPA_WORKING_WEEKDAYS", range(5))),
        extra_closures=frozenset(getattr(settings, "PENDAPA_EXTRA_CLOSURES", ())),
        timezone=ZoneInfo(settings.TIME_ZONE),
        collective_leave=getattr(settings, "PENDAPA_COLLECTIVE_LEAVE", True),
    )


def start_of_day(day: date) -> datetime:
    """The moment at which a day of the body begins."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def local_date(at: datetime) -> date:
    """The day it is at the body when `at` (aware) happens; raises ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


@cache
def _holiday_names(year: int, collective_leave: bool) -> dict[date, str]:
    categories = ("public", "government") if collective_leave else ("public",)
    return dict(holidays.country_holidays("ID", years=year, categories=categories, language="en_US"))


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
