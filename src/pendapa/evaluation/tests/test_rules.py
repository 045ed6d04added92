import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.evaluation.rules import category_of, satisfaction_index

PUBLISHED = Path(__file__).parents[5] / "shared/data/skm/triwulan3_29_respondents_distribution.csv"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the shared reference data is not beside this checkout")
@pytest.mark.parametrize(("weight", "published"), [("1/9", "91.48"), ("0.11", "90.56")])
def test_a_published_report_is_reproduced_with_either_weight(weight: str, published: str) -> None:
    with PUBLISHED.open() as lines:
        rows = list(csv.DictReader(lines))
    sums, respondents = _sums(rows)
    assert satisfaction_index(sums, respondents, weight).index == Decimal(published)


@given(st.integers(1, 500), st.lists(st.floats(1, 4), min_size=9, max_size=9))
def test_the_index_stays_on_its_scale_and_has_a_category(respondents: int, means: list[float]) -> None:
    sums = [max(respondents, min(4 * respondents, round(mean * respondents))) for mean in means]
    result = satisfaction_index(sums, respondents)
    assert Decimal(25) <= result.index <= Decimal(100)
    assert result.category == category_of(result.index)


@pytest.mark.parametrize(
    ("index", "letter"),
    [("100", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C"), ("64.99", "D")],
)
def test_bands_meet_without_a_gap(index: str, letter: str) -> None:
    assert category_of(Decimal(index)) == letter


def test_no_respondent_gives_no_index() -> None:
    with pytest.raises(ValueError, match="at least one"):
        satisfaction_index([0] * 9, 0)


def _sums(rows: list[dict[str, str]]) -> tuple[list[int], int]:
    respondents = sum(int(rows[0][f"n{score}"]) for score in (1, 2, 3, 4))
    return [sum(int(row[f"n{score}"]) * score for score in (1, 2, 3, 4)) for row in rows], respondents
