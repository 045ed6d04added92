"""The pages of `/lacak/`, by what a person does there."""

from pendapa.cases.views.acting import objection, withdraw
from pendapa.cases.views.finding import find, open_by_link
from pendapa.cases.views.messaging import file, message
from pendapa.cases.views.receipts import log_receipt
from pendapa.cases.views.tracking import accesses, print_case, track, track_now

__all__ = [
    "accesses",
    "file",
    "find",
    "log_receipt",
    "message",
    "objection",
    "open_by_link",
    "print_case",
    "track",
    "track_now",
    "withdraw",
]
