"""The reads: what falls due for the units that somebody sees, and what a year brought."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from pendapa.evaluation.models import EvaluationTask, SatisfactionSurvey
from pendapa.evaluation.permissions import paths_read_by
from pendapa.evaluation.results import Result, result_of
from pendapa.journal.actors import Actor
from pendapa.people.models import Organization
from pendapa.people.organizations.queries import in_branches


@dataclass(slots=True)
class YearOfUnit:
    """What a year brought for one unit: published surveys with results, evaluations done, and those still open."""

    unit: Organization
    surveys: list[tuple[SatisfactionSurvey, Result | None]] = field(default_factory=list)
    done: list[EvaluationTask] = field(default_factory=list)
    undone: list[EvaluationTask] = field(default_factory=list)


def tasks_seen_by(actor: Actor) -> QuerySet[EvaluationTask]:
    """The evaluations of the units that the actor reads, first what is due first."""
    tasks = EvaluationTask.objects.filter(in_branches(paths_read_by(actor), "unit__path"))
    return tasks.select_related("instrument", "unit", "survey")


def year_of_units(actor: Actor, year: int) -> list[YearOfUnit]:
    """The year of each unit that the actor reads and that had something to evaluate (two queries)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found: dict[str, YearOfUnit] = {}
    tasks = tasks_seen_by(actor).filter(Q(due_on__range=(first, last)) | Q(done_on__range=(first, last)))
    for task in tasks:
        row = found.setdefault(task.unit.path, YearOfUnit(task.unit))
        (row.done if task.done_on else row.undone).append(task)
    surveys = SatisfactionSurvey.objects.filter(
        in_branches(paths_read_by(actor), "unit__path"),
        status=SatisfactionSurvey.Status.PUBLISHED,
        ends__range=(first, last),
    ).select_related("unit")
    for survey in surveys:
        found.setdefault(survey.unit.path, YearOfUnit(survey.unit)).surveys.append((survey, result_of(survey)))
    return [found[path] for path in sorted(found)]
