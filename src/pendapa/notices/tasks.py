"""Background jobs: send what is due, at once and every minute; digests; forget what is old every night."""

import time

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from pendapa.notices.actions import (
    forget_old_notices,
    forget_sent_messages,
    send_due_digests,
    send_next_messages,
)

MESSAGES_A_RUN = 500
MESSAGES_AT_ONCE = 10
PAUSE_SECONDS = 0.2
"""Between full batches: many letters at once leave the machine to those who wait for a page."""


@app.periodic(cron="* * * * *")
@app.task(name="notices.send_due_messages", queueing_lock="notices.send_due_messages")
def send_due_messages(timestamp: int = 0) -> int:
    """Send all that is due, oldest first; returns how many were handled. What a long run leaves a next one takes."""
    handled = 0
    while handled < MESSAGES_A_RUN:
        sent = len(send_next_messages(timezone.now(), MESSAGES_AT_ONCE))
        handled += sent
        if sent < MESSAGES_AT_ONCE:
            return handled
        time.sleep(PAUSE_SECONDS)
    wake_sender()
    return handled


@app.periodic(cron="*/5 * * * *")
@app.task(name="notices.send_digests", queueing_lock="notices.send_digests")
def send_digests(timestamp: int = 0) -> int:
    """Tell together what waited for people's digests."""
    return send_due_digests(timezone.now())


@app.periodic(cron="20 2 * * *")
@app.task(name="notices.forget_sent", queueing_lock="notices.forget_sent")
def forget_sent(timestamp: int = 0) -> int:
    """Delete messages sent more than 30 days ago, and notices of more than two years ago."""
    at = timezone.now()
    return forget_sent_messages(at) + forget_old_notices(at)


def wake_sender() -> None:
    """Ask for a run now; a run that already waits in the queue will take the message along."""
    try:
        send_due_messages.defer()
    except AlreadyEnqueued:
        return
