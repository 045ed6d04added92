"""How often the charts are wrong and how soon they are right, tried on made series. Seeded: it prints the same again.

Answers of 1–4 are drawn one by one from shares as satisfaction surveys show them; a drop moves their mean by one
standard deviation of single answers (or, in the harder trial, of a period's mean). Shares and rates are drawn alike.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from pendapa.evaluation.watching.clusters import HISTORY, WINDOW, Gathering, is_cluster
from pendapa.evaluation.watching.rules import MEASURES, Measure, Period, Sensitivity, chart_of

ANSWERS: Final = (0.02, 0.08, 0.55, 0.35)
"""Shares of the answers 1 to 4: mean 3.23, standard deviation 0.68."""
YEAR: Final = 12
FOUND_WITHIN: Final = 4
MANY: Final = 60
Draw = Callable[[random.Random, float], Period]
"""A period, worse by so many standard deviations of a single answer or case."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Shares of series: alarmed within a year though stable; found within four periods after a drop of one standard
    deviation of single answers, and of a period's mean."""

    name: str
    series: int
    false: float
    found: float
    found_small: float

    @property
    def is_met(self) -> bool:
        return self.false < 0.05 and self.found >= 0.9


def try_charts(series: int, seed: int = 2026, how: Sensitivity | None = None) -> Iterator[Trial]:
    """Each kind of measure in its turn, by the fewest answers or cases that make a period, and by sixty."""
    for is_least in (True, False):
        for name, measure, draw_of in MADE:
            n = MEASURES[measure].least_count if is_least else MANY
            chance = random.Random(f"{seed}/{name}/{n}")  # noqa: S311 - a seeded trial
            told = f"{name}, {n} a period"
            yield _tried(told, MEASURES[measure], draw_of(n), n, series, chance, how or Sensitivity())


def _tried(
    name: str, measure: Measure, draw: Draw, n: int, series: int, chance: random.Random, how: Sensitivity
) -> Trial:
    def share(worse: float, periods: int) -> float:
        return sum(_alarms(measure, draw, chance, worse, periods, how) for _one in range(series)) / series

    return Trial(name, series, share(0, YEAR), share(1, FOUND_WITHIN), share(1 / math.sqrt(n), FOUND_WITHIN))


def _alarms(measure: Measure, draw: Draw, chance: random.Random, worse: float, periods: int, how: Sensitivity) -> bool:
    made = [draw(chance, 0) for _one in range(how.baseline)] + [draw(chance, worse) for _one in range(periods)]
    return bool(chart_of(measure, made, how).runs)


def answers_drawn(n: int) -> Draw:
    """Periods of n answers."""
    known: dict[float, Sequence[float]] = {0: ANSWERS}

    def draw(chance: random.Random, worse: float) -> Period:
        if worse not in known:
            known[worse] = lowered(ANSWERS, worse)
        given = chance.choices((1, 2, 3, 4), known[worse], k=n)
        mean = sum(given) / n
        return Period("2026-01", mean, n, sum((one - mean) ** 2 for one in given) / (n - 1))

    return draw


def lowered(shares: Sequence[float], by: float) -> Sequence[float]:
    """The shares tilted towards low answers until their mean is lower by so many standard deviations."""
    mean = _mean(shares)
    spread = math.sqrt(sum(share * (one - mean) ** 2 for one, share in enumerate(shares, 1)))
    low, high, tilted = 0.0, 10.0, shares
    for _step in range(60):
        tilt = (low + high) / 2
        weights = [share * math.exp(-tilt * one) for one, share in enumerate(shares, 1)]
        tilted = [weight / sum(weights) for weight in weights]
        low, high = (tilt, high) if _mean(tilted) > mean - by * spread else (low, tilt)
    return tilted


def cases_drawn(n: int, share: float) -> Draw:
    """Periods of n cases, of which a share is so; worse is less of them."""
    spread = math.sqrt(share * (1 - share))

    def draw(chance: random.Random, worse: float) -> Period:
        now = share - worse * spread
        return Period("2026-01", sum(chance.random() < now for _one in range(n)) / n, n)

    return draw


def events_drawn(n: int, rate: float, per: float = 1.0) -> Draw:
    """Periods of n cases with so many events a case (Poisson), told for each `per` of them."""

    def draw(chance: random.Random, worse: float) -> Period:
        return Period("2026-01", poisson(chance, n * (rate + worse * math.sqrt(rate))) / n * per, n)

    return draw


def poisson(chance: random.Random, mean: float) -> int:
    """A Poisson number (Knuth; of large means the nearest of a normal one)."""
    if mean > 200:
        return max(0, round(NormalDist(mean, math.sqrt(mean)).inv_cdf(chance.random())))
    end, product, count = math.exp(-mean), chance.random(), 0
    while product > end:
        product *= chance.random()
        count += 1
    return count


def false_clusters(years: int, seed: int = 2026, pairs: int = 40, monthly: float = 1.0) -> float:
    """Years in which a body with so many topics in places, each with so many complaints in 28 days, sees a cluster
    though nothing changed; looked at every day."""
    chance = random.Random(f"{seed}/clusters")  # noqa: S311 - a seeded trial
    return sum(_has_cluster(chance, pairs, monthly) for _year in range(years)) / years


def _has_cluster(chance: random.Random, pairs: int, monthly: float) -> bool:
    days = HISTORY + WINDOW + 365
    made = [_summed([poisson(chance, monthly / WINDOW) for _day in range(days)]) for _pair in range(pairs)]
    for today in range(HISTORY + WINDOW, days + 1):
        seen = [
            Gathering(one[today] - one[today - WINDOW], one[today - WINDOW] - one[today - WINDOW - HISTORY])
            for one in made
        ]
        whole = Gathering(sum(one.recent for one in seen), sum(one.before for one in seen))
        if any(is_cluster(one, whole, HISTORY, pairs) for one in seen):
            return True
    return False


def _summed(counts: Sequence[int]) -> list[int]:
    sums = [0]
    for count in counts:
        sums.append(sums[-1] + count)
    return sums


MADE: Final[Sequence[tuple[str, str, Callable[[int], Draw]]]] = (
    ("an element of the index", "u1", answers_drawn),
    ("90 % on time", "on_time", lambda n: cases_drawn(n, 0.9)),
    ("0.2 corrections a case", "corrections", lambda n: events_drawn(n, 0.2)),
    ("50 complaints for 1,000 applications", "complaints", lambda n: events_drawn(n, 0.05, per=1000)),
)
"""Measures as they are made up."""


def _mean(shares: Sequence[float]) -> float:
    return sum(share * one for one, share in enumerate(shares, 1))
