from datetime import date, timedelta

import pytest
from django.db import transaction

from pendapa.cases import tasks
from pendapa.cases.actions import pause_clocks, resume_clocks, stop_clocks, watch_clock
from pendapa.cases.queries import clock_progress, main_clock
from pendapa.cases.tests.factories import A_MONDAY, make_case
from pendapa.journal.models import Entry

pytestmark = pytest.mark.django_db


def days_later(days):
    return A_MONDAY + timedelta(days=days)


def verbs_of(case):
    return list(Entry.objects.filter(subject_id=str(case.pk)).order_by("id").values_list("verb", flat=True))


def test_the_clock_counts_from_the_working_day_after_receipt():
    clock = main_clock(make_case(working_days=3))
    assert clock.due_on == date(2026, 3, 5)
    assert clock_progress(clock, date(2026, 3, 2)) == (0, 3)
    assert clock_progress(clock, date(2026, 3, 4)) == (2, 3)
    assert clock_progress(clock, date(2026, 3, 6)) == (4, 3)


def test_a_pause_moves_the_deadline_by_the_working_days_that_passed():
    case = make_case(working_days=3)
    pause_clocks(case, "applicant_must_act", at=days_later(1))
    pause_clocks(case, "applicant_must_act", at=days_later(2))
    assert clock_progress(main_clock(case), date(2026, 3, 20)) == (1, 3)
    resume_clocks(case, at=days_later(8))
    resume_clocks(case, at=days_later(9))
    clock = main_clock(case)
    assert clock.due_on == date(2026, 3, 12)
    assert [(p.started_on, p.ended_on) for p in clock.pauses.all()] == [(date(2026, 3, 3), date(2026, 3, 10))]
    assert verbs_of(case) == ["clock.started", "clock.paused", "clock.resumed"]


def test_a_stopped_clock_says_whether_the_promise_was_kept():
    case = make_case(working_days=1)
    stop_clocks(case, at=days_later(3))
    entry = Entry.objects.get(verb="clock.stopped")
    assert entry.payload == {"clock": "standard", "due": "2026-03-03", "is_kept": False}


def test_watching_again_says_nothing_again(monkeypatch):
    case = make_case(working_days=3)
    for day, expected in ((1, 0), (2, 1), (3, 1), (4, 1), (5, 0)):
        monkeypatch.setattr(tasks.timezone, "now", lambda day=day: days_later(day))
        assert tasks.watch_clocks.func() == expected
        assert tasks.watch_clocks.func() == 0
    assert verbs_of(case) == ["clock.started", "clock.warned", "clock.warned", "clock.overdue"]


def test_the_warning_comes_anew_for_a_deadline_that_moved():
    case = make_case(working_days=3)
    clock = main_clock(case)
    assert watch_clock(clock.pk, at=days_later(2)) == "warning"
    pause_clocks(case, "applicant_must_act", at=days_later(2))
    assert watch_clock(clock.pk, at=days_later(10)) is None
    resume_clocks(case, at=days_later(9))
    assert watch_clock(clock.pk, at=days_later(9)) == "warning"


def test_the_revision_does_not_change_when_a_clock_warns():
    case = make_case(working_days=1)
    with transaction.atomic():
        watch_clock(main_clock(case).pk, at=days_later(3))
    revision = case.revision
    case.refresh_from_db()
    assert case.revision == revision
