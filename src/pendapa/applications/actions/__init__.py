"""The writes of applications, by subject: drafts, sending, and the work of the office."""

from pendapa.applications.actions.drafts import (
    discard_draft,
    draft_for_update,
    remove_draft_file,
    save_page,
    start_correction,
    start_draft,
    sweep_drafts,
)
from pendapa.applications.actions.reopening import reopen_application
from pendapa.applications.actions.submission import (
    Receipt,
    submit_application,
    submit_draft,
    withdraw_application,
)
from pendapa.applications.actions.work import complete_task

__all__ = [
    "Receipt",
    "complete_task",
    "discard_draft",
    "draft_for_update",
    "remove_draft_file",
    "reopen_application",
    "save_page",
    "start_correction",
    "start_draft",
    "submit_application",
    "submit_draft",
    "sweep_drafts",
    "withdraw_application",
]
