"""The writes of complaints, by subject."""

from pendapa.complaints.actions.answering import answer_complaint, ask_back, take_response
from pendapa.complaints.actions.closing import (
    close_by_silence,
    close_complaint,
    judge_answer,
    reopen_after_objection,
    reopen_complaint,
    withdraw_complaint,
)
from pendapa.complaints.actions.drafts import (
    discard_draft,
    remove_photo,
    save_draft,
    start_draft,
    submit_draft,
    sweep_drafts,
)
from pendapa.complaints.actions.escalating import escalate_if_overdue
from pendapa.complaints.actions.joining import join_complaint, merge_complaints, separate_complaint, split_complaint
from pendapa.complaints.actions.setting import drop_template, save_template, set_deadline
from pendapa.complaints.actions.submission import ComplaintIn, Receipt, receipt_of, submit_complaint
from pendapa.complaints.actions.triage import correct_complaint, forward_complaint, verify_complaint

__all__ = [
    "ComplaintIn",
    "Receipt",
    "answer_complaint",
    "ask_back",
    "close_by_silence",
    "close_complaint",
    "correct_complaint",
    "discard_draft",
    "drop_template",
    "escalate_if_overdue",
    "forward_complaint",
    "join_complaint",
    "judge_answer",
    "merge_complaints",
    "receipt_of",
    "remove_photo",
    "reopen_after_objection",
    "reopen_complaint",
    "save_draft",
    "save_template",
    "separate_complaint",
    "set_deadline",
    "split_complaint",
    "start_draft",
    "submit_complaint",
    "submit_draft",
    "sweep_drafts",
    "take_response",
    "verify_complaint",
    "withdraw_complaint",
]
