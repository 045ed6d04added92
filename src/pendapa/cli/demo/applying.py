"""The year's applications and what people said of them: some services good, one mended, one that fell behind."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any, Final

from pendapa.catalogue.models import PublicService
from pendapa.cli.demo.applications import Plan, Told, Year
from pendapa.cli.demo.timeline import Timeline
from pendapa.evaluation.actions import Answer, answer_survey, count_waiting_answers
from pendapa.evaluation.models import ELEMENTS, SurveyInvitation
from pendapa.journal.actions import Subject
from pendapa.kernel.identifiers import hash_secret, new_secret

BATCH: Final = 5
DRAWN: Final = 1.52
"""How many days are drawn for one that is a working day."""
LEANINGS: Final = (0.1, 0.0, -0.2, 0.3, 0.1, 0.0, 0.2, -0.1, 0.0)
"""By how much the nine elements differ from what a person thinks of the service."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What holds from a day on."""

    since: date
    late: float
    rating: float


@dataclass(frozen=True, slots=True)
class Rated:
    """Somebody rates: no entry of the journal, but an answer that waits for its batch."""

    answer: Answer


class DemonstrationYear(Year):
    """Services as a file tells of them, on working days; a share of the persons says how it was."""

    def __init__(self, last_day: date, chance: Random, rows: list[Mapping[str, Any]]) -> None:
        plans = [
            Plan(
                row["slug"], row["unit"], row["working_days"], row["weight"], row["late"], row["late"],
                row["corrected"], row["rating"],
            )
            for row in rows
        ]  # fmt: skip
        super().__init__(last_day, chance, plans)
        self._rated = {row["slug"]: float(row["rated"]) for row in rows}
        self._turns = {row["slug"]: _turn(row["turn"], last_day) for row in rows if "turn" in row}

    def beginnings(self, cases: int) -> list[datetime]:
        """On working days alone."""
        drawn = super().beginnings(round(cases * DRAWN))
        return [at for at in drawn if self.calendar.is_working_day(at.date())]

    def lateness(self, plan: Plan, day: date) -> float:
        turn = self._turns.get(plan.slug)
        return turn.late if turn and day >= turn.since else plan.late_first

    def rate(self, plan: Plan, at: datetime) -> Told:
        if self.chance.random() < self._rated[plan.slug]:
            turn = self._turns.get(plan.slug)
            rating = turn.rating if turn and at.date() >= turn.since else plan.rating
            yield at, Subject("service", plan.slug), Rated(drawn_answer(self.chance, rating))


def drawn_answer(chance: Random, rating: float, comment: str = "") -> Answer:
    """An answer whose elements lie around a mean from 1 to 4."""
    mood = chance.gauss(rating, 0.35)
    scores = {
        element: min(4, max(1, round(chance.gauss(mood + leaning, 0.45))))
        for element, leaning in zip(ELEMENTS, LEANINGS, strict=True)
    }
    profile = {"sex": chance.choice(("female", "male")), "age_band": "", "education": "", "occupation": ""}
    return Answer(scores, profile, comment)


def plan_applications(timeline: Timeline, content: Mapping[str, Any], cases: int) -> None:
    """Put about so many applications on the timeline, and a batch of ratings each time that five of a service wait."""
    last_day = date.fromordinal(timeline.today.toordinal() - 1)
    year = DemonstrationYear(last_day, timeline.chance, content["services"])
    units = {row["slug"]: row["unit"] for row in content["services"]}
    rated: dict[str, list[tuple[datetime, Answer]]] = defaultdict(list)
    for begins in year.beginnings(cases):
        for at, _number, subject, happened in year.story_from(begins):
            if isinstance(happened, Rated):
                rated[subject.id].append((at, happened.answer))
            else:
                timeline.tell(at, subject, happened)
    for slug, answers in rated.items():
        answers.sort(key=lambda one: one[0])
        for first in range(0, len(answers) - BATCH + 1, BATCH):
            batch = answers[first : first + BATCH]
            timeline.do(batch[-1][0], _counted(timeline, slug, units[slug], [answer for _at, answer in batch]))


def _counted(timeline: Timeline, slug: str, unit: str, answers: list[Answer]) -> Any:
    def count(at: datetime) -> None:
        service = PublicService.objects.get(slug=slug)
        for answer in answers:
            token = new_secret()
            SurveyInvitation.objects.create(
                token_hash=hash_secret(token), service=service, unit=timeline.unit(unit), created_at=at
            )
            answer_survey(token, answer.scores, answer.profile, answer.comment, at=at)
        count_waiting_answers(at=at)

    return count


def _turn(row: Mapping[str, Any], last_day: date) -> Turn:
    months = last_day.year * 12 + last_day.month - 1 - int(row["months"])
    since = date(months // 12, months % 12 + 1, 1)
    return Turn(since, row["late"], row["rating"])
