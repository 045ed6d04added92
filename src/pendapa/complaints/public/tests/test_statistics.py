"""Figures that tell how long people wait, and nothing of anyone."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pendapa.complaints.public.statistics import FEWEST, Figure, ReportTimes, statistics_of

MARCH = date(2026, 3, 1)
ROWS = st.lists(
    st.builds(
        ReportTimes,
        unit=st.sampled_from(["a", "b", "c", "d"]),
        topic=st.sampled_from(["", "x", "y"]),
        month=st.sampled_from([MARCH, date(2026, 4, 1)]),
        answer_days=st.none() | st.floats(0, 100),
        solution_days=st.none() | st.floats(0, 100),
    ),
    max_size=60,
)


def _row(unit: str = "pu", answer: float | None = 2.0, topic: str = "jalan") -> ReportTimes:
    return ReportTimes(unit, topic, MARCH, answer, None)


def test_the_median_is_that_of_the_answered_ones() -> None:
    found = statistics_of([_row(answer=days) for days in (1, 2, 3, 4, 50)] + [_row(answer=None)])
    assert (found.total.count, found.total.answered, found.total.answer_days) == (6, 5, 3)
    assert (found.total.solved, found.total.solution_days) == (0, None)


def test_small_groups_are_put_together_or_not_shown() -> None:
    found = statistics_of([_row("besar")] * 6 + [_row("kecil")] * 2 + [_row("mini")] * 3)
    assert [(figure.key, figure.count) for figure in found.units] == [("besar", 6), ("", 5)]
    found = statistics_of([_row("besar")] * 6 + [_row("kecil")] * 4)
    assert [(figure.key, figure.count) for figure in found.units] == [("besar", 6)]


def test_nothing_at_all_gives_empty_figures() -> None:
    found = statistics_of([])
    assert (found.total.count, found.units, found.topics, found.months) == (0, [], [], [])


@given(ROWS)
def test_no_group_and_no_median_is_of_fewer_than_five(rows: list[ReportTimes]) -> None:
    found = statistics_of(rows)
    groups: list[Figure] = [*found.units, *found.topics, *found.months]
    assert all(figure.count >= FEWEST for figure in groups)
    assert all(figure.answered is None or figure.answered == 0 or figure.answered >= FEWEST for figure in groups)
    assert sum(figure.count for figure in found.units) <= len(rows)
