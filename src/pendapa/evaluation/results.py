"""Counted answers added up: the index of a service, a unit, the body, a survey, with what it needs to be understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum

from pendapa.cases.models import Case, Status
from pendapa.evaluation.estimates import (
    Counted,
    Group,
    Interval,
    confidence_interval,
    merge_small_groups,
    sample_needed,
    total_of,
)
from pendapa.evaluation.models import ELEMENTS, PROFILE, SatisfactionSurvey, SurveyResponse
from pendapa.evaluation.periods import Period
from pendapa.evaluation.rules import SMALLEST_PUBLISHED, SatisfactionIndex, satisfaction_index
from pendapa.people.organizations.queries import in_branches

_WHOLE = sum((F(element) for element in ELEMENTS[1:]), F(ELEMENTS[0]))


@dataclass(frozen=True, slots=True)
class Sample:
    """How many users there were (0: not known), how many of them had to answer, how many did."""

    population: int
    needed: int
    reached: int

    @property
    def is_enough(self) -> bool:
        return self.needed > 0 and self.reached >= self.needed


@dataclass(frozen=True, slots=True)
class Result:
    """An index with its sums, its interval, its sample, and its respondents by each part of the profile."""

    index: SatisfactionIndex
    counted: Counted
    interval: Interval | None
    sample: Sample
    groups: dict[str, list[Group]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """All that a report needs later; `result_from_json` reads it back."""
        return {
            "weight": self.index.weight,
            "population": self.sample.population,
            "counted": _plain(self.counted),
            "groups": {
                part: [{"keys": list(group.keys), **_plain(group.counted)} for group in groups]
                for part, groups in self.groups.items()
            },
        }


def result_from_json(kept: dict[str, Any]) -> Result:
    """A published result as it was frozen."""
    groups = {part: [Group(tuple(one["keys"]), _counted(one)) for one in rows] for part, rows in kept["groups"].items()}
    return _result(_counted(kept["counted"]), kept["population"], kept["weight"], groups)


def result_of(survey: SatisfactionSurvey) -> Result | None:
    """The result of a survey: as published, else over what is counted now (two queries); None below five answers.

    Needs `unit` selected with the survey.
    """
    if survey.result is not None:
        return result_from_json(survey.result)
    population = survey.population
    if population is None:
        services = survey.services.values_list("pk", flat=True)
        population = closed_cases([survey.unit.path], survey.starts, survey.ends).filter(service__in=services).count()
    return result_over(SurveyResponse.objects.filter(survey=survey), population, survey.weight)


def result_to_freeze(survey: SatisfactionSurvey, result: Result) -> dict[str, Any]:
    """All that is kept of a result at its publication, with the sums of each service by its code (one query)."""
    by_service = counted_by(SurveyResponse.objects.filter(survey=survey), "service__slug")
    return {**result.as_json(), "services": {slug: _plain(counted) for (slug,), counted in by_service}}


def result_over(responses: QuerySet[SurveyResponse], population: int, weight: str = "1/9") -> Result | None:
    """The result over counted answers (one query); None below five."""
    by_profile = counted_by(responses, *PROFILE)
    whole = total_of(counted for _keys, counted in by_profile)
    if whole.respondents < SMALLEST_PUBLISHED:
        return None
    groups = {part: merge_small_groups(_along(by_profile, place)) for place, part in enumerate(PROFILE)}
    return _result(whole, population, weight, groups)


def counted_by(responses: QuerySet[SurveyResponse], *fields: str) -> list[tuple[tuple[Any, ...], Counted]]:
    """The answers added up for each value of the fields (one query)."""
    rows = (
        responses.order_by()
        .values_list(*fields)
        .annotate(
            respondents=Count("pk"),
            **{f"sum_{element}": Sum(element) for element in ELEMENTS},
            total=Sum(_WHOLE),
            squares=Sum(_WHOLE * _WHOLE),
        )
    )
    width = len(fields)
    return [
        (tuple(row[:width]), Counted(row[width], tuple(row[width + 1 : width + 10]), row[width + 10], row[width + 11]))
        for row in rows
    ]


def index_over(counted: Counted, weight: str = "1/9") -> SatisfactionIndex | None:
    """The index of what was added up; None below five answers."""
    if counted.respondents < SMALLEST_PUBLISHED:
        return None
    return satisfaction_index(counted.sums, counted.respondents, weight)


def responses_within(paths: Sequence[str], period: Period) -> QuerySet[SurveyResponse]:
    """The answers counted in a period for units within these branches."""
    within = SurveyResponse.objects.filter(counted_on__gte=period.first, counted_on__lte=period.last)
    return within.filter(in_branches(list(paths), "unit__path"))


def closed_cases(paths: Sequence[str], first: date, last: date) -> QuerySet[Case]:
    """The cases about a service that ended with a decision from the first to the last day, within these branches: the
    population of which a survey is a sample."""
    zone = ZoneInfo(settings.TIME_ZONE)
    starts = datetime.combine(first, time.min, zone)
    ends = datetime.combine(last + timedelta(days=1), time.min, zone)
    decided = Case.objects.filter(
        closed_at__gte=starts, closed_at__lt=ends, status__in=(Status.GRANTED, Status.REFUSED)
    )
    return decided.filter(in_branches(list(paths), "unit__path"), service__isnull=False)


def _result(whole: Counted, population: int, weight: str, groups: dict[str, list[Group]]) -> Result:
    return Result(
        index=satisfaction_index(whole.sums, whole.respondents, weight),
        counted=whole,
        interval=confidence_interval(whole, population, weight),
        sample=Sample(population, sample_needed(population), whole.respondents),
        groups=groups,
    )


def _along(by_profile: list[tuple[tuple[Any, ...], Counted]], place: int) -> dict[str, Counted]:
    found: dict[str, Counted] = {}
    for keys, counted in by_profile:
        found[keys[place]] = found.get(keys[place], Counted()) + counted
    return found


def _plain(counted: Counted) -> dict[str, Any]:
    return {
        "respondents": counted.respondents,
        "sums": list(counted.sums),
        "total": counted.total,
        "squares": counted.squares,
    }


def _counted(kept: dict[str, Any]) -> Counted:
    return Counted(kept["respondents"], tuple(kept["sums"]), kept["total"], kept["squares"])
