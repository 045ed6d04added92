"""The satisfaction index as PermenPANRB 14/2017 defines it: pure arithmetic in exact decimals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ELEMENT_COUNT = 9
SCALE = 25
SMALLEST_PUBLISHED = 5
"""Answers below which a service shows no index: fewer would point at persons."""
SMALLEST_OPEN = 10
"""Answers that are counted together at least where anybody can send as many as they like: who sent four of five would
know the fifth. To know one of these, nine of ten must be one's own."""


@dataclass(frozen=True, slots=True)
class Category:
    """A band of the index, bounds inclusive on two decimals."""

    letter: str
    lowest: Decimal


CATEGORIES = (
    Category("A", Decimal("88.31")),
    Category("B", Decimal("76.61")),
    Category("C", Decimal("65.00")),
    Category("D", Decimal("25.00")),
)
"""PermenPANRB 14/2017, Annex: A very good, B good, C less good, D not good."""

LOWEST_ROUNDED = Decimal("24.75")
"""The lowest index that the weight 0.11 can give: below the scale by its rounding, and still D."""

EXACT_WEIGHT = Fraction(1, 9)
WEIGHTS = {"1/9": EXACT_WEIGHT, "0.111": Fraction(111, 1000), "0.11": Fraction(11, 100)}
"""The weight of each element: exact, or rounded as some agencies publish it."""


@dataclass(frozen=True, slots=True)
class SatisfactionIndex:
    """Index on 25–100 rounded to two decimals, its category, and the mean of each element (1–4)."""

    respondents: int
    index: Decimal
    category: str
    element_means: tuple[Decimal, ...]
    weight: str


def satisfaction_index(sums: Sequence[int], respondents: int, weight: str = "1/9") -> SatisfactionIndex:
    """The index from the nine sums of answers (each 1–4) and the number of respondents.

    Raises ValueError without respondents or with other than nine elements. PermenPANRB 14/2017.
    """
    if respondents < 1:
        raise ValueError("An index needs at least one respondent.")
    if len(sums) != ELEMENT_COUNT:
        raise ValueError(f"An index has {ELEMENT_COUNT} elements, not {len(sums)}.")
    means = [Fraction(total, respondents) for total in sums]
    index = rounded(sum(means, Fraction(0)) * WEIGHTS[weight] * SCALE, 2)
    return SatisfactionIndex(
        respondents=respondents,
        index=index,
        category=category_of(index),
        element_means=tuple(rounded(mean, 3) for mean in means),
        weight=weight,
    )


@dataclass(frozen=True, slots=True)
class ElementStep:
    """One element on its way to the index: the sum of its answers, their mean (1–4), and the mean times the weight;
    both on four decimals for reading, while the index is computed from the exact values."""

    total: int
    mean: Decimal
    weighted: Decimal


def element_steps(sums: Sequence[int], respondents: int, weight: str = "1/9") -> list[ElementStep]:
    """The table of a report, element by element. Raises ValueError as `satisfaction_index` does."""
    if respondents < 1:
        raise ValueError("An index needs at least one respondent.")
    return [
        ElementStep(
            total, rounded(Fraction(total, respondents), 4), rounded(Fraction(total, respondents) * WEIGHTS[weight], 4)
        )
        for total in sums
    ]


def elements_below_mean(sums: Sequence[int]) -> list[int]:
    """The places (from 0) of the elements below the mean of all nine: these need an improvement plan."""
    return [place for place, total in enumerate(sums) if total * len(sums) < sum(sums)]


def category_of(index: Decimal) -> str:
    """The letter for an index rounded to two decimals, so that no value falls between two bands."""
    for category in CATEGORIES:
        if index >= category.lowest:
            return category.letter
    if index >= LOWEST_ROUNDED:
        return CATEGORIES[-1].letter
    raise ValueError(f"An index of {index} is below the scale.")


def rounded(value: Fraction, places: int) -> Decimal:
    """The value on so many decimals, halves away from zero."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
