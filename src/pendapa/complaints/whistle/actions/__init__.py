"""The writes: what a reporter does, what the unit does, and what time does."""

from pendapa.complaints.whistle.actions.answering import (
    answer_thread,
    close_thread,
    note_thread,
    open_thread_as_unit,
    reopen_thread,
)
from pendapa.complaints.whistle.actions.keeping import (
    change_passphrase,
    make_key,
    name_unit,
    recover_key,
    replace_key,
    unlock_mailbox,
)
from pendapa.complaints.whistle.actions.passing import count_last_month, erase_old_threads
from pendapa.complaints.whistle.actions.reporting import erase_thread, hand_in_report, write_again

__all__ = [
    "answer_thread",
    "change_passphrase",
    "close_thread",
    "count_last_month",
    "erase_old_threads",
    "erase_thread",
    "hand_in_report",
    "make_key",
    "name_unit",
    "note_thread",
    "open_thread_as_unit",
    "recover_key",
    "reopen_thread",
    "replace_key",
    "unlock_mailbox",
    "write_again",
]
