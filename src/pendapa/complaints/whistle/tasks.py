"""Background jobs: what is closed long enough is erased, and a past month is counted."""

from django.utils import timezone
from procrastinate.contrib.django import app

from pendapa.complaints.whistle.actions import count_last_month, erase_old_threads


@app.periodic(cron="40 2 * * *")
@app.task(name="whistle.erase_old_threads", queueing_lock="whistle.erase_old_threads")
def erase_threads(timestamp: int = 0) -> int:
    """Every night; returns how many threads are gone."""
    return erase_old_threads(at=timezone.now())


@app.periodic(cron="20 3 2 * *")
@app.task(name="whistle.count_last_month", queueing_lock="whistle.count_last_month")
def count_month(timestamp: int = 0) -> int:
    """On the second of each month; returns how many counts were recorded."""
    return count_last_month(at=timezone.now())
