"""Statistics with the names that people read, for the page and for the downloads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pendapa.complaints.public.counting import counted_reports
from pendapa.complaints.public.filters import ReportFilters
from pendapa.complaints.public.queries import names_of_topics, names_of_units
from pendapa.complaints.public.statistics import FEWEST, Figure, statistics_of


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure with its name; `*_told` are its values in words."""

    key: str
    name: str
    count: int
    answered: int | None
    answer_days: float | None
    solved: int | None
    solution_days: float | None

    @property
    def answer_told(self) -> str:
        return days_told(self.answer_days)

    @property
    def solution_told(self) -> str:
        return days_told(self.solution_days)

    @property
    def answered_told(self) -> str:
        return count_told(self.answered)

    @property
    def solved_told(self) -> str:
        return count_told(self.solved)


def named_statistics(filters: ReportFilters) -> dict[str, Any]:
    """The statistics of the reports that match: `total` is one figure, the others lists (three queries)."""
    found = statistics_of(counted_reports(filters))
    units = names_of_units(figure.key for figure in found.units)
    topics = names_of_topics(figure.key for figure in found.topics)
    others = _("Others")
    return {
        "total": _named(found.total, _("All")),
        "units": [_named(figure, units.get(figure.key, others)) for figure in found.units],
        "topics": [_named(figure, topics.get(figure.key, others)) for figure in found.topics],
        "months": [_named(figure, month_told(figure.key)) for figure in found.months],
    }


def days_told(days: float | None) -> str:
    """ "3,5 days" in the page's language; a dash where it is not shown."""
    if days is None:
        return "–"
    return ngettext("{days} day", "{days} days", 1 if days == 1 else 2).format(days=decimal(days))


def decimal(value: float) -> str:
    """One decimal at most, with the sign of the page's language."""
    from django.utils.formats import number_format

    return number_format(value, 0 if value == int(value) else 1)


def count_told(count: int | None) -> str:
    """The number, or that it is too small to be shown."""
    return _("fewer than {fewest}").format(fewest=FEWEST) if count is None else str(count)


def month_told(key: str) -> str:
    """ "November 2026" for "2026-11-01"."""
    return date_format(date.fromisoformat(key), "F Y")


def _named(figure: Figure, name: str) -> NamedFigure:
    return NamedFigure(
        figure.key, name, figure.count, figure.answered, figure.answer_days, figure.solved, figure.solution_days
    )
