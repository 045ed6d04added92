"""Figures that tell how long people wait, and nothing of anyone."""

import random
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from pendapa.cases.models import Case
from pendapa.complaints.models import Complaint, Topic
from pendapa.complaints.public.counting import counted_reports
from pendapa.complaints.public.filters import ReportFilters
from pendapa.complaints.public.statistics import FEWEST, By, Counted, Figure, statistics_of
from pendapa.complaints.public.tests.factories import publish
from pendapa.complaints.tests.factories import complain, make_topic, make_unit

GROUPS = st.lists(
    st.builds(
        Counted,
        by=st.sampled_from(By),
        key=st.sampled_from(["", "a", "b", "c"]),
        count=st.integers(0, 12),
        answered=st.integers(0, 12),
        answer_days=st.none() | st.floats(0, 100),
        solved=st.integers(0, 12),
        solution_days=st.none() | st.floats(0, 100),
    ),
    max_size=20,
)


def report(
    unit: str = "pu",
    days: float | None = 2.0,
    topic: Topic | None = None,
    at: datetime = datetime(2026, 3, 2, 2, tzinfo=UTC),
    solved: float | None = None,
) -> Complaint:
    made = publish(at=at)
    Case.objects.filter(pk=made.pk).update(unit=make_unit(unit))
    Complaint.objects.filter(pk=made.pk).update(
        topic=topic,
        first_answered_at=None if days is None else at + timedelta(days=days),
        solved_at=None if solved is None else at + timedelta(days=solved),
    )
    return made


def whole_days(days: float) -> int:
    """A report comes in at nine in the morning; days are those of the calendar."""
    return int(days + 9 / 24)


def figures(**filters: str) -> dict[By, list[Counted]]:
    counted = counted_reports(ReportFilters(**filters))
    return {by: [group for group in counted if group.by == by] for by in By}


@pytest.mark.django_db
def test_the_median_is_that_of_the_answered_ones() -> None:
    for days in (1, 2, 3, 4, 50, None):
        report(days=days)
    total = statistics_of(counted_reports(ReportFilters())).total
    assert (total.count, total.answered, total.answer_days) == (6, 5, 3)
    assert (total.solved, total.solution_days) == (0, None)


@pytest.mark.django_db
def test_small_groups_are_put_together_or_not_shown() -> None:
    for unit, count in (("besar", 6), ("kecil", 2), ("mini", 3)):
        for _each in range(count):
            report(unit)
    found = statistics_of(counted_reports(ReportFilters()))
    assert [(figure.key, figure.count) for figure in found.units] == [("besar", 6), ("", 5)]
    Complaint.objects.filter(case__unit__code="mini").update(publication="withheld")
    found = statistics_of(counted_reports(ReportFilters()))
    assert [(figure.key, figure.count) for figure in found.units] == [("besar", 6)]


@pytest.mark.django_db
def test_a_report_counts_in_the_month_of_the_body_s_own_zone() -> None:
    late_in_february = datetime(2026, 2, 28, 18, tzinfo=UTC)
    for _each in range(FEWEST):
        report(at=late_in_february)
    assert [figure.key for figure in statistics_of(counted_reports(ReportFilters())).months] == ["2026-03-01"]


@pytest.mark.django_db
def test_nothing_at_all_gives_empty_figures() -> None:
    found = statistics_of(counted_reports(ReportFilters()))
    assert (found.total.count, found.units, found.topics, found.months) == (0, [], [], [])


@pytest.mark.django_db
def test_the_database_counts_as_one_would_by_hand(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    chance = random.Random(7)  # noqa: S311 - the same reports on every run
    topics = [make_topic("jalan"), make_topic("lampu"), None]
    made = []
    for _each in range(40):
        unit, topic = chance.choice(["a", "a", "b", "c", "d"]), chance.choice(topics)
        days = chance.choice([None, -1.0, chance.random() * 20])
        solved = chance.choice([None, chance.random() * 40])
        report(unit, days, topic, solved=solved)
        made.append((unit, days if days is not None and days >= 0 else None, solved))
    complain(is_secret=True)
    with django_assert_num_queries(1):
        found = figures()
    (total,) = found[By.ALL]
    answers = [whole_days(days) for _unit, days, _solved in made if days is not None]
    assert (total.count, total.answered) == (40, len(answers))
    assert total.answer_days == pytest.approx(median(answers), abs=1e-6)
    for group in found[By.UNIT]:
        units = {unit for unit, *_rest in made if sum(one[0] == unit for one in made) >= FEWEST}
        mine = [one for one in made if (one[0] == group.key if group.key else one[0] not in units)]
        solutions = [whole_days(solved) for _unit, _days, solved in mine if solved is not None]
        assert (group.count, group.solved) == (len(mine), len(solutions))
        assert group.solution_days == (pytest.approx(median(solutions), abs=1e-6) if solutions else None)
    assert sum(group.count for group in found[By.TOPIC]) == 40


@pytest.mark.django_db
def test_what_is_asked_narrows_what_is_counted() -> None:
    report("a")
    report("b")
    assert figures(unit="a")[By.ALL][0].count == 1
    assert figures(words="lampu")[By.ALL][0].count == 2
    assert figures(words="sungai' %s")[By.ALL][0].count == 0


@given(GROUPS)
def test_no_group_and_no_median_is_of_fewer_than_five(groups: list[Counted]) -> None:
    found = statistics_of(groups)
    shown: list[Figure] = [*found.units, *found.topics, *found.months]
    assert all(figure.count >= FEWEST for figure in shown)
    assert all(figure.answered is None or figure.answered == 0 or figure.answered >= FEWEST for figure in shown)
    assert all(figure.answer_days is None or (figure.answered or 0) >= FEWEST for figure in shown)
