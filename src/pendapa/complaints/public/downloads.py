"""What machines fetch: the Atom feed of new reports, the statistics as CSV and as JSON."""

import csv
import io
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendapa.complaints.public.filters import read_filters
from pendapa.complaints.public.presenting import NamedFigure, named_statistics
from pendapa.complaints.public.queries import newest_reports
from pendapa.complaints.public.statistics import FEWEST
from pendapa.kernel.text import plain_text
from pendapa.people.pages import public_page

KEPT_SECONDS = 60
ENTRIES = 30
COLUMNS = ("group", "key", "name", "reports", "answered", "median_days_to_answer", "solved", "median_days_to_solution")
GROUPS = ("units", "topics", "months")
DANGEROUS_IN_SHEETS = "=+-@\t\r"


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest published reports, narrowed like the list."""
    filters = read_filters(request.GET)
    base = settings.PENDAPA_PUBLIC_URL
    query = filters.as_query()
    made = Atom1Feed(
        title=_("Reports of residents"),
        link=base + reverse("reports:list") + (f"?{query}" if query else ""),
        description=_("What residents reported and what became of it."),
        language=get_language(),
        feed_url=base + reverse("reports:feed") + (f"?{query}" if query else ""),
    )
    for complaint in newest_reports(filters, ENTRIES):
        made.add_item(
            title=complaint.case.local_title,
            link=base + reverse("reports:report", args=[complaint.case.number]),
            description=plain_text(complaint.public_text),
            unique_id=base + reverse("reports:report", args=[complaint.case.number]),
            pubdate=complaint.published_at,
            updateddate=complaint.published_at,
            categories=[complaint.topic.local_name] if complaint.topic else [],
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    found = named_statistics(read_filters(request.GET))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for group in ("total", *GROUPS):
        rows: list[NamedFigure] = [found[group]] if group == "total" else found[group]
        writer.writerows([[_safe(value) for value in (group, *_values(row).values())] for row in rows])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statistik-laporan.csv"'
    return response


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def statistics_json(request: HttpRequest) -> HttpResponse:
    found = named_statistics(read_filters(request.GET))
    told: dict[str, Any] = {"smallest_group": FEWEST, "total": _values(found["total"])}
    told |= {group: [_values(row) for row in found[group]] for group in GROUPS}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _values(row: NamedFigure) -> dict[str, Any]:
    """The values of a figure by the names of the columns; null where a number is too small to be shown."""
    return {
        "key": row.key,
        "name": row.name,
        "reports": row.count,
        "answered": row.answered,
        "median_days_to_answer": row.answer_days,
        "solved": row.solved,
        "median_days_to_solution": row.solution_days,
    }


def _safe(value: Any) -> Any:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(tuple(DANGEROUS_IN_SHEETS)) else value
