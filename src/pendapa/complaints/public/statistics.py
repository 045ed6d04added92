"""How long people waited for a first answer and for a solution. Pure: counted groups in, figures out.

Only published reports are ever counted (`public_complaints`), so that no figure can change by what is secret. Groups
below `FEWEST` are put together as "others", and not shown where even together they are fewer; a median of fewer than
`FEWEST` times is not shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FEWEST: Final = 5
OTHERS: Final = ""
"""The key of the group into which small ones are put."""


class By(StrEnum):
    """What reports are grouped by."""

    ALL = "all"
    UNIT = "unit"
    TOPIC = "topic"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Counted:
    """A group as it was counted: how many reports, and of those with an answer and with a solution how many there are
    and the median of their days. The key is a code, a slug or the first day of a month."""

    by: By
    key: str
    count: int
    answered: int
    answer_days: float | None
    solved: int
    solution_days: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A group of reports. `answered` and `solved` are None where they are fewer than five but not none."""

    key: str
    count: int
    answered: int | None
    answer_days: float | None
    solved: int | None
    solution_days: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all published reports together, per unit, per topic and per month."""

    total: Figure
    units: list[Figure]
    topics: list[Figure]
    months: list[Figure]


def statistics_of(groups: Iterable[Counted]) -> Statistics:
    """What may be shown of the groups; months in their order, the rest by size with the others last."""
    counted = list(groups)
    months = [figure for figure in _figures(counted, By.MONTH) if figure.key != OTHERS]
    total = next((figure_of(one) for one in counted if one.by == By.ALL), Figure("", 0, 0, None, 0, None))
    return Statistics(
        total=total,
        units=_figures(counted, By.UNIT),
        topics=_figures(counted, By.TOPIC),
        months=sorted(months, key=lambda figure: figure.key),
    )


def figure_of(group: Counted) -> Figure:
    """What may be told of one group."""
    return Figure(
        group.key,
        group.count,
        _told(group.answered),
        _median(group.answered, group.answer_days),
        _told(group.solved),
        _median(group.solved, group.solution_days),
    )


def _figures(counted: list[Counted], by: By) -> list[Figure]:
    shown = [figure_of(group) for group in counted if group.by == by and group.count >= FEWEST]
    return sorted(shown, key=lambda figure: (figure.key == OTHERS, -figure.count, figure.key))


def _told(count: int) -> int | None:
    return None if 0 < count < FEWEST else count


def _median(count: int, days: float | None) -> float | None:
    return round(days, 1) if days is not None and count >= FEWEST else None
