"""Scorecards with the names and words that a page shows: rows of units and services, charts, steps, pages left."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pendapa.catalogue.models import PublicService, ServiceStandard
from pendapa.catalogue.queries import published_services, published_standards
from pendapa.catalogue.rows import ServiceRow
from pendapa.complaints.public.presenting import days_told
from pendapa.evaluation.cells import Cell
from pendapa.evaluation.measures.drawing import Column, column_chart
from pendapa.evaluation.measures.scorecards import MONTHS_SHOWN, Score, pages_left, steps_of
from pendapa.evaluation.measures.wording import NOTHING, month_told, points_told, rate_told, share_told, short_month
from pendapa.forms.queries import definition_of
from pendapa.people.models import Organization
from pendapa.workflow.outline import in_language

ALL_MONTHS = "semua"
REMEMBERED_SECONDS = 10
Name = TypeVar("Name", str, ServiceRow)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit, service or month of a table; `url` is empty where there is no page of its own."""

    name: str
    score: Score
    url: str = ""
    promised: str = ""

    @property
    def kept_told(self) -> str:
        return share_told(self.score.kept_share)

    @property
    def median_told(self) -> str:
        return days_told(self.score.median_days)

    @property
    def index_told(self) -> str:
        return points_told(self.score.index)

    @property
    def first_right_told(self) -> str:
        return share_told(self.score.first_right_share)

    @property
    def corrections_told(self) -> str:
        return rate_told(self.score.corrections_per_case)

    @property
    def complaints_told(self) -> str:
        return rate_told(self.score.complaints_per_thousand)


def names_of_units() -> dict[str, str]:
    """The names of all units by code, in the language now spoken (one query, remembered for a moment)."""
    return _remembered("units", lambda: {unit.code: unit.local_name for unit in Organization.objects.all()})


def services_by_slug() -> dict[str, ServiceRow]:
    """The published services, in the language now spoken (one query, remembered for a moment)."""
    return _remembered("services", lambda: {service.slug: service for service in published_services()})


def _remembered(what: str, read: Callable[[], dict[str, Name]]) -> dict[str, Name]:
    """As old at most as a public page may be; names change seldom, and figures are read each time."""
    key, kept = f"measures:{what}:{get_language()}", caches["process"]
    found: dict[str, Name] | None = kept.get(key)
    if found is None:
        found = read()
        kept.set(key, found, REMEMBERED_SECONDS)
    return found


def standard_of(slug: str) -> ServiceStandard | None:
    """The standard of a service that counts now, with its form and its process (one query)."""
    standards = published_standards().select_related("form_version", "process_version")
    return standards.filter(service__slug=slug).first()


def service_without_standard(slug: str) -> PublicService | None:
    """A service that is published no more (one query)."""
    return PublicService.objects.select_related("owner").filter(slug=slug).first()


def sorted_rows(rows: Iterable[Row]) -> list[Row]:
    """Those with most decisions first, without those that have nothing to tell."""
    return sorted((row for row in rows if not row.score.is_empty), key=lambda row: (-row.score.cell.decided, row.name))


def month_choices(months: Iterable[str]) -> list[tuple[str, str]]:
    """What the choice of a month offers, newest first, and all of them together."""
    offered = [(month, month_told(month)) for month in sorted(months, reverse=True)]
    return [*offered, (ALL_MONTHS, _("All months together"))]


def history(months: list[str], cells: Mapping[str, Cell]) -> dict[str, Any]:
    """The last months as rows of a table and as two charts."""
    rows = [Row(month_told(month), Score(cells.get(month, Cell()))) for month in months]
    kept = [
        Column(short_month(month), None if row.score.kept_share is None else row.score.kept_share * 100, row.kept_told)
        for month, row in zip(months, rows, strict=True)
    ]
    waited = [
        Column(short_month(month), days, NOTHING if days is None else str(days))
        for month, days in zip(months, (row.score.median_days for row in rows), strict=True)
    ]
    return {
        "rows": rows[-MONTHS_SHOWN:],
        "charts": [
            _chart(kept, rows, "kept", _("Promises kept, in per cent of the decisions of each month"), 100),
            _chart(waited, rows, "waited", _("Days from acceptance to decision, middle value of each month"), 0),
        ],
    }


def step_rows(cell: Cell, standard: ServiceStandard | None) -> list[dict[str, str]]:
    """Steps of the process with their mean of days, in the order of the process; unknown ones last."""
    outline = standard.process_version.outline if standard and standard.process_version else {}
    known = {step["key"]: in_language(step["name"], step.get("name_en", "")) for step in outline.get("steps", [])}
    order = {key: place for place, key in enumerate(known)}
    steps = sorted(steps_of(cell), key=lambda step: (order.get(step[0], len(order)), step[0]))
    return [
        {"name": known.get(key, key), "times": str(times), "days": _mean_days_told(days)} for key, times, days in steps
    ]


def page_rows(cell: Cell, submitted: int, standard: ServiceStandard | None) -> list[dict[str, str]]:
    """Pages of the form at which people stopped, in the order of the form."""
    pages = definition_of(standard.form_version).pages if standard and standard.form_version else ()
    known = {page.key: page.title for page in pages}
    order = {key: place for place, key in enumerate(known)}
    left = sorted(pages_left(cell, submitted), key=lambda page: (order.get(page[0], len(order)), page[0]))
    return [
        {"name": str(known.get(key) or key or _("Unknown page")), "count": str(count), "share": share_told(share)}
        for key, count, share in left
    ]


def element_rows(score: Score, names: Iterable[str]) -> list[dict[str, Any]]:
    """The nine elements with their names and means."""
    means = score.element_means
    return [
        {"name": f"{element} {name}", "mean": points_told(mean), "share": (mean - 1) / 3}
        for (element, mean), name in zip(means, names, strict=False)
    ]


def _mean_days_told(days: float) -> str:
    return days_told(round(days, 1))


def _chart(columns: list[Column], rows: list[Row], key: str, title: str, highest: float) -> SafeString:
    told = "; ".join(
        f"{row.name}: {column.told}" for row, column in zip(rows, columns, strict=True) if column.value is not None
    )
    count = len([column for column in columns if column.value is not None])
    description = ngettext("{count} month. {told}", "{count} months. {told}", count).format(count=count, told=told)
    return column_chart(columns, f"chart-{key}", title, description, highest)
