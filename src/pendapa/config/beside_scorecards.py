"""What stands on the scorecards (`/kinerja/`) beside the measures."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pendapa.oversight.queries.public import published_about


def findings(unit: str, service: str) -> SafeString:
    """The newest published findings, what is done about them and whether it works (one query)."""
    context = {"findings": published_about(unit, service), "unit": unit, "service": service}
    return render_to_string("oversight/public/_on_scorecard.html", context)
