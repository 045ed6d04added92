"""Surveys of the demonstration's year with their reports, and the calendar of evaluation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pendapa.catalogue.models import PublicService
from pendapa.cli.demo.applying import drawn_answer
from pendapa.cli.demo.reports import ADMINISTRATOR
from pendapa.cli.demo.timeline import Timeline
from pendapa.evaluation.actions import (
    PlanIn,
    SurveyIn,
    answer_open_survey,
    close_survey,
    count_waiting_answers,
    make_survey,
    moderate_comment,
    open_survey,
    publish_result,
    save_plan,
)
from pendapa.evaluation.actions.answering import Channel
from pendapa.evaluation.calendar.actions import ItemAnswer, answer_items, finish_evaluation, plan_evaluation
from pendapa.evaluation.models import (
    ELEMENTS,
    EvaluationTask,
    Instrument,
    SatisfactionSurvey,
    SurveyResponse,
)
from pendapa.evaluation.results import result_of
from pendapa.evaluation.rules import elements_below_mean
from pendapa.kernel.calendar import local_date

AT_ONCE: Final = 10
"""Answers of a survey that are counted together."""
PLANNED: Final = 90
"""Days ago when the evaluations were planned."""


def plan_evaluations(timeline: Timeline, content: Mapping[str, Any]) -> None:
    """Put the surveys and the evaluations on the timeline."""
    for row in content["surveys"]:
        _Survey(timeline, row).plan()
    for row in content["calendar"]:
        _plan_task(timeline, row)


class _Survey:
    """One survey, opened, answered, and with `publishes` closed and published with its plan."""

    def __init__(self, timeline: Timeline, row: Mapping[str, Any]) -> None:
        self.timeline, self.row = timeline, row

    @property
    def found(self) -> SatisfactionSurvey:
        return SatisfactionSurvey.objects.select_related("unit").get(title=self.row["title"])

    def plan(self) -> None:
        timeline, row = self.timeline, self.row
        begins, ends = row["starts"], max(row["ends"], 1)
        timeline.do(timeline.days_ago(begins, 8), self._open)
        comments = list(row.get("comments", ()))
        for first in range(0, row["answers"], AT_ONCE):
            count = min(AT_ONCE, row["answers"] - first)
            said = [comments.pop() if comments else "" for _one in range(count)]
            answers = [drawn_answer(timeline.chance, row["rating"], words) for words in said]
            day = begins - 1 - round((begins - 1 - ends) * (first + count) / row["answers"])
            timeline.do(timeline.days_ago(max(day, 1), 15), self._count(answers))
        if "publishes" in row:
            timeline.do(timeline.days_ago(ends - 1, 9), lambda at: close_survey(self._by, self.found.pk, at=at))
            timeline.do(timeline.days_ago(row["publishes"], 10), self._publish)

    @property
    def _by(self) -> Any:
        return self.timeline.actor(self.row["by"])

    def _open(self, at: datetime) -> None:
        row, today = self.row, self.timeline.today
        typed = SurveyIn(
            title=row["title"], title_en=row["title_en"], unit=self.timeline.unit(row["unit"]),
            services=list(PublicService.objects.filter(slug__in=row["services"])),
            starts=today - timedelta(days=row["starts"]), ends=today - timedelta(days=row["ends"]),
            channels=[channel.value for channel in Channel], population=row["population"],
        )  # fmt: skip
        survey = make_survey(self._by, typed, at=at)
        open_survey(self._by, survey.pk, at=at)

    def _count(self, answers: list[Any]) -> Any:
        def count(at: datetime) -> None:
            survey = self.found
            service = survey.services.order_by("id")[0]
            for answer in answers:
                answer_open_survey(survey.pk, service, Channel.LINK, answer, at=at)
            count_waiting_answers(at=at)

        return count

    def _publish(self, at: datetime) -> None:
        row, survey = self.row, self.found
        for response in SurveyResponse.objects.filter(survey=survey).exclude(comment=""):
            moderate_comment(self._by, response.pk, response.comment, is_published=True, at=at)
        result = result_of(survey)
        for place in elements_below_mean(result.counted.sums) if result else ():
            due_on = local_date(at) + timedelta(days=90)
            typed = PlanIn(plan=row["plans"][ELEMENTS[place]], responsible=row["responsible"], due_on=due_on)
            save_plan(self._by, survey.pk, ELEMENTS[place], typed, at=at)
        publish_result(self._by, survey.pk, at=at)


def _plan_task(timeline: Timeline, row: Mapping[str, Any]) -> None:
    due = timeline.today - timedelta(days=row["due"])

    def plan(at: datetime) -> None:
        units = [timeline.unit(code) for code in row["units"]]
        instrument = Instrument.objects.get(key=row["instrument"])
        plan_evaluation(timeline.actor(ADMINISTRATOR), instrument, units, due, at=at)

    def finish(at: datetime) -> None:
        actor = timeline.actor(row["done_by"])
        for task in EvaluationTask.objects.filter(
            instrument__key=row["instrument"], unit__code__in=row["units"], due_on=due
        ).select_related("instrument"):
            if "scores" in row:
                answers = {item["key"]: ItemAnswer(row["scores"], "") for item in task.instrument.items}
                answer_items(actor, task.pk, answers, at=at)
            finish_evaluation(actor, task.pk, row["note"], at=at)

    timeline.do(timeline.days_ago(PLANNED, 9), plan)
    if "done" in row:
        timeline.do(timeline.days_ago(row["done"], 14), finish)
