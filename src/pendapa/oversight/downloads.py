"""Findings and actions as tables, for those who see them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

from pendapa.kernel.calendar import local_date
from pendapa.oversight.models import CorrectiveAction, Finding

FINDING_COLUMNS = (
    "number", "title", "unit", "service", "source", "office", "state", "proposed", "issued", "due", "is_late",
    "published", "ended", "measure", "condition", "criterion", "cause", "effect", "recommendation", "ending",
)  # fmt: skip
ACTION_COLUMNS = (
    "finding", "action", "unit", "what", "responsible", "due", "is_late", "progress", "reported", "accepted", "changed",
    "effect", "before", "before_n", "after", "after_n",
)  # fmt: skip
DANGEROUS_IN_SHEETS = "=+-@\t\r"


def findings_csv(findings: Iterable[Finding], today: date) -> HttpResponse:
    """One row for each finding; days as 2026-11-25, codes as the interface for machines has them."""
    rows = [
        (
            one.number, one.title, one.unit.code, one.service_code, one.source, one.office_code, one.state,
            local_date(one.proposed_at), one.issued_at and local_date(one.issued_at), one.due_on,
            one.is_open and one.due_on is not None and one.due_on < today,
            one.published_at and local_date(one.published_at), one.ended_at and local_date(one.ended_at), one.measure,
            one.condition, one.criterion, one.cause, one.effect, one.recommendation, one.ending,
        )
        for one in findings
    ]  # fmt: skip
    return _table("temuan.csv", FINDING_COLUMNS, rows)


def actions_csv(actions: Iterable[CorrectiveAction], today: date) -> HttpResponse:
    """One row for each action."""
    rows = [
        (
            one.finding.number, one.position, one.finding.unit.code, one.what, one.owner or "", one.due_on,
            one.is_overdue(today), one.progress, one.claim, one.accepted_at and local_date(one.accepted_at),
            one.change_label, one.effect, one.before_value, one.before_n, one.after_value, one.after_n,
        )
        for one in actions
    ]  # fmt: skip
    return _table("tindakan.csv", ACTION_COLUMNS, rows)


def _table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cell(value: Any) -> str:
    """Text that no spreadsheet takes for a formula; a number stays one."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text[0] in DANGEROUS_IN_SHEETS else text
