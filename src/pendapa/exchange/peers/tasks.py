"""Background work with peers: the subscriber that notes, the job that sends, the job that asks."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from pendapa.exchange.peers.hearing import poll_peers
from pendapa.exchange.peers.sending import REOPENED, note_for_peer, send_due_requests
from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import Subscriber


@app.periodic(cron="* * * * *")
@app.task(name="exchange.send_to_peers", queueing_lock="exchange.send_to_peers")
def send_to_peers(timestamp: int = 0) -> int:
    """Every minute, and whenever one is noted: send what is due; returns how many were tried."""
    return send_due_requests(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="exchange.hear_peers", queueing_lock="exchange.hear_peers")
def hear_peers(timestamp: int = 0) -> int:
    """Every five minutes: ask how reports stand over there; returns of how many there was news."""
    return poll_peers(timezone.now())


def wake_sender() -> None:
    """Ask for a run now; one that waits in the queue already will take the request along."""
    try:
        send_to_peers.defer()
    except AlreadyEnqueued:
        return


def _note(entry: Entry) -> None:
    noted = note_for_peer(entry)
    if noted is not None and noted.next_try is not None:
        transaction.on_commit(wake_sender)


PEER_SENDER = Subscriber("exchange.peers", _note, frozenset({"complaint.forwarded", "complaint.moderated", REOPENED}))
