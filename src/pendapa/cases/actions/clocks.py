"""Clocks: they start, stand still while the applicant must act, go on, end, and warn. Call them on a locked case."""

from datetime import datetime

from django.db import transaction

from pendapa.cases.actions.locking import lock_case
from pendapa.cases.models import Case, Clock, ClockPause
from pendapa.cases.rules import ClockNews, clock_news, due_after, due_after_pause
from pendapa.cases.verbs import ClockOverdue, ClockPaused, ClockResumed, ClockStarted, ClockStopped, ClockWarned
from pendapa.journal.actions import record
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.kernel.statements import insert_row


@transaction.atomic(savepoint=False)
def start_clock(case: Case, name: str, working_days: int, source: str, *, at: datetime) -> Clock:
    """A promise of `working_days`, counted from the working day after `at`; `source` is the rule that sets it."""
    started_on = local_date(at)
    clock = Clock(
        case=case,
        name=name,
        working_days=working_days,
        source=source,
        started_on=started_on,
        due_on=due_after(body_calendar(), started_on, working_days),
    )
    insert_row(clock)
    _forget_loaded(case)
    record(
        SYSTEM,
        ClockStarted(clock=name, working_days=working_days, due=clock.due_on, source=source),
        case.subject,
        at=at,
    )
    return clock


@transaction.atomic(savepoint=False)
def pause_clocks(case: Case, reason: str, *, at: datetime) -> None:
    """Every running clock stands still from today; `reason` is a code. One that stands still already stays so."""
    today = local_date(at)
    for clock in case.clocks.filter(stopped_on__isnull=True, paused_on__isnull=True).order_by("id"):
        clock.paused_on = today
        clock.save(update_fields=["paused_on"])
        ClockPause.objects.create(clock=clock, started_on=today, reason=reason)
        record(SYSTEM, ClockPaused(clock=clock.name, due=clock.due_on, reason=reason), case.subject, at=at)
    _forget_loaded(case)


@transaction.atomic(savepoint=False)
def resume_clocks(case: Case, *, at: datetime) -> None:
    """Every clock that stands still goes on; its deadline moves by the working days of the pause."""
    today = local_date(at)
    calendar = body_calendar()
    for clock in case.clocks.filter(stopped_on__isnull=True, paused_on__isnull=False).order_by("id"):
        before = clock.due_on
        paused_on = clock.paused_on or today
        clock.due_on = due_after_pause(calendar, before, paused_on, today)
        clock.paused_on = None
        if clock.due_on > before:
            clock.warned_on = None
        clock.save(update_fields=["due_on", "paused_on", "warned_on"])
        clock.pauses.filter(ended_on__isnull=True).update(ended_on=today)
        happened = ClockResumed(
            clock=clock.name,
            due=clock.due_on,
            working_days_paused=max(0, calendar.working_days_between(paused_on, today)),
        )
        record(SYSTEM, happened, case.subject, at=at)
    _forget_loaded(case)


@transaction.atomic(savepoint=False)
def stop_clocks(case: Case, *, at: datetime) -> None:
    """Every clock of the case ends."""
    today = local_date(at)
    for clock in case.clocks.filter(stopped_on__isnull=True).order_by("id"):
        clock.stopped_on = clock.paused_on or today
        clock.save(update_fields=["stopped_on"])
        clock.pauses.filter(ended_on__isnull=True).update(ended_on=today)
        is_kept = clock.stopped_on <= clock.due_on
        record(SYSTEM, ClockStopped(clock=clock.name, due=clock.due_on, is_kept=is_kept), case.subject, at=at)
    _forget_loaded(case)


@transaction.atomic
def watch_clock(clock_id: int, *, at: datetime) -> ClockNews | None:
    """Record what a clock has to say today, once; None when it has nothing to say."""
    found = Clock.objects.filter(pk=clock_id).first()
    if found is None:
        return None
    case = lock_case(found.case_id)
    clock = Clock.objects.get(pk=clock_id)
    today = local_date(at)
    news = clock_news(body_calendar(), clock, today)
    if news == "warning":
        clock.warned_on = today
        clock.save(update_fields=["warned_on"])
        record(SYSTEM, ClockWarned(clock=clock.name, due=clock.due_on), case.subject, at=at)
    elif news == "overdue":
        clock.overdue_on = today
        clock.save(update_fields=["overdue_on"])
        record(SYSTEM, ClockOverdue(clock=clock.name, due=clock.due_on), case.subject, at=at)
    return news


def _forget_loaded(case: Case) -> None:
    case.__dict__.pop("loaded_clocks", None)
