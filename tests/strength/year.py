"""A year of a regency as its journal would tell it: applications, reports, ratings and findings, made by chance.

Services differ: some keep their promises, some do not, one grows worse and one better over the year. What is made is
what the program's own actions record, verb by verb; the cases themselves are not made.
"""

import heapq
from collections.abc import Iterator
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
from pendapa.complaints.verbs import (
    ComplaintAnswered,
    ComplaintClosed,
    ComplaintForwarded,
    ComplaintReceived,
    ComplaintReopened,
    ComplaintVerified,
)
from pendapa.evaluation.verbs import SurveyCounted
from pendapa.journal.actions import Subject
from pendapa.kernel.calendar import body_calendar, local_date

DAYS: Final = 365
REPORTS: Final = 0.08
"""Of all cases, those that are reports of residents."""
SEALED: Final = 0.15
"""Of the reports, those that are secret or without a name."""
WITHDRAWN: Final = 0.01
OBJECTED: Final = 0.008
DISCARDED: Final = 0.15
BATCH: Final = 5


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


PLANS: Final = (
    Plan("ktp-el", "dukcapil", 1, 26, 0.05, 0.04, 0.04, 3.6),
    Plan("kartu-keluarga", "dukcapil", 3, 18, 0.06, 0.30, 0.10, 3.0),
    Plan("akta-kelahiran", "dukcapil", 3, 12, 0.10, 0.08, 0.12, 3.4),
    Plan("kia", "dukcapil", 2, 7, 0.03, 0.03, 0.05, 3.7),
    Plan("pindah-datang", "dukcapil", 1, 6, 0.12, 0.10, 0.08, 3.3),
    Plan("domisili", "kel-banyubiru", 2, 10, 0.02, 0.02, 0.06, 3.8),
    Plan("sku", "kec-tirtasari", 3, 9, 0.35, 0.08, 0.25, 2.9),
    Plan("kartu-disabilitas", "dinsos", 5, 2, 0.20, 0.25, 0.30, 3.1),
    Plan("program-indonesia-pintar", "dindik", 5, 5, 0.45, 0.50, 0.35, 2.6),
    Plan("rujukan-jkn", "dinkes", 1, 5, 0.08, 0.05, 0.02, 3.5),
)
"""The demonstration regency's own services, with promises a little longer than theirs where those are of an hour."""
UNITS: Final = tuple(dict.fromkeys(plan.unit for plan in PLANS))
Event = tuple[datetime, int, Subject, object]
"""When, the number that keeps the order within a moment, about what, and the verb."""


def year_of(cases: int, last_day: date, seed: int = 1) -> Iterator[tuple[datetime, Subject, object]]:
    """What happened in the 365 days up to `last_day`, in the order of time; about `cases` cases, by this seed."""
    made = Year(last_day, Random(seed))  # noqa: S311 - a demonstration, told again by its seed
    waiting: list[Event] = []
    for begins in made.beginnings(cases):
        while waiting and waiting[0][0] < begins:
            at, _number, subject, happened = heapq.heappop(waiting)
            yield at, subject, happened
        for event in made.story_from(begins):
            heapq.heappush(waiting, event)
    for at, _number, subject, happened in sorted(waiting, key=lambda event: event[:2]):
        yield at, subject, happened


class Year:
    """Draws stories; whatever would lie after the last day does not happen."""

    def __init__(self, last_day: date, chance: Random) -> None:
        self.chance = chance
        self.calendar = body_calendar()
        self.last_day = last_day
        self.first_day = last_day - timedelta(days=DAYS - 1)
        self._number = 0
        self._rated: dict[Plan, int] = {}

    def beginnings(self, cases: int) -> list[datetime]:
        """The moments at which a case begins, in order."""
        span = (self.last_day - self.first_day).days
        return sorted(
            self._moment(self.first_day + timedelta(days=self.chance.randint(0, span)), 8, 15) for _ in range(cases)
        )

    def story_from(self, at: datetime) -> Iterator[Event]:
        """A whole case that begins at this moment, as far as the last day."""
        subject = Subject("case", str(UUID(int=self.chance.getrandbits(128), version=4)))
        told = self._report(at, subject) if self.chance.random() < REPORTS else self._application(at, subject)
        for moment, about, happened in told:
            if local_date(moment) <= self.last_day:
                self._number += 1
                yield moment, self._number, about, happened

    def _application(self, at: datetime, subject: Subject) -> Iterator[tuple[datetime, Subject, object]]:
        plan = self.chance.choices(PLANS, [plan.weight for plan in PLANS])[0]
        if self.chance.random() < DISCARDED:
            draft = Subject("draft", str(UUID(int=self.chance.getrandbits(128), version=4)))
            page = self.chance.choice(("identitas", "alamat", "berkas", "berkas", "pernyataan"))
            yield at, draft, DraftDiscarded(service=plan.slug, page=page)
        due = due_after(self.calendar, at.date(), plan.working_days)
        yield at, subject, _started("standard", plan.working_days, due)
        yield at, subject, ApplicationSubmitted(service=plan.slug, standard_version=1, unit=plan.unit, due=due)
        if self.chance.random() < WITHDRAWN:
            at = self._later(at, 1)
            yield at, subject, _stopped("standard", due, at)
            yield at, subject, CaseWithdrawn(unit=plan.unit)
            return
        if self.chance.random() < plan.corrected:
            paused = self._later(at, self.chance.randint(0, max(0, plan.working_days - 1)))
            yield paused, subject, _task("periksa", "perbaiki")
            yield paused, subject, ClockPaused(clock="standard", due=due, reason="applicant_must_act")
            yield paused, subject, ApplicationReturned(reason="Foto KTP tidak terbaca.", fields=["photo_ktp"])
            at = self._later(paused, self.chance.randint(1, 6))
            due, before = due_after_pause(self.calendar, due, paused.date(), at.date()), due
            still = self.calendar.working_days_between(before, due)
            yield at, subject, ClockResumed(clock="standard", due=due, working_days_paused=still, until=due)
            yield at, subject, ApplicationCorrected(fields=["photo_ktp"])
        ends = self._end_of_promise(at.date(), due, self._lateness(plan, at.date()))
        checked = self._between(at, ends)
        yield checked, subject, _task("periksa", "lengkap")
        yield ends, subject, _task("putuskan", "setuju")
        yield ends, subject, _stopped("standard", due, ends)
        yield ends, subject, _decided(plan.unit, ends, "granted" if self.chance.random() < 0.95 else "refused")
        yield from self._rate(plan, ends)
        if self.chance.random() < OBJECTED:
            yield from self._objection(plan, ends, subject)

    def _objection(self, plan: Plan, at: datetime, subject: Subject) -> Iterator[tuple[datetime, Subject, object]]:
        filed = self._later(at, self.chance.randint(1, 15))
        due = due_after(self.calendar, filed.date(), 10)
        yield filed, subject, _started("objection-1", 10, due)
        yield filed, subject, ObjectionFiled(unit=plan.unit, due=due, until=due)
        answered = self._end_of_promise(filed.date(), due, 0.1)
        is_upheld = self.chance.random() < 0.5
        yield answered, subject, _stopped("objection-1", due, answered)
        if is_upheld:
            due = due_after(self.calendar, answered.date(), plan.working_days)
            yield answered, subject, _started("objection", plan.working_days, due)
        happened = ObjectionAnswered(unit=plan.unit, is_upheld=is_upheld, result_label="", result_label_en="")
        yield answered, subject, happened
        if is_upheld:
            yield answered, subject, CaseReopened(unit=plan.unit)
            ends = self._end_of_promise(answered.date(), due, 0.1)
            yield ends, subject, _stopped("objection", due, ends)
            yield ends, subject, _decided(plan.unit, ends, "granted")

    def _report(self, at: datetime, subject: Subject) -> Iterator[tuple[datetime, Subject, object]]:
        sealed = self.chance.random() < SEALED
        unit = self.chance.choice(UNITS)
        told = {"kind": "" if sealed else "complaint", "unit": "" if sealed else "diskominfo"}
        due = due_after(self.calendar, at.date(), 3)
        yield at, subject, _started("verify", 3, due, sealed=sealed)
        yield at, subject, ComplaintReceived(**told, source="" if sealed else "web", until=due)
        forwarded = self._end_of_promise(at.date(), due, 0.05)
        yield forwarded, subject, ComplaintVerified(kind=told["kind"], topic="", kind_label="", kind_label_en="")
        yield forwarded, subject, _stopped("verify", due, forwarded, sealed=sealed)
        due = due_after(self.calendar, forwarded.date(), 14)
        yield forwarded, subject, _started("answer", 14, due, sealed=sealed)
        holder = "" if sealed else unit
        yield forwarded, subject, ComplaintForwarded(
            unit=holder, due=None if sealed else due, is_outside=False, is_handed_on=False, unit_name="",
            unit_name_en="", until=due, reason="",
        )  # fmt: skip
        ends = self._end_of_promise(forwarded.date(), due, 0.15 if unit != "dindik" else 0.4)
        yield ends, subject, _stopped("answer", due, ends, sealed=sealed)
        yield ends, subject, ComplaintAnswered(
            unit=holder, is_public=not sealed, is_in_time=None if sealed else ends.date() <= due, answer=1,
            unit_name="", unit_name_en="", until=due,
        )  # fmt: skip
        closed = self._later(ends, self.chance.randint(1, 9))
        if self.chance.random() < 0.08:
            yield closed, subject, ComplaintReopened(unit=holder, why="" if sealed else "unsolved", until=due)
            return
        why = "" if sealed else "solved"
        yield closed, subject, ComplaintClosed(unit=holder, why=why, reason="", why_label="", why_label_en="")

    def _rate(self, plan: Plan, at: datetime) -> Iterator[tuple[datetime, Subject, object]]:
        """One in three answers; each fifth answer of a service completes a batch."""
        if self.chance.random() > 1 / 3:
            return
        self._rated[plan] = self._rated.get(plan, 0) + 1
        if self._rated[plan] % BATCH:
            return
        drawn = (sum(self._answer(plan) for _ in range(BATCH)) for _element in range(9))
        sums = {f"u{number}": total for number, total in enumerate(drawn, 1)}
        counted = SurveyCounted(service=plan.slug, unit=plan.unit, respondents=BATCH, **sums)
        yield at, Subject("service", plan.slug), counted

    def _answer(self, plan: Plan) -> int:
        return min(4, max(1, round(self.chance.gauss(plan.rating, 0.7))))

    def _lateness(self, plan: Plan, day: date) -> float:
        gone = (day - self.first_day).days / DAYS
        return plan.late_first + (plan.late_last - plan.late_first) * gone

    def _end_of_promise(self, begun: date, due: date, late: float) -> datetime:
        """A moment up to the due date, or, by the chance given, some days after it."""
        if self.chance.random() < late:
            return self._moment(due + timedelta(days=1 + int(self.chance.expovariate(0.3))), 8, 16)
        days = max(0, (due - begun).days)
        return self._moment(begun + timedelta(days=self.chance.randint(0, days)), 16, 16)

    def _later(self, at: datetime, days: int) -> datetime:
        return self._moment(max(at.date() + timedelta(days=days), at.date()), 16, 16)

    def _between(self, first: datetime, last: datetime) -> datetime:
        return first + (last - first) * self.chance.random() if last > first else first

    def _moment(self, day: date, first_hour: int, last_hour: int) -> datetime:
        """In the body's zone, told in UTC; Jakarta is seven hours ahead."""
        hour = self.chance.randint(first_hour, last_hour)
        at = datetime.combine(day, time(hour, self.chance.randint(0, 59), self.chance.randint(0, 59)))
        return (at - timedelta(hours=7)).replace(tzinfo=UTC)


def _started(clock: str, days: int, due: date, *, sealed: bool = False) -> ClockStarted:
    if sealed:
        return ClockStarted(clock="", working_days=None, due=None, source="", until=due)
    return ClockStarted(clock=clock, working_days=days, due=due, source="PermenPANRB 15/2014", until=due)


def _stopped(clock: str, due: date, at: datetime, *, sealed: bool = False) -> ClockStopped:
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
