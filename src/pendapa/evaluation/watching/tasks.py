"""Background work: the watch, once a day."""

from django.utils import timezone
from procrastinate.contrib.django import app

from pendapa.evaluation.watching.actions import watch_measures


@app.periodic(cron="50 21 * * *")
@app.task(name="watching.watch", queueing_lock="watching.watch")
def watch(timestamp: int = 0) -> int:
    """Every morning (04.50 WIB): look at every measure; returns how many alarms were raised."""
    return watch_measures(at=timezone.now())
