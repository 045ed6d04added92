"""The control chart by which a shortcoming is noticed. No database, no clock.

One chart serves every measure: a one-sided CUSUM (Page, "Continuous inspection schemes", Biometrika 41, 1954;
Montgomery, *Introduction to Statistical Quality Control*, chapter 9) on standardised periods of unequal size.

**Level and weight** of a period with `n` answers or cases, turned so that more is worse:

- *mean* (elements, index): the mean itself; a mean of `n` varies by σ²/n, so the weight is `n`.
- *share* (of `n` cases, `x`): arcsin √((x + 3/8) / (n + 3/4)), which varies by 1/(4n + 2) whatever the share
  (Anscombe, Biometrika 35, 1948); the weight is 4n + 2, σ² is 1.
- *rate* (`x` events in `n` cases): √((x + 3/8) / n), which varies by 1/(4n) (the same paper); weight 4n, σ² is 1.

**What is expected** is the mean m of the levels, by weight, over the *learned* periods: the first `baseline` ones, and
later all but the last four, so that a change cannot hide in what is expected before it is four periods old. Periods of
an alarm are never learned.

**σ²** is the larger of two: how much single answers vary within a period (known, for shares and rates 1), and how much
the learned periods vary among themselves, Σ w (level − m)² / (k − 1). The second is larger where months differ for
reasons of their own (Laney, "Improved control charts for attributes", Quality Engineering 14, 2002).

**Score** of a period: z = (level − m) / √(σ² (1/w + 1/W)), W the weight of all that is learned. **Sum**:
C = max(0, C + z − allowance). It is an **alarm** when C passes the limit; the alarm *began* with the first period after
C was 0 last. It is over after two periods in a row with z ≤ allowance; C then begins anew.

How often this is wrong, and how soon it is right, is shown by `python -m tests.strength alarms` (docs/watching.md).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

LAG: Final = 4
"""Periods that are not learned yet: a drop has to be found within four."""
CALM: Final = 2
"""Periods in a row within the allowance after which an alarm is over."""


class Kind(StrEnum):
    """How a measure varies."""

    MEAN = "mean"
    SHARE = "share"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that is watched. `typical` and `least` are the variance of single answers: what is taken where none is
    known, and the smallest that is believed (everybody gave the same answer). `per` turns the value into what is told
    (1,000: per thousand); `least_count` answers or cases make a period, so many that a drop is found (see above)."""

    key: str
    kind: Kind
    higher_is_better: bool
    typical: float = 1.0
    least: float = 1.0
    per: float = 1.0
    lowest: float = 0.0
    highest: float = math.inf
    least_count: int = 10


ELEMENTS: Final = tuple(f"u{number}" for number in range(1, 10))
MEASURES: Final = {
    measure.key: measure
    for measure in (
        Measure("index", Kind.MEAN, True, typical=12.5**2, least=5.0**2, lowest=25, highest=100),
        *(Measure(key, Kind.MEAN, True, typical=0.5, least=0.09, lowest=1, highest=4) for key in ELEMENTS),
        Measure("on_time", Kind.SHARE, True, highest=1, least_count=20),
        Measure("corrections", Kind.RATE, False, least_count=20),
        Measure("complaints", Kind.RATE, False, per=1000, least_count=30),
    )
}
SURVEYED: Final = frozenset({"index", *ELEMENTS})
CLUSTER: Final = "cluster"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How a chart is set: periods learned first, allowance and limit in standard deviations of a period; the answers
    or cases that make a period (None: as many as the measure needs)."""

    baseline: int = 8
    allowance: float = 0.75
    limit: float = 4.0
    least_count: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """One or more whole months: `label` "2026-01", or "2026-01/2026-02" where one had too few answers or cases.

    `value` is as it is told (index 25–100, mean 1–4, share 0–1, rate per case, complaints per 1,000 applications), `n`
    the answers or cases behind it. `variance` is that of the single answers around their mean; None where not known.
    """

    label: str
    value: float
    n: int
    variance: float | None = None

    @property
    def since(self) -> date:
        return date.fromisoformat(f"{self.label[:7]}-01")

    @property
    def until(self) -> date:
        """The first day after it."""
        year, month = int(self.label[-7:-3]), int(self.label[-2:])
        return date(year + month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """A period on the chart. `expected` is None while it is learned; a value beyond `limit` is an alarm by itself."""

    period: Period
    expected: float | None = None
    limit: float | None = None
    score: float | None = None
    total: float = 0.0


@dataclass(slots=True)
class Run:
    """An alarm on a chart, by places of periods: where it began, was raised, and ended (None: it lasts)."""

    since: int
    raised: int
    last: int | None = None

    @property
    def lasts(self) -> bool:
        return self.last is None


@dataclass(slots=True)
class Chart:
    """All periods, and the alarms among them."""

    steps: list[Step] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def lasting(self) -> Run | None:
        """The alarm that is not over."""
        return self.runs[-1] if self.runs and self.runs[-1].lasts else None

    def expected_of(self, run: Run) -> float | None:
        """What was to be expected when the alarm was raised, and is for as long as it lasts."""
        return self.steps[run.raised].expected

    def periods_of(self, run: Run) -> list[Period]:
        """From where it began to where it ended, or to the last that is known while it lasts."""
        last = len(self.steps) - 1 if run.last is None else run.last
        return [step.period for step in self.steps[run.since : last + 1]]


def pooled(periods: Sequence[Period]) -> tuple[float, int]:
    """The value over several periods together, and the number behind it. Raises ZeroDivisionError for none."""
    n = sum(period.n for period in periods)
    return sum(period.value * period.n for period in periods) / n, n


def level_of(measure: Measure, value: float, n: int) -> float:
    """The value on the scale of the chart: more is worse."""
    part = value / measure.per
    if measure.kind is Kind.SHARE:
        part = math.asin(math.sqrt(min((part * n + 0.375) / (n + 0.75), 1.0)))
    elif measure.kind is Kind.RATE:
        part = math.sqrt((part * n + 0.375) / n)
    return -part if measure.higher_is_better else part


def weight_of(measure: Measure, n: int) -> float:
    """One over the variance of the level, where single answers vary by 1."""
    return {Kind.MEAN: 1.0 * n, Kind.SHARE: 4.0 * n + 2, Kind.RATE: 4.0 * n}[measure.kind]


def value_at(measure: Measure, level: float) -> float:
    """The value at a level, as it is told, within what is possible."""
    part = -level if measure.higher_is_better else level
    if measure.kind is Kind.SHARE:
        part = math.sin(min(max(part, 0.0), math.pi / 2)) ** 2
    elif measure.kind is Kind.RATE:
        part = max(part, 0.0) ** 2
    return min(max(part * measure.per, measure.lowest), measure.highest)


def chart_of(measure: Measure, periods: Sequence[Period], how: Sensitivity) -> Chart:
    """The chart of these periods, oldest first."""
    chart, learned, total, calm, since = Chart(), _Learned(measure), 0.0, 0, 0
    waiting: list[int] = []
    """Places not learned yet."""
    for place, period in enumerate(periods):
        if learned.count < how.baseline:
            learned.take(period)
            chart.steps.append(Step(period))
            since = place + 1
            continue
        run = chart.lasting
        weight = weight_of(measure, period.n)
        spread = math.sqrt(learned.variance * (1 / weight + 1 / learned.weight))
        score = (level_of(measure, period.value, period.n) - learned.mean) / spread
        total = max(0.0, total + score - how.allowance)
        limit = value_at(measure, learned.mean + (how.limit + how.allowance) * spread)
        chart.steps.append(Step(period, value_at(measure, learned.mean), limit, score, total))
        waiting.append(place)
        if run is not None:
            calm = calm + 1 if score <= how.allowance else 0
            if calm == CALM:
                run.last = place - CALM
                waiting = [one for one in waiting if one < run.since or one > run.last]
                total, since = 0.0, place + 1
            continue
        if total <= 0:
            since = place + 1
        if total > how.limit:
            chart.runs.append(Run(since, place))
            calm = 0
        else:
            while waiting and waiting[0] <= place - LAG:
                learned.take(periods[waiting.pop(0)])
    return chart


class _Learned:
    """Mean and variance of what is learned, kept as it grows (Welford, by weight)."""

    __slots__ = ("_answers", "_measure", "_squares", "_within", "count", "mean", "weight")

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self.count, self.mean, self.weight = 0, 0.0, 0.0
        self._squares, self._within, self._answers = 0.0, 0.0, 0

    def take(self, period: Period) -> None:
        level, weight = level_of(self._measure, period.value, period.n), weight_of(self._measure, period.n)
        self.count += 1
        self.weight += weight
        off = level - self.mean
        self.mean += off * weight / self.weight
        self._squares += weight * off * (level - self.mean)
        if period.variance is not None and period.n > 1:
            self._within += (period.n - 1) * period.variance
            self._answers += period.n - 1

    @property
    def variance(self) -> float:
        within = self._within / self._answers if self._answers else self._measure.typical
        between = self._squares / (self.count - 1) if self.count > 1 else 0.0
        return max(within, between, self._measure.least)
