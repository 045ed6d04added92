"""The writes of cases, by subject."""

from pendapa.cases.actions.assignment import assign_case, claim_case, release_case
from pendapa.cases.actions.attempts import (
    count_handing_in,
    forget_old_attempts,
    note_wrong_attempt,
    open_with_secret,
)
from pendapa.cases.actions.clocks import (
    change_promise,
    pause_clocks,
    resume_clocks,
    start_clock,
    stop_clocks,
    watch_clock,
)
from pendapa.cases.actions.decisions import conclude_case, decide_case, resume_work, withdraw_case
from pendapa.cases.actions.documents import revoke_case_document
from pendapa.cases.actions.locking import lock_case, touch
from pendapa.cases.actions.messages import send_message, write_note
from pendapa.cases.actions.objections import answer_objection, file_objection
from pendapa.cases.actions.opening import attach_file, attach_files, open_case
from pendapa.cases.actions.reading import open_as_staff, record_file_reading, unmask_identity
from pendapa.cases.actions.sending import open_once
from pendapa.cases.actions.warnings import key_of_lateness, tell_deadline

__all__ = [
    "answer_objection",
    "assign_case",
    "attach_file",
    "attach_files",
    "change_promise",
    "claim_case",
    "conclude_case",
    "count_handing_in",
    "decide_case",
    "file_objection",
    "forget_old_attempts",
    "key_of_lateness",
    "lock_case",
    "note_wrong_attempt",
    "open_as_staff",
    "open_case",
    "open_once",
    "open_with_secret",
    "pause_clocks",
    "record_file_reading",
    "release_case",
    "resume_clocks",
    "resume_work",
    "revoke_case_document",
    "send_message",
    "start_clock",
    "stop_clocks",
    "tell_deadline",
    "touch",
    "unmask_identity",
    "watch_clock",
    "withdraw_case",
    "write_note",
]
