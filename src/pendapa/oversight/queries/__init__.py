"""The reads of oversight, each narrowed to what the actor may see."""

from pendapa.oversight.queries.audits import audits_visible_to, papers_visible_to, published_audits
from pendapa.oversight.queries.desk import Waiting, waiting_for
from pendapa.oversight.queries.findings import (
    actions_visible_to,
    findings_visible_to,
    history_of,
    noticed_counts,
    noticed_with_words,
    published_findings,
)
from pendapa.oversight.queries.reports import reports_visible_to, steps_visible_to
from pendapa.oversight.queries.units import services_of_body, units_of_body

__all__ = [
    "Waiting",
    "actions_visible_to",
    "audits_visible_to",
    "findings_visible_to",
    "history_of",
    "noticed_counts",
    "noticed_with_words",
    "papers_visible_to",
    "published_audits",
    "published_findings",
    "reports_visible_to",
    "services_of_body",
    "steps_visible_to",
    "units_of_body",
    "waiting_for",
]
