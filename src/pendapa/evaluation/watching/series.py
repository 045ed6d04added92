"""Measures over time, from the counts of the public log: what is watched, and what an effect is compared by.

Values are defined as oversight compares them: `index` 25–100, `u1`…`u9` 1–4, `on_time` share of the decisions that can
be judged, `corrections` per decision, `complaints` per 1,000 applications accepted (`Cell.complaints_among`; of all
services together: a complaint has none). How single answers vary within a month is not in the log; it is read from the
counted answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Sum
from django.utils import timezone

from pendapa.evaluation.cells import ELEMENTS, Cell
from pendapa.evaluation.measures.models import MonthlyCount
from pendapa.evaluation.models import SurveyResponse
from pendapa.evaluation.watching.rules import MEASURES, SURVEYED, Period
from pendapa.kernel.calendar import local_date

__all__ = ["Period", "series_of"]
Where = tuple[str, str]
"""Unit and service; "" stands for all of them."""
_COUNTED: Final = ("accepted", "decided", "on_time", "late", "complaints", "corrections", "respondents", "ratings")
_WHOLE: Final = sum((F(element) for element in ELEMENTS[1:]), F(ELEMENTS[0]))


@dataclass(slots=True)
class Spread:
    """Single answers added up: how many, and of each measure their sum and their squares."""

    n: int = 0
    sums: tuple[int, ...] = (0,) * 10
    squares: tuple[int, ...] = (0,) * 10

    def add(self, other: "Spread") -> None:
        self.n += other.n
        self.sums = tuple(one + two for one, two in zip(self.sums, other.sums, strict=True))
        self.squares = tuple(one + two for one, two in zip(self.squares, other.squares, strict=True))

    def variance_of(self, measure: str) -> float | None:
        """Of single answers, in the unit of the measure; None of fewer than two."""
        if self.n < 2:
            return None
        place = ELEMENTS.index(measure) if measure in ELEMENTS else len(ELEMENTS)
        variance = max(self.squares[place] - self.sums[place] ** 2 / self.n, 0.0) / (self.n - 1)
        return variance if measure in ELEMENTS else variance * (25 / 9) ** 2


Months = dict[str, Cell]
Spreads = dict[str, Spread]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept, by unit and service: counts by month, and how answers vary by month."""

    months: dict[Where, Months]
    spreads: dict[Where, Spreads]

    def series(self, measure: str, where: Where, *, today: date, least: int) -> list[Period]:
        """The periods of a measure up to the last whole month."""
        this_month = today.isoformat()[:7]
        months = {month: cell for month, cell in self.months.get(where, {}).items() if month < this_month}
        spreads = self.spreads.get(where, {}) if measure in SURVEYED else {}
        return list(_periods(measure, months, spreads, least))


def series_of(
    measure: str, unit: str = "", service: str = "", *, today: date | None = None, least: int | None = None
) -> list[Period]:
    """The measure by whole months that are over, oldest first; months with fewer than `least` answers or cases (else:
    than the measure needs) are joined to the next. Empty for a measure that is not kept by month (two queries)."""
    if measure not in MEASURES:
        return []
    kept = everything_kept(unit=unit, service=service)
    return kept.series(
        measure,
        (unit, service),
        today=today or local_date(timezone.now()),
        least=least or MEASURES[measure].least_count,
    )


def everything_kept(*, unit: str | None = None, service: str | None = None) -> Kept:
    """The counts and variances of every unit and service, or of one of them (two queries)."""
    rows = MonthlyCount.objects.exclude(month="")
    if unit is not None and service is not None:
        rows = rows.filter(unit=unit, service=service)
    months: dict[Where, Months] = {}
    for holder, slug, month, *counts in rows.values_list("unit", "service", "month", *_COUNTED):
        months.setdefault((holder, slug), {})[month] = _cell(dict(zip(_COUNTED, counts, strict=True)))
    return Kept(months, _spreads(unit or "", service or ""))


def _cell(counts: dict[str, Any]) -> Cell:
    cell = Cell(**{name: value for name, value in counts.items() if name != "ratings"})
    cell.ratings = counts["ratings"] or cell.ratings
    return cell


def _spreads(unit: str, service: str) -> dict[Where, Spreads]:
    responses = SurveyResponse.objects.order_by()
    if unit:
        responses = responses.filter(unit__code=unit)
    if service:
        responses = responses.filter(service__slug=service)
    asked = {
        **{f"sum_{element}": Sum(element) for element in ELEMENTS},
        "sum_all": Sum(_WHOLE),
        **{f"squares_{element}": Sum(F(element) * F(element)) for element in ELEMENTS},
        "squares_all": Sum(_WHOLE * _WHOLE),
    }
    found: dict[Where, Spreads] = {}
    rows = responses.values_list("unit__code", "service__slug", "counted_on").annotate(n=Count("pk"), **asked)
    for holder, slug, month, n, *sums in rows:
        counted = Spread(n, tuple(sums[:10]), tuple(sums[10:]))
        for where in {(holder, slug), (holder, ""), ("", slug), ("", "")}:
            found.setdefault(where, {}).setdefault(month.isoformat()[:7], Spread()).add(counted)
    return found


def _periods(measure: str, months: Mapping[str, Cell], spreads: Mapping[str, Spread], least: int) -> Iterator[Period]:
    part, whole, spread, first = 0.0, 0, Spread(), ""
    for month in sorted(months):
        more, of = _counted(measure, months[month])
        if not whole and not of:
            continue
        part, whole, first = part + more, whole + of, first or month
        if month in spreads:
            spread.add(spreads[month])
        if whole >= least:
            label = month if month == first else f"{first}/{month}"
            yield Period(label, part / whole * MEASURES[measure].per, whole, spread.variance_of(measure))
            part, whole, spread, first = 0.0, 0, Spread(), ""


def _counted(measure: str, cell: Cell) -> tuple[float, int]:
    """What is counted of a month, and among how many."""
    if measure == "index":
        return sum(cell.ratings) * 25 / 9, cell.respondents
    if measure in ELEMENTS:
        return cell.ratings[ELEMENTS.index(measure)], cell.respondents
    of: dict[str, tuple[int, int]] = {
        "on_time": (cell.on_time, cell.on_time + cell.late),
        "corrections": (cell.corrections, cell.decided),
        "complaints": cell.complaints_among,
    }
    return of[measure]


def wider_than_one(places: Iterable[Where]) -> set[Where]:
    """The sums of a unit, or of a service, that are made up of more than one of these."""
    narrow = [(unit, service) for unit, service in places if unit and service]
    wide: dict[Where, int] = {}
    for unit, service in narrow:
        for where in ((unit, ""), ("", service)):
            wide[where] = wide.get(where, 0) + 1
    return {where for where, count in wide.items() if count > 1}
