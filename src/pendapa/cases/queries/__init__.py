"""The reads of cases, by subject; all of them narrowed to what their reader may see."""

from pendapa.cases.queries.accesses import Access, accesses_to, accesses_to_data_of
from pendapa.cases.queries.clocks import clock_progress, load_clocks, main_clock, with_clocks
from pendapa.cases.queries.timelines import timeline
from pendapa.cases.queries.tracking import with_decision
from pendapa.cases.queries.visibility import (
    case_files,
    case_of_party,
    case_opened_with,
    case_visible_to,
    cases_of_account,
    cases_of_party,
    cases_visible_to,
    colleagues_for,
)
from pendapa.cases.queries.work_queue import QueuePage, QueueRow, queue, services_in_queue

__all__ = [
    "Access",
    "QueuePage",
    "QueueRow",
    "accesses_to",
    "accesses_to_data_of",
    "case_files",
    "case_of_party",
    "case_opened_with",
    "case_visible_to",
    "cases_of_account",
    "cases_of_party",
    "cases_visible_to",
    "clock_progress",
    "colleagues_for",
    "load_clocks",
    "main_clock",
    "queue",
    "services_in_queue",
    "timeline",
    "with_clocks",
    "with_decision",
]
