from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pendapa.cases.rules import clock_news, days_left, due_after, due_after_pause, progress, spoken_groups
from pendapa.kernel.calendar import WorkingCalendar

CALENDAR = WorkingCalendar(frozenset(range(5)), frozenset(), ZoneInfo("Asia/Jakarta"))
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PROMISES = st.integers(1, 40)
GAPS = st.integers(0, 60)


@dataclass
class A_Clock:
    working_days: int
    due_on: date
    paused_on: date | None = None
    stopped_on: date | None = None
    warned_on: date | None = None
    overdue_on: date | None = None


@given(DAYS, PROMISES, GAPS, GAPS)
def test_after_a_pause_as_many_working_days_remain_as_before(start, promise, until_pause, pause):
    due = due_after(CALENDAR, start, promise)
    paused_on = start + timedelta(days=until_pause)
    resumed_on = paused_on + timedelta(days=pause)
    moved = due_after_pause(CALENDAR, due, paused_on, resumed_on)
    assert CALENDAR.working_days_between(resumed_on, moved) == CALENDAR.working_days_between(paused_on, due)
    assert moved >= due


@given(DAYS, PROMISES, GAPS)
def test_a_pause_ended_on_the_same_day_moves_nothing(start, promise, until_pause):
    due = due_after(CALENDAR, start, promise)
    day = start + timedelta(days=until_pause)
    assert due_after_pause(CALENDAR, due, day, day) == due


@given(DAYS, PROMISES, st.lists(st.tuples(GAPS, GAPS), max_size=4))
def test_the_clock_counts_exactly_the_working_days_outside_its_pauses(start, promise, spans):
    clock = A_Clock(promise, due_after(CALENDAR, start, promise))
    today, worked = start, 0
    for running, paused in spans:
        next_pause = today + timedelta(days=running)
        worked += CALENDAR.working_days_between(today, next_pause)
        today = next_pause + timedelta(days=paused)
        clock.due_on = due_after_pause(CALENDAR, clock.due_on, next_pause, today)
    assert progress(CALENDAR, clock, today) == (worked, promise)


@given(DAYS, PROMISES, GAPS, GAPS)
def test_a_clock_that_stands_still_shows_the_same_day_however_long(start, promise, until_pause, pause):
    paused_on = start + timedelta(days=until_pause)
    clock = A_Clock(promise, due_after(CALENDAR, start, promise), paused_on=paused_on)
    assert progress(CALENDAR, clock, paused_on + timedelta(days=pause)) == progress(CALENDAR, clock, paused_on)


@given(DAYS, PROMISES)
def test_a_watched_clock_warns_at_most_twice_and_then_says_once_that_it_is_late(start, promise):
    clock = A_Clock(promise, due_after(CALENDAR, start, promise))
    said = []
    for ahead in range(1, (clock.due_on - start).days + 15):
        today = start + timedelta(days=ahead)
        news = clock_news(CALENDAR, clock, today)
        if news == "warning":
            clock.warned_on = today
        elif news == "overdue":
            clock.overdue_on = today
        if news:
            said.append((news, today))
        assert clock_news(CALENDAR, clock, today) is None
    assert said[-1] == ("overdue", clock.due_on + timedelta(days=1))
    assert ("warning", clock.due_on) in said
    assert all(CALENDAR.working_days_between(day, clock.due_on) <= 1 for news, day in said if news == "warning")
    assert len(said) == (2 if clock.due_on == start + timedelta(days=1) else 3)


def test_a_paused_or_ended_clock_says_nothing():
    due = date(2026, 3, 5)
    assert clock_news(CALENDAR, A_Clock(3, due, paused_on=date(2026, 3, 3)), date(2026, 4, 1)) is None
    assert clock_news(CALENDAR, A_Clock(3, due, stopped_on=date(2026, 3, 3)), date(2026, 4, 1)) is None


def test_days_left_are_negative_when_late():
    assert days_left(CALENDAR, A_Clock(3, date(2026, 3, 5)), date(2026, 3, 9)) == -2


def test_a_number_is_read_sign_by_sign_in_groups():
    assert [group.replace("\u00a0", " ") for group in spoken_groups("SKU-7Q2M-48KX")] == ["S K U", "7 Q 2 M", "4 8 K X"]
