"""The official report of a survey: profile, table per element, index, category, improvement plan, realisation.

The same data makes the PDF (tagged and archival, by the template in `templates_typst/`) and the spreadsheet.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pendapa.documents.typesetting import typeset
from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.evaluation.queries import open_answers_of
from pendapa.evaluation.results import Result, result_of
from pendapa.evaluation.rules import CATEGORIES, SCALE, WEIGHTS, element_steps, elements_below_mean, rounded
from pendapa.evaluation.surveys.figures import group_rows
from pendapa.evaluation.surveys.ods import Cell, Sheet, spreadsheet
from pendapa.evaluation.wording import CATEGORY_WORDS, ELEMENT_NAMES
from pendapa.kernel.calendar import local_date
from pendapa.ui.body import body_name
from pendapa.ui.formatting import short_date

TEMPLATE = Path(__file__).parents[1] / "templates_typst" / "survey_report.typ"


def report_pdf(survey: SatisfactionSurvey, *, at: datetime) -> bytes:
    """The report as PDF/UA-1 and PDF/A-3a in the language now active. Raises ValueError without a result."""
    data = report_data(survey, at=at)
    data["facts"] = [(name, _shown(value)) for name, value in data["facts"]]
    for table in data["tables"]:
        table["rows"] = [[_shown(cell) for cell in row] for row in table["rows"]]
    return typeset(TEMPLATE.read_text(encoding="utf-8"), data, qr_address=data["address"], at=at)


def report_ods(survey: SatisfactionSurvey, *, at: datetime) -> bytes:
    """The report as a spreadsheet in the language now active. Raises ValueError without a result."""
    data = report_data(survey, at=at)
    tables = data["tables"]
    facts: list[list[Cell]] = [[name, value] for name, value in data["facts"]]
    sheets = [Sheet(_("Summary"), [7, 12], [_("Item"), _("Value")], facts)]
    sheets += [Sheet(one["short"], one["widths"], one["headings"], one["rows"]) for one in tables]
    return spreadsheet(data["title"], data["language"], sheets, at=at)


def report_data(survey: SatisfactionSurvey, *, at: datetime) -> dict[str, Any]:
    """Everything that the report says, in words and numbers; raises ValueError without a result."""
    result = result_of(survey)
    if result is None:
        raise ValueError("A report needs at least five counted answers.")
    words = open_answers_of(survey)
    return {
        "language": "en" if (get_language() or "").startswith("en") else "id",
        "title": survey.local_title,
        "body_name": body_name(),
        "unit": {"name": survey.unit.local_name},
        "draft_note": "" if survey.is_published else _("Draft: this result is not published yet."),
        "heading": _("Report of the public satisfaction survey"),
        "index_label": _("Public satisfaction index"),
        "index": _number(result.index.index),
        "category": f"{result.index.category} ({CATEGORY_WORDS[result.index.category]})",
        "facts": _facts(survey, result, at),
        "facts_heading": _("Summary"),
        "tables": [
            _elements(result),
            *_groups(result),
            _plans(survey, result),
        ],
        "comments_heading": _("What respondents say"),
        "comments_note": _(
            "{published} of {all} open answers are published, {in_part} of them with passages hidden."
        ).format(published=words.published, all=words.all, in_part=words.in_part),
        "comments": words.shown,
        "method_heading": _("How it was computed"),
        "method": _method(result),
        "page": _("Page"),
        "of": _("of"),
        "qr_label": _("QR code that leads to the published result"),
        "address": settings.PENDAPA_PUBLIC_URL + reverse("evaluation:result", args=[survey.pk]),
    }


def _facts(survey: SatisfactionSurvey, result: Result, at: datetime) -> list[tuple[str, Cell]]:
    sample = result.sample
    interval = result.interval
    return [
        (_("Unit"), survey.unit.local_name),
        (_("Services"), ", ".join(service.local_name for service in survey.services.all())),
        (_("Period"), f"{short_date(survey.starts)} – {short_date(survey.ends)}"),
        (_("Respondents"), result.index.respondents),
        (_("Users in the period"), sample.population or _("not known")),
        (_("Sample needed"), sample.needed or _("not known")),
        (_("Sample reached"), _("yes") if sample.is_enough else _("no")),
        (_("Public satisfaction index"), result.index.index),
        (_("Category"), f"{result.index.category} ({CATEGORY_WORDS[result.index.category]})"),
        (_("Weight of each element"), result.index.weight),
        (
            _("Confidence interval of 95 percent"),
            f"{_number(interval.low)} – {_number(interval.high)}" if interval else _("not known"),
        ),
        (_("Report of"), short_date(local_date(at))),
    ]


def _elements(result: Result) -> dict[str, Any]:
    steps = element_steps(result.counted.sums, result.index.respondents, result.index.weight)
    rows: list[list[Cell]] = [
        [f"U{place}", str(name), step.total, step.mean, step.weighted]
        for place, (name, step) in enumerate(zip(ELEMENT_NAMES.values(), steps, strict=True), start=1)
    ]
    weighted = rounded(sum(result.counted.sums) * WEIGHTS[result.index.weight] / result.index.respondents, 4)
    rows.append(["", _("Weighted sum"), None, None, weighted])
    rows.append(["", _("Index (weighted sum × {scale})").format(scale=SCALE), None, None, result.index.index])
    headings = [_("No."), _("Element"), _("Sum"), _("Mean"), _("Weighted mean")]
    return _table(_("Result by element"), _("Elements"), headings, rows, [1.6, 8, 2.4, 2.4, 3.4], "lrrr")


def _groups(result: Result) -> list[dict[str, Any]]:
    tables = []
    for part, groups in group_rows(result):
        rows: list[list[Cell]] = [
            [group.name, group.index.respondents, group.index.index, group.index.category] for group in groups
        ]
        headings = [str(part), _("Respondents"), _("Index"), _("Category")]
        title = _("Respondents by {part}").format(part=str(part).lower())
        tables.append(_table(title, str(part), headings, rows, [8, 3, 3, 3], "rrl"))
    return tables


def _plans(survey: SatisfactionSurvey, result: Result) -> dict[str, Any]:
    weak = elements_below_mean(result.counted.sums)
    items = {item.element: item for item in survey.improvements.all()}
    rows: list[list[Cell]] = []
    for place, (element, name) in enumerate(ELEMENT_NAMES.items()):
        item = items.get(element)
        if item is None and place not in weak:
            continue
        done = f"{item.realisation} ({short_date(item.realised_on)})" if item and item.realisation else _("not yet")
        named = f"U{place + 1} {name}"
        rows.append(
            [named, item.plan, item.responsible, short_date(item.due_on), done]
            if item
            else [named, _("not planned yet"), "", "", ""]
        )
    headings = [_("Element"), _("Plan"), _("Responsible"), _("By"), _("Realisation")]
    return _table(_("Improvement plan and its realisation"), _("Plan"), headings, rows, [4, 6, 3.5, 2.5, 5], "llll")


def _table(
    title: str, short: str, headings: list[str], rows: list[list[Cell]], widths: list[float], align: str
) -> dict[str, Any]:
    """`align` tells the columns after the first: l or r each."""
    return {"title": title, "short": short, "headings": headings, "rows": rows, "widths": widths, "align": f"l{align}"}


def _method(result: Result) -> list[str]:
    bands = "; ".join(f"{one.letter} ({CATEGORY_WORDS[one.letter]}) ≥ {_number(one.lowest)}" for one in CATEGORIES)
    return [
        _(
            "Nine elements are answered from 1 to 4 (PermenPANRB 14/2017). The mean of each is multiplied by {weight}; "
            "their sum times {scale} is the index, rounded to two decimals."
        ).format(weight=result.index.weight, scale=SCALE),
        _("Categories: {bands}.").format(bands=bands),
        _("Sample needed: S = λ²NPQ / (d²(N−1) + λ²PQ), λ² = 3.841, P = Q = 0.5, d = 0.05 (Krejcie and Morgan, 1970)."),
        _("Confidence interval: mean ± t·s/√n·√((N−n)/(N−1)) over the respondents' own indexes (Cochran, 1977)."),
        _("Answers were counted at least five at a time; groups of fewer than five respondents are taken together."),
    ]


def _shown(cell: Cell) -> str:
    """A cell as it is printed: decimals as the language writes them."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return str(cell) if (get_language() or "").startswith("en") else str(cell).replace(".", ",")


def _number(value: Any) -> str:
    text = f"{value:.2f}"
    return text if (get_language() or "").startswith("en") else text.replace(".", ",")
