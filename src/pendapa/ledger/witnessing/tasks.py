"""The background work: witnesses are asked soon after the log has grown, and looked after every minute."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from pendapa.ledger.queries import log_size
from pendapa.ledger.witnessing.sending import LEAST_PAUSE, ask_witnesses

_woken_for: dict[str, int] = {}


@app.periodic(cron="* * * * *")
@app.task(name="ledger.ask_witnesses", queueing_lock="ledger.ask_witnesses", lock="ledger.ask_witnesses")
def ask_for_signatures(timestamp: int = 0) -> int:
    """Whenever the log has grown, and every minute for what failed or grew old; returns how many signed."""
    return ask_witnesses(timezone.now()) if settings.PENDAPA_WITNESSES else 0


def wake_asker() -> None:
    """After the log has grown: ask in a moment, once for all that is added until then."""
    if not settings.PENDAPA_WITNESSES:
        return
    size = log_size()
    if _woken_for.get("size") == size:
        return
    _woken_for["size"] = size
    try:
        ask_for_signatures.configure(schedule_in={"seconds": int(LEAST_PAUSE.total_seconds())}).defer()
    except AlreadyEnqueued:
        return
