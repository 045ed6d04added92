"""Clocks: they start, stand still while the applicant must act, go on, end, and warn. Call them on a locked case."""

from datetime import datetime
from typing import Any

from django.db import transaction

from pendapa.cases.actions.locking import lock_case
from pendapa.cases.kinds import is_sealed
from pendapa.cases.models import Case, Clock, ClockPause
from pendapa.cases.rules import ClockNews, clock_news, due_after, due_after_pause
from pendapa.cases.verbs import (
    ClockChanged,
    ClockOverdue,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockWarned,
)
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
    sealed = is_sealed(case)
    happened = ClockStarted(
        clock="" if sealed else name,
        working_days=None if sealed else working_days,
        due=None if sealed else clock.due_on,
        source="" if sealed else source,
        until=clock.due_on,
    )
    record(SYSTEM, happened, case.subject, at=at)
    return clock


@transaction.atomic(savepoint=False)
def change_promise(case: Case, name: str, working_days: int, source: str, *, at: datetime) -> Clock | None:
    """Let the clock of this name promise `working_days` counted from where it started; what it stood still is added.

    None, and nothing done, when there is no such clock, it has ended, or it promises that already.
    """
    clock = case.clocks.filter(name=name, stopped_on__isnull=True).first()
    if clock is None or (clock.working_days, clock.source) == (working_days, source):
        return None
    calendar = body_calendar()
    due_on = due_after(calendar, clock.started_on, working_days)
    for pause in clock.pauses.filter(ended_on__isnull=False).order_by("id"):
        due_on = due_after_pause(calendar, due_on, pause.started_on, pause.ended_on or pause.started_on)
    clock.working_days, clock.source, clock.due_on = working_days, source, due_on
    clock.warned_on = clock.overdue_on = None
    clock.save(update_fields=["working_days", "source", "due_on", "warned_on", "overdue_on"])
    _forget_loaded(case)
    sealed = is_sealed(case)
    happened = ClockChanged(
        clock="" if sealed else name,
        working_days=None if sealed else working_days,
        due=None if sealed else due_on,
        source="" if sealed else source,
        until=due_on,
    )
    record(SYSTEM, happened, case.subject, at=at)
    return clock


@transaction.atomic(savepoint=False)
def pause_clocks(case: Case, reason: str, *, at: datetime) -> None:
    """Every running clock stands still from today; `reason` is a code. One that stands still already stays so."""
    today, sealed = local_date(at), is_sealed(case)
    for clock in case.clocks.filter(stopped_on__isnull=True, paused_on__isnull=True).order_by("id"):
        clock.paused_on = today
        clock.save(update_fields=["paused_on"])
        ClockPause.objects.create(clock=clock, started_on=today, reason=reason)
        happened = ClockPaused(
            clock="" if sealed else clock.name, due=None if sealed else clock.due_on, reason="" if sealed else reason
        )
        record(SYSTEM, happened, case.subject, at=at)
    _forget_loaded(case)


@transaction.atomic(savepoint=False)
def resume_clocks(case: Case, *, at: datetime) -> None:
    """Every clock that stands still goes on; its deadline moves by the working days of the pause."""
    today, sealed = local_date(at), is_sealed(case)
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
            clock="" if sealed else clock.name,
            due=None if sealed else clock.due_on,
            working_days_paused=None if sealed else max(0, calendar.working_days_between(paused_on, today)),
            until=clock.due_on,
        )
        record(SYSTEM, happened, case.subject, at=at)
    _forget_loaded(case)


@transaction.atomic(savepoint=False)
def stop_clocks(case: Case, *, at: datetime, named: str = "") -> list[Clock]:
    """Every clock of the case ends, or the one of that name alone; those that ended now."""
    today, sealed = local_date(at), is_sealed(case)
    going = case.clocks.filter(stopped_on__isnull=True).order_by("id")
    ended = list(going.filter(name=named) if named else going)
    for clock in ended:
        clock.stopped_on = clock.paused_on or today
        clock.save(update_fields=["stopped_on"])
        clock.pauses.filter(ended_on__isnull=True).update(ended_on=today)
        happened = ClockStopped(
            clock="" if sealed else clock.name,
            due=None if sealed else clock.due_on,
            is_kept=None if sealed else clock.stopped_on <= clock.due_on,
        )
        record(SYSTEM, happened, case.subject, at=at)
    _forget_loaded(case)
    return ended


@transaction.atomic
def watch_clock(clock_id: int, *, at: datetime) -> ClockNews | None:
    """Record what a clock has to say today, once; None when it has nothing to say."""
    found = Clock.objects.filter(pk=clock_id).first()
    if found is None:
        return None
    case = lock_case(found.case_id)
    clock = Clock.objects.get(pk=clock_id)
    today, sealed = local_date(at), is_sealed(case)
    told: dict[str, Any] = {"clock": "" if sealed else clock.name, "due": None if sealed else clock.due_on}
    news = clock_news(body_calendar(), clock, today)
    if news == "warning":
        clock.warned_on = today
        clock.save(update_fields=["warned_on"])
        record(SYSTEM, ClockWarned(**told, until=clock.due_on), case.subject, at=at)
    elif news == "overdue":
        clock.overdue_on = today
        clock.save(update_fields=["overdue_on"])
        record(SYSTEM, ClockOverdue(**told, until=clock.due_on), case.subject, at=at)
    return news


def _forget_loaded(case: Case) -> None:
    case.__dict__.pop("loaded_clocks", None)
