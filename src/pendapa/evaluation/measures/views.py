"""`/kinerja/`: what was promised, kept and missed, by the public log alone."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendapa.evaluation.cells import Cell
from pendapa.evaluation.measures.beside import shown_beside
from pendapa.evaluation.measures.branches import branch_of
from pendapa.evaluation.measures.presenting import (
    ALL_MONTHS,
    Row,
    element_rows,
    history,
    month_choices,
    names_of_units,
    page_rows,
    service_without_standard,
    services_by_slug,
    sorted_rows,
    standard_of,
    step_rows,
)
from pendapa.evaluation.measures.queries import (
    Work,
    counted_leaves,
    months_among,
    months_of,
    services_in,
    units_in,
    work_by_service,
    work_by_unit,
    work_now,
    work_of,
)
from pendapa.evaluation.measures.scorecards import Score, month_before, month_to_begin_with, months_to_show
from pendapa.evaluation.measures.wording import month_told, trends_of
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import public_page

KEPT_SECONDS: Final = 10
SERVICES_ON_FIRST_PAGE: Final = 15
_MONTH: Final = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")
Found = Mapping[tuple[str, str], Work]


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def body(request: HttpRequest) -> HttpResponse:
    """The body as a whole, its units beside each other, and its services."""
    context = _scorecard(request)
    month, work = context["month"], context["work"]
    units = units_in(month)
    names = names_of_units()
    held = work_by_unit(work)
    rows = [
        Row(names.get(code, code), Score(cell, held.get(code, Work())), _address("unit", code, names))
        for (code, _month), cell in units.items()
    ]
    services = _service_rows(work, month, most=SERVICES_ON_FIRST_PAGE + 1)
    context |= {
        "units": sorted_rows(rows),
        "services": services[:SERVICES_ON_FIRST_PAGE],
        "more_services": len(services) > SERVICES_ON_FIRST_PAGE,
        "leaves": counted_leaves(),
    }
    return render(request, "measures/body.html", context)


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Every service beside the others."""
    context = _scorecard(request, is_list=True)
    context["services"] = _service_rows(context["work"], context["month"])
    return render(request, "measures/services.html", context)


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit and its services; where units are below it, apart from its own figures those of all together."""
    branch = branch_of(code)
    if branch is None:
        raise NotFound(_("We do not find this unit."))
    context = _scorecard(request, unit=code, units=branch.codes)
    month, work = context["month"], context["work"]
    context |= {"unit": branch.unit, "services": _service_rows(work, month, unit=code)}
    if branch.below:
        cells = {holder: cell for (holder, _month), cell in units_in(month, among=branch.codes).items()}
        whole = branch.score(cells, work)
        context["whole"] = {"score": whole, "row": Row("", whole), "rows": branch.rows(cells, work)}
    return render(request, "measures/unit.html", context)


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: its promise, its steps, and where people stop filling in its form."""
    standard = standard_of(slug)
    named = standard.service if standard is not None else service_without_standard(slug)
    if named is None:
        raise NotFound(_("We do not find this service. It may have another name: please search for it."))
    context = _scorecard(request, service=slug)
    cell = context["score"].cell
    context |= {
        "service": named,
        "standard": standard,
        "steps": step_rows(cell, standard),
        "pages": page_rows(cell, cell.accepted, standard),
    }
    return render(request, "measures/service.html", context)


def _scorecard(
    request: HttpRequest, *, unit: str = "", service: str = "", units: Sequence[str] = (), is_list: bool = False
) -> dict[str, Any]:
    """What every scorecard shows: the score of the month asked for, the one before, and the months so far.

    `units`: a unit and those below it, whose months may be chosen too and whose work is read.
    """
    today = timezone.localdate()
    cells = months_of(unit, service)
    known = {*cells, *(months_among(units) if len(units) > 1 else ())}
    asked = request.GET.get("bulan", "")
    month = _month_of(asked) if asked else month_to_begin_with(cells or known, today)
    work = work_now(today, *units)
    score = Score(cells.get(month, Cell()), work_of(work, unit, service))
    before = month_before(month) if month else ""
    shown = months_to_show(cells, today)
    return {
        "month": month,
        "period": month_told(month) if month else _("All months together"),
        "is_running": month == today.isoformat()[:7],
        "choices": month_choices((known | {month}) - {""}),
        "chosen": month or ALL_MONTHS,
        "query": f"?bulan={month or ALL_MONTHS}" if asked else "",
        "row": Row("", score),
        "score": score,
        "work": work,
        "trends": trends_of(score, Score(cells[before]), before) if before in cells and month else [],
        "history": history(shown, cells),
        "elements": element_rows(score, element_names()),
        "beside": [] if is_list else shown_beside(unit, service),
        "today": today,
    }


def element_names() -> tuple[str, ...]:
    """The nine elements of the survey (PermenPANRB 14/2017)."""
    return (
        _("requirements"), _("procedure"), _("completion time"), _("cost"), _("result"), _("competence of staff"),
        _("conduct of staff"), _("handling of complaints"), _("facilities"),
    )  # fmt: skip


def _month_of(asked: str) -> str:
    if asked == ALL_MONTHS:
        return ""
    if not _MONTH.fullmatch(asked):
        raise NotFound(_("There is no such month. Choose one from the list."))
    return asked


def _service_rows(work: Found, month: str, *, unit: str = "", most: int | None = None) -> list[Row]:
    """The services of a unit, or of all, with what each promises."""
    known, held = services_by_slug(), work_by_service(work, unit)
    rows = []
    for (slug, _month), cell in services_in(month, unit=unit, most=most).items():
        row = known.get(slug)
        score = Score(cell, held.get(slug, Work()))
        rows.append(
            Row(row.name if row else slug, score, _address("service", slug, known), row.duration if row else "")
        )
    return sorted_rows(rows)


def _address(page: str, key: str, known: Mapping[str, object]) -> str:
    return reverse(f"measures:{page}", args=[key]) if key in known else ""
