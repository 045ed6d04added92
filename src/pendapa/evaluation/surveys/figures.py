"""What the figures page shows: indexes of a period by unit, by service, over time, and by group of respondents."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from pendapa.evaluation.estimates import Counted, Group, total_of
from pendapa.evaluation.models import ELEMENTS
from pendapa.evaluation.periods import Period, Step, name_of, period_around
from pendapa.evaluation.results import Result, closed_cases, counted_by, index_over, responses_within, result_over
from pendapa.evaluation.rules import SatisfactionIndex, elements_below_mean
from pendapa.evaluation.wording import CATEGORY_TONES, CATEGORY_WORDS, ELEMENT_NAMES, PART_NAMES, group_name

_NAMES = ("unit__code", "unit__name", "unit__name_en", "service__slug", "service__name", "service__name_en")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: whose index, and the index."""

    key: str
    name: str
    index: SatisfactionIndex

    @property
    def category_word(self) -> Any:
        return CATEGORY_WORDS[self.index.category]

    @property
    def tone(self) -> str:
        return CATEGORY_TONES[self.index.category]


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element: its name, sum, mean, share of the scale for a bar, and whether it is below the mean of all nine."""

    key: str
    name: Any
    total: int
    mean: Any
    share: float
    is_weak: bool

    @property
    def number(self) -> str:
        return self.key.upper()

    @property
    def label(self) -> str:
        return f"{self.number} {self.name}"


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page needs; `result` is None below five answers. `units` and `services` are those with answers."""

    result: Result | None
    elements: list[ElementRow]
    by_unit: list[Row]
    by_service: list[Row]
    over_time: list[Row]
    groups: list[tuple[Any, list[Row]]]
    units: list[tuple[str, str]]
    services: list[tuple[str, str]]


def figures_of(paths: Sequence[str], period: Period, step: Step, unit: str = "", service: str = "") -> Figures:
    """The figures of what is counted in a period within these branches, narrowed to a unit and a service if named by
    code and slug (three queries)."""
    within = responses_within(paths, period)
    cells = counted_by(within, *_NAMES, "counted_on")
    chosen = [
        (keys, one) for keys, one in cells if (not unit or keys[0] == unit) and (not service or keys[3] == service)
    ]
    narrowed = within.filter(
        **({"unit__code": unit} if unit else {}), **({"service__slug": service} if service else {})
    )
    cases = closed_cases(paths, period.first, period.last).filter(
        **({"unit__code": unit} if unit else {}), **({"service__slug": service} if service else {})
    )
    result = result_over(narrowed, cases.count()) if chosen else None
    return Figures(
        result=result,
        elements=element_rows(result),
        by_unit=_rows(chosen, lambda keys: (keys[0], _local(keys[1], keys[2]))),
        by_service=_rows(chosen, lambda keys: (keys[3], _local(keys[4], keys[5]))),
        over_time=sorted(_rows(chosen, lambda keys: _period_key(keys[6], step)), key=lambda row: row.key),
        groups=group_rows(result),
        units=_choices(cells, 0),
        services=_choices(cells, 3),
    )


def element_rows(result: Result | None) -> list[ElementRow]:
    """The nine elements of a result, in their order."""
    if result is None:
        return []
    weak = elements_below_mean(result.counted.sums)
    return [
        ElementRow(
            element,
            ELEMENT_NAMES[element],
            result.counted.sums[place],
            result.index.element_means[place],
            float(result.index.element_means[place]) / 4,
            place in weak,
        )
        for place, element in enumerate(ELEMENTS)
    ]


def group_rows(result: Result | None) -> list[tuple[Any, list[Row]]]:
    """Each part of the profile with its groups; a part that nobody told is left out."""
    if result is None:
        return []
    parts = []
    for part, groups in result.groups.items():
        if any(key for group in groups for key in group.keys):
            parts.append((PART_NAMES[part], [_group_row(part, group) for group in groups]))
    return parts


def _group_row(part: str, group: Group) -> Row:
    index = index_over(group.counted)
    assert index is not None  # noqa: S101  no group is smaller than what gives an index
    return Row(" ".join(group.keys), group_name(part, group.keys), index)


def _rows(
    cells: Iterable[tuple[tuple[Any, ...], Counted]], named: Callable[[tuple[Any, ...]], tuple[str, str]]
) -> list[Row]:
    found: dict[tuple[str, str], list[Counted]] = {}
    for keys, counted in cells:
        found.setdefault(named(keys), []).append(counted)
    rows = [(key, name, index_over(total_of(parts))) for (key, name), parts in found.items()]
    return sorted((Row(key, name, index) for key, name, index in rows if index), key=lambda row: row.name)


def _choices(cells: Iterable[tuple[tuple[Any, ...], Counted]], place: int) -> list[tuple[str, str]]:
    names: Mapping[str, str] = {keys[place]: _local(keys[place + 1], keys[place + 2]) for keys, _one in cells}
    return sorted(names.items(), key=lambda pair: pair[1])


def _period_key(month: date, step: Step) -> tuple[str, str]:
    period = period_around(month, step)
    return period.first.isoformat(), name_of(period, step)


def _local(name: str, name_en: str) -> str:
    return name_en if (get_language() or "").startswith("en") and name_en else name
