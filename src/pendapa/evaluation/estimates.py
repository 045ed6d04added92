"""How far an index can be trusted: the sample it needs, its confidence interval, and groups too small to be shown.

Pure arithmetic over sums, so that no single answer is needed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from pendapa.evaluation.rules import ELEMENT_COUNT, SCALE, SMALLEST_PUBLISHED, WEIGHTS

CHI_SQUARE = 3.841
PROPORTION = 0.5
PRECISION = 0.05
CONFIDENCE_Z = 1.959964
"""95 percent, two-sided."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers added up: how many, the nine sums, and, of each answer's own sum of nine (9–36), total and squares."""

    respondents: int = 0
    sums: tuple[int, ...] = (0,) * ELEMENT_COUNT
    total: int = 0
    squares: int = 0

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.respondents + other.respondents,
            tuple(one + two for one, two in zip(self.sums, other.sums, strict=True)),
            self.total + other.total,
            self.squares + other.squares,
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the index of all users lies with 95 percent confidence, on its scale of 25–100."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """Respondents of one or more values of the profile; more than one where each alone was too few."""

    keys: tuple[str, ...]
    counted: Counted


def sample_needed(population: int) -> int:
    """Respondents needed for a population, as in the table of Krejcie and Morgan (1970); PermenPANRB 14/2017.

    S = λ²NPQ / (d²(N−1) + λ²PQ) with λ² = 3.841, P = Q = 0.5, d = 0.05, rounded to the nearest whole. 0 for none.
    """
    if population < 1:
        return 0
    spread = CHI_SQUARE * PROPORTION * (1 - PROPORTION)
    return max(1, int(spread * population / (PRECISION**2 * (population - 1) + spread) + 0.5))


def confidence_interval(counted: Counted, population: int = 0, weight: str = "1/9") -> Interval | None:
    """The 95 percent interval of the index; None for fewer than two respondents.

    mean ± t · s/√n · √((N−n)/(N−1)): s is the standard deviation of the respondents' own indexes, t Student's
    quantile with n−1 degrees of freedom, the last factor the correction for a finite population, left out where N is
    not known or smaller than n. Cochran, Sampling Techniques, 3rd ed. 1977, 2.6–2.8. Bounded to 25–100.
    """
    n = counted.respondents
    if n < 2:
        return None
    variance = max(0.0, (counted.squares - counted.total**2 / n) / (n - 1))
    correction = (population - n) / (population - 1) if population > n else 1.0
    scale = SCALE * float(WEIGHTS[weight])
    margin = student_quantile(n - 1) * sqrt(variance / n * correction) * scale
    middle = counted.total / n * scale
    return Interval(max(float(SCALE), round(middle - margin, 2)), min(100.0, round(middle + margin, 2)))


def student_quantile(freedom: int, z: float = CONFIDENCE_Z) -> float:
    """Student's t for the same probability as the normal quantile `z`; exact to three decimals from 4 degrees of
    freedom on. Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5."""
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(freedom) ** (power + 1) for power, term in enumerate(terms))


def merge_small_groups(groups: Mapping[str, Counted], smallest: int = SMALLEST_PUBLISHED) -> list[Group]:
    """The groups by size, none with fewer than `smallest`: small ones are taken together.

    Where these together are still too few, the smallest of the others joins them, so that nobody can be found by
    taking the groups shown from the total. A whole that is too small gives no group at all.
    """
    by_size = sorted(
        ((key, one) for key, one in groups.items() if one.respondents), key=lambda pair: (-pair[1].respondents, pair[0])
    )
    shown = [Group((key,), one) for key, one in by_size if one.respondents >= smallest]
    small = [(key, one) for key, one in by_size if one.respondents < smallest]
    if not small:
        return shown
    merged = Group(tuple(key for key, _one in small), total_of(one for _key, one in small))
    while merged.counted.respondents < smallest:
        if not shown:
            return []
        last = shown.pop()
        merged = Group(last.keys + merged.keys, last.counted + merged.counted)
    return [*shown, merged]


def total_of(counted: Iterable[Counted]) -> Counted:
    """All of them together."""
    whole = Counted()
    for one in counted:
        whole += one
    return whole
