"""Applications of a year as a journal would tell of them, made by chance: the entries alone, without the cases.

What is made is what the program's own actions record, verb by verb.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from pendapa.applications.verbs import (
    ApplicationCorrected,
    ApplicationReturned,
    ApplicationSubmitted,
    DraftDiscarded,
    TaskCompleted,
)
from pendapa.cases.rules import due_after, due_after_pause
from pendapa.cases.verbs import (
    CaseDecided,
    CaseReopened,
    CaseWithdrawn,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ObjectionAnswered,
    ObjectionFiled,
)
from pendapa.journal.actions import Subject
from pendapa.kernel.calendar import body_calendar, local_date

DAYS: Final = 365
WITHDRAWN: Final = 0.01
OBJECTED: Final = 0.008
DISCARDED: Final = 0.15


@dataclass(frozen=True, slots=True)
class Plan:
    """One service: its share of the applications, and the chances of a decision that is late, first and last."""

    slug: str
    unit: str
    working_days: int
    weight: int
    late_first: float
    late_last: float
    corrected: float
    rating: float
    """The mean of its answers, 1 to 4."""


Event = tuple[datetime, int, Subject, object]
"""When, the number that keeps the order within a moment, about what, and the verb."""
Told = Iterator[tuple[datetime, Subject, object]]


class Year:
    """Draws stories; whatever would lie after the last day does not happen."""

    def __init__(self, last_day: date, chance: Random, plans: Sequence[Plan]) -> None:
        self.chance = chance
        self.plans = plans
        self.calendar = body_calendar()
        self.last_day = last_day
        self.first_day = last_day - timedelta(days=DAYS - 1)
        self._number = 0

    def beginnings(self, cases: int) -> list[datetime]:
        """The moments at which a case begins, in order."""
        span = (self.last_day - self.first_day).days
        return sorted(
            self.moment(self.first_day + timedelta(days=self.chance.randint(0, span)), 8, 15) for _ in range(cases)
        )

    def story_from(self, at: datetime) -> Iterator[Event]:
        """A whole case that begins at this moment, as far as the last day."""
        subject = Subject("case", str(UUID(int=self.chance.getrandbits(128), version=4)))
        for moment, about, happened in self.story(at, subject):
            if local_date(moment) <= self.last_day:
                self._number += 1
                yield moment, self._number, about, happened

    def story(self, at: datetime, subject: Subject) -> Told:
        return self._application(at, subject)

    def _application(self, at: datetime, subject: Subject) -> Told:
        plan = self.chance.choices(self.plans, [plan.weight for plan in self.plans])[0]
        if self.chance.random() < DISCARDED:
            draft = Subject("draft", str(UUID(int=self.chance.getrandbits(128), version=4)))
            page = self.chance.choice(("identitas", "alamat", "berkas", "berkas", "pernyataan"))
            yield at, draft, DraftDiscarded(service=plan.slug, page=page)
        due = due_after(self.calendar, at.date(), plan.working_days)
        yield at, subject, clock_started("standard", plan.working_days, due)
        yield at, subject, ApplicationSubmitted(service=plan.slug, standard_version=1, unit=plan.unit, due=due)
        if self.chance.random() < WITHDRAWN:
            at = self.later(at, 1)
            yield at, subject, clock_stopped("standard", due, at)
            yield at, subject, CaseWithdrawn(unit=plan.unit)
            return
        if self.chance.random() < plan.corrected:
            paused = self.later(at, self.chance.randint(0, max(0, plan.working_days - 1)))
            yield paused, subject, _task("periksa", "perbaiki")
            yield paused, subject, ClockPaused(clock="standard", due=due, reason="applicant_must_act")
            yield paused, subject, ApplicationReturned(reason="Foto KTP tidak terbaca.", fields=["photo_ktp"])
            at = self.later(paused, self.chance.randint(1, 6))
            due, before = due_after_pause(self.calendar, due, paused.date(), at.date()), due
            still = self.calendar.working_days_between(before, due)
            yield at, subject, ClockResumed(clock="standard", due=due, working_days_paused=still, until=due)
            yield at, subject, ApplicationCorrected(fields=["photo_ktp"])
        ends = self.end_of_promise(at.date(), due, self.lateness(plan, at.date()))
        checked = self.between(at, ends)
        yield checked, subject, _task("periksa", "lengkap")
        yield ends, subject, _task("putuskan", "setuju")
        yield ends, subject, clock_stopped("standard", due, ends)
        yield ends, subject, _decided(plan.unit, ends, "granted" if self.chance.random() < 0.95 else "refused")
        yield from self.rate(plan, ends)
        if self.chance.random() < OBJECTED:
            yield from self._objection(plan, ends, subject)

    def _objection(self, plan: Plan, at: datetime, subject: Subject) -> Told:
        filed = self.later(at, self.chance.randint(1, 15))
        due = due_after(self.calendar, filed.date(), 10)
        yield filed, subject, clock_started("objection-1", 10, due)
        yield filed, subject, ObjectionFiled(unit=plan.unit, due=due, until=due)
        answered = self.end_of_promise(filed.date(), due, 0.1)
        is_upheld = self.chance.random() < 0.5
        yield answered, subject, clock_stopped("objection-1", due, answered)
        if is_upheld:
            due = due_after(self.calendar, answered.date(), plan.working_days)
            yield answered, subject, clock_started("objection", plan.working_days, due)
        happened = ObjectionAnswered(unit=plan.unit, is_upheld=is_upheld, result_label="", result_label_en="")
        yield answered, subject, happened
        if is_upheld:
            yield answered, subject, CaseReopened(unit=plan.unit)
            ends = self.end_of_promise(answered.date(), due, 0.1)
            yield ends, subject, clock_stopped("objection", due, ends)
            yield ends, subject, _decided(plan.unit, ends, "granted")

    def rate(self, _plan: Plan, _at: datetime) -> Told:
        """What a decided case brings about among ratings: here nothing."""
        yield from ()

    def lateness(self, plan: Plan, day: date) -> float:
        gone = (day - self.first_day).days / DAYS
        return plan.late_first + (plan.late_last - plan.late_first) * gone

    def end_of_promise(self, begun: date, due: date, late: float) -> datetime:
        """A moment up to the due date, or, by the chance given, some days after it."""
        if self.chance.random() < late:
            return self.moment(due + timedelta(days=1 + int(self.chance.expovariate(0.3))), 8, 16)
        days = max(0, (due - begun).days)
        return self.moment(begun + timedelta(days=self.chance.randint(0, days)), 16, 16)

    def later(self, at: datetime, days: int) -> datetime:
        return self.moment(max(at.date() + timedelta(days=days), at.date()), 16, 16)

    def between(self, first: datetime, last: datetime) -> datetime:
        return first + (last - first) * self.chance.random() if last > first else first

    def moment(self, day: date, first_hour: int, last_hour: int) -> datetime:
        """In the body's zone, told in UTC; Jakarta is seven hours ahead."""
        hour = self.chance.randint(first_hour, last_hour)
        at = datetime.combine(day, time(hour, self.chance.randint(0, 59), self.chance.randint(0, 59)))
        return (at - timedelta(hours=7)).replace(tzinfo=UTC)


def clock_started(clock: str, days: int, due: date, *, sealed: bool = False) -> ClockStarted:
    if sealed:
        return ClockStarted(clock="", working_days=None, due=None, source="", until=due)
    return ClockStarted(clock=clock, working_days=days, due=due, source="PermenPANRB 15/2014", until=due)


def clock_stopped(clock: str, due: date, at: datetime, *, sealed: bool = False) -> ClockStopped:
    if sealed:
        return ClockStopped(clock="", due=None, is_kept=None)
    return ClockStopped(clock=clock, due=due, is_kept=at.date() <= due)


def _task(key: str, outcome: str) -> TaskCompleted:
    return TaskCompleted(
        task=key, outcome=outcome, task_name=key, task_name_en=key, outcome_label=outcome, outcome_label_en=outcome
    )


def _decided(unit: str, at: datetime, outcome: str) -> CaseDecided:
    told: dict[str, Any] = dict.fromkeys(("reason", "legal_basis", "outcome_label", "outcome_label_en"), "")
    return CaseDecided(outcome=outcome, unit=unit, decided_on=at.date(), **told)
