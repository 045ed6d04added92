"""A year of a regency as its journal would tell it: applications, reports, ratings and findings, made by chance.

Services differ: some keep their promises, some do not, one grows worse and one better over the year. What is made is
what the program's own actions record, verb by verb; the cases themselves are not made.
"""

import heapq
from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import Final

from pendapa.cases.rules import due_after
from pendapa.cli.demo.applications import Event, Plan, Told, Year, clock_started, clock_stopped
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

REPORTS: Final = 0.08
"""Of all cases, those that are reports of residents."""
SEALED: Final = 0.15
"""Of the reports, those that are secret or without a name."""
BATCH: Final = 5

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


def year_of(cases: int, last_day: date, seed: int = 1) -> Iterator[tuple[datetime, Subject, object]]:
    """What happened in the 365 days up to `last_day`, in the order of time; about `cases` cases, by this seed."""
    made = RegencyYear(last_day, Random(seed))  # noqa: S311 - a demonstration, told again by its seed
    waiting: list[Event] = []
    for begins in made.beginnings(cases):
        while waiting and waiting[0][0] < begins:
            at, _number, subject, happened = heapq.heappop(waiting)
            yield at, subject, happened
        for event in made.story_from(begins):
            heapq.heappush(waiting, event)
    for at, _number, subject, happened in sorted(waiting, key=lambda event: event[:2]):
        yield at, subject, happened


class RegencyYear(Year):
    """Reports among the applications, and ratings that are counted without having been given."""

    def __init__(self, last_day: date, chance: Random) -> None:
        super().__init__(last_day, chance, PLANS)
        self._rated: dict[Plan, int] = {}

    def story(self, at: datetime, subject: Subject) -> Told:
        return self._report(at, subject) if self.chance.random() < REPORTS else super().story(at, subject)

    def _report(self, at: datetime, subject: Subject) -> Told:
        sealed = self.chance.random() < SEALED
        unit = self.chance.choice(UNITS)
        told = {"kind": "" if sealed else "complaint", "unit": "" if sealed else "diskominfo"}
        due = due_after(self.calendar, at.date(), 3)
        yield at, subject, clock_started("verify", 3, due, sealed=sealed)
        yield at, subject, ComplaintReceived(**told, source="" if sealed else "web", until=due)
        forwarded = self.end_of_promise(at.date(), due, 0.05)
        yield forwarded, subject, ComplaintVerified(kind=told["kind"], topic="", kind_label="", kind_label_en="")
        yield forwarded, subject, clock_stopped("verify", due, forwarded, sealed=sealed)
        due = due_after(self.calendar, forwarded.date(), 14)
        yield forwarded, subject, clock_started("answer", 14, due, sealed=sealed)
        holder = "" if sealed else unit
        yield forwarded, subject, ComplaintForwarded(
            unit=holder, due=None if sealed else due, is_outside=False, is_handed_on=False, unit_name="",
            unit_name_en="", until=due, reason="",
        )  # fmt: skip
        ends = self.end_of_promise(forwarded.date(), due, 0.15 if unit != "dindik" else 0.4)
        yield ends, subject, clock_stopped("answer", due, ends, sealed=sealed)
        yield ends, subject, ComplaintAnswered(
            unit=holder, is_public=not sealed, is_in_time=None if sealed else ends.date() <= due, answer=1,
            unit_name="", unit_name_en="", until=due,
        )  # fmt: skip
        closed = self.later(ends, self.chance.randint(1, 9))
        if self.chance.random() < 0.08:
            yield closed, subject, ComplaintReopened(unit=holder, why="" if sealed else "unsolved", until=due)
            return
        why = "" if sealed else "solved"
        yield closed, subject, ComplaintClosed(unit=holder, why=why, reason="", why_label="", why_label_en="")

    def rate(self, plan: Plan, at: datetime) -> Told:
        """One in three answers; each fifth answer of a service completes a batch."""
        if self.chance.random() > 1 / 3:
            return
        self._rated[plan] = self._rated.get(plan, 0) + 1
        if self._rated[plan] % BATCH:
            return
        drawn = (sum(self._answer(plan) for _ in range(BATCH)) for _element in range(9))
        sums = {f"u{number}": total for number, total in enumerate(drawn, 1)}
        counted = SurveyCounted(service=plan.slug, unit=plan.unit, survey="", respondents=BATCH, **sums)
        yield at, Subject("service", plan.slug), counted

    def _answer(self, plan: Plan) -> int:
        return min(4, max(1, round(self.chance.gauss(plan.rating, 0.7))))
