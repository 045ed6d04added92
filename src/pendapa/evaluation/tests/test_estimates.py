"""What stands beside an index: the sample it needs, its interval, and groups too small to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from pendapa.evaluation.estimates import (
    Counted,
    confidence_interval,
    merge_small_groups,
    sample_needed,
    student_quantile,
    total_of,
)


@pytest.mark.parametrize(
    ("population", "sample"),
    [(0, 0), (1, 1), (10, 10), (15, 14), (50, 44), (100, 80), (210, 136), (500, 217), (1000, 278), (3000, 341),
     (10000, 370), (75000, 382), (1000000, 384)],
)  # fmt: skip
def test_the_sample_is_that_of_the_printed_table(population: int, sample: int) -> None:
    assert sample_needed(population) == sample


@given(st.integers(1, 10**9))
def test_a_sample_is_never_larger_than_its_population(population: int) -> None:
    assert 1 <= sample_needed(population) <= population


@pytest.mark.parametrize("freedom", [4, 5, 9, 29, 100, 10000])
def test_the_quantile_is_students(freedom: int) -> None:
    assert student_quantile(freedom) == pytest.approx(student.ppf(0.975, freedom), abs=0.002)


def counted(*answers: int) -> Counted:
    """Answers that gave the same score to all nine elements."""
    return total_of(Counted(1, (one,) * 9, 9 * one, (9 * one) ** 2) for one in answers)


def test_the_interval_is_that_of_the_respondents_own_indexes() -> None:
    found = confidence_interval(counted(4, 3, 4, 2, 3, 4, 4, 3, 4, 4))
    assert found is not None
    low, high = student.interval(0.95, 9, loc=87.5, scale=17.6777 / 10**0.5)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.01), pytest.approx(min(100, high), abs=0.01))


def test_the_interval_shrinks_with_the_share_of_users_who_answered() -> None:
    few, many = (confidence_interval(counted(4, 3, 2, 3, 4), population) for population in (6, 1000))
    assert few is not None
    assert many is not None
    assert few.high - few.low < many.high - many.low


def test_one_respondent_has_no_interval_and_equal_ones_a_point() -> None:
    assert confidence_interval(counted(4)) is None
    point = confidence_interval(counted(3, 3, 3))
    assert point is not None
    assert (point.low, point.high) == (75.0, 75.0)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=8))
def test_no_group_is_shown_below_five_and_none_can_be_found_by_subtraction(sizes: dict[str, int]) -> None:
    groups = merge_small_groups({key: Counted(size) for key, size in sizes.items()})
    whole = sum(sizes.values())
    assert all(group.counted.respondents >= 5 for group in groups)
    assert sum(group.counted.respondents for group in groups) == (whole if whole >= 5 else 0)
