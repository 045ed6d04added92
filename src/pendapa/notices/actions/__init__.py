"""The writes of notices, by what they do."""

from pendapa.notices.actions.dead_letters import drop_message, send_again
from pendapa.notices.actions.devices import add_device, remove_device
from pendapa.notices.actions.digests import send_due_digests
from pendapa.notices.actions.inbound import receive_text
from pendapa.notices.actions.preferences import change_preference, stop_mail
from pendapa.notices.actions.queueing import NOTIFICATION_CHANNEL, queue_message
from pendapa.notices.actions.reading import mark_all_read, mark_read
from pendapa.notices.actions.sending import (
    forget_old_notices,
    forget_sent_messages,
    note_delivery,
    send_next_message,
    send_next_messages,
)
from pendapa.notices.actions.telling import notify
from pendapa.notices.actions.texts import change_text

__all__ = [
    "NOTIFICATION_CHANNEL",
    "add_device",
    "change_preference",
    "change_text",
    "drop_message",
    "forget_old_notices",
    "forget_sent_messages",
    "mark_all_read",
    "mark_read",
    "note_delivery",
    "notify",
    "queue_message",
    "receive_text",
    "remove_device",
    "send_again",
    "send_due_digests",
    "send_next_message",
    "send_next_messages",
    "stop_mail",
]
