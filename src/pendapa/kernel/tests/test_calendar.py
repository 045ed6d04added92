from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.kernel.calendar import LAST_YEAR, CalendarGap, WorkingCalendar, body_calendar, local_date

OFFICE = WorkingCalendar(frozenset(range(5)), frozenset(), ZoneInfo("Asia/Jakarta"))
days = st.dates(date(2005, 1, 1), date(2047, 12, 31))
weeks = st.frozensets(st.integers(0, 6), min_size=1)


@given(weeks, days, st.integers(0, 120))
def test_adding_and_counting_working_days_agree(weekdays, start, count):
    calendar = WorkingCalendar(weekdays, frozenset(), ZoneInfo("Asia/Jakarta"))
    due = calendar.add_working_days(start, count)
    assert calendar.working_days_between(start, due) == count
    assert calendar.working_days_between(due, start) == -count
    assert count == 0 or calendar.is_working_day(due)


@given(days, st.integers(0, 40), st.integers(0, 40))
def test_working_days_add_up(start, first, second):
    assert OFFICE.add_working_days(OFFICE.add_working_days(start, first), second) == OFFICE.add_working_days(
        start, first + second
    )


@given(days, st.integers(1, 40))
def test_a_closure_never_brings_a_deadline_forward(start, count):
    closed = WorkingCalendar(OFFICE.weekdays, frozenset({start + timedelta(days=1)}), OFFICE.timezone)
    assert closed.add_working_days(start, count) >= OFFICE.add_working_days(start, count)


def test_holidays_and_collective_leave_are_not_worked():
    assert not OFFICE.is_working_day(date(2026, 8, 17))
    assert not OFFICE.is_working_day(date(2026, 3, 20))
    without_leave = WorkingCalendar(OFFICE.weekdays, frozenset(), OFFICE.timezone, collective_leave=False)
    assert without_leave.is_working_day(date(2026, 3, 20))


def test_the_clock_counts_from_the_working_day_after_receipt():
    assert OFFICE.add_working_days(date(2026, 8, 14), 1) == date(2026, 8, 18)


def test_days_beyond_the_known_holidays_are_a_gap():
    with pytest.raises(CalendarGap):
        OFFICE.add_working_days(date(LAST_YEAR, 12, 20), 20)
    with pytest.raises(CalendarGap):
        OFFICE.is_working_day(date(1990, 1, 1))


def test_an_estimated_feast_is_known_to_be_one():
    assert OFFICE.rests_on_estimates(date(2029, 2, 1), date(2029, 2, 28))
    assert not OFFICE.rests_on_estimates(date(2026, 1, 1), date(2026, 12, 31))


def test_a_week_without_days_is_refused():
    with pytest.raises(ValueError, match="weekday"):
        WorkingCalendar(frozenset(), frozenset(), OFFICE.timezone)


def test_the_body_sets_its_own_calendar(settings):
    settings.PENDAPA_WORKING_WEEKDAYS = range(6)
    settings.PENDAPA_EXTRA_CLOSURES = [date(2026, 9, 1)]
    assert body_calendar().is_working_day(date(2026, 9, 5))
    assert not body_calendar().is_working_day(date(2026, 9, 1))


def test_a_late_evening_in_utc_is_the_next_day_at_the_body(settings):
    settings.TIME_ZONE = "Asia/Jakarta"
    assert local_date(datetime(2026, 5, 1, 20, tzinfo=UTC)) == date(2026, 5, 2)
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 5, 1, 20))  # noqa: DTZ001 - the naive time is the point
