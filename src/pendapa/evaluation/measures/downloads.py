"""What machines fetch: every figure, over exactly the leaves of the log that it names."""

import base64
import csv
import io
from dataclasses import asdict
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendapa.evaluation.cells import Figures, Key
from pendapa.evaluation.measures.queries import one_moment, published_figures
from pendapa.evaluation.measures.surveys import survey_rows
from pendapa.ledger.merkle import root_at
from pendapa.ledger.queries import log_name
from pendapa.ledger.storage import subtrees
from pendapa.people.pages import public_page

KEPT_SECONDS: Final = 10
COLUMNS: Final = (*Key._fields, *Figures.__dataclass_fields__)


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def figures_json(_request: HttpRequest) -> HttpResponse:
    """`{"as_of", "log": {"origin", "size", "root"}, "figures": [{"unit", "service", "month", …}], "surveys": […]}`."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@public_page(keep_seconds=KEPT_SECONDS)
@require_safe
def figures_csv(_request: HttpRequest) -> HttpResponse:
    """The same figures as a table; empty cells where there is nothing to tell."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(document()["figures"])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kinerja.csv"'
    return response


def document() -> dict[str, Any]:
    """What the site says of itself: the figures as of today, and the tree of the log over which they are counted.

    `root` is the root hash of the first `size` leaves in base64, as a checkpoint of that size would have it.
    """
    with one_moment():
        published = published_figures(timezone.localdate())
        surveys = survey_rows(published.size)
        root = root_at(published.size, subtrees(published.size))
        origin = log_name()
    return {
        "as_of": published.as_of.isoformat(),
        "log": {"origin": origin, "size": published.size, "root": base64.b64encode(root).decode()},
        "figures": [{**key._asdict(), **asdict(figures)} for key, figures in sorted(published.figures.items())],
        "surveys": surveys,
    }
