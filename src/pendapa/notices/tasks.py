"""Background jobs: send what is due, at once and every minute; forget old messages every night."""

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from pendapa.notices.actions import forget_sent_messages, send_next_message

MESSAGES_A_RUN = 500


@app.periodic(cron="* * * * *")
@app.task(name="notices.send_due_messages", queueing_lock="notices.send_due_messages")
def send_due_messages(timestamp: int = 0) -> int:
    """Send all that is due, each in a transaction of its own; returns how many were handled."""
    for handled in range(MESSAGES_A_RUN):
        if send_next_message(timezone.now()) is None:
            return handled
    return MESSAGES_A_RUN


@app.periodic(cron="20 2 * * *")
@app.task(name="notices.forget_sent", queueing_lock="notices.forget_sent")
def forget_sent(timestamp: int = 0) -> int:
    """Delete messages sent more than 30 days ago."""
    return forget_sent_messages(timezone.now())


def wake_sender() -> None:
    """Ask for a run now; a run that already waits in the queue will take the message along."""
    try:
        send_due_messages.defer()
    except AlreadyEnqueued:
        return
