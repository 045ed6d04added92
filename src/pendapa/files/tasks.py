"""Background jobs."""

from django.utils import timezone
from procrastinate.contrib.django import app

from pendapa.files.actions import sweep_orphan_files


@app.periodic(cron="40 2 * * *")
@app.task(name="files.sweep_orphans", queueing_lock="files.sweep_orphans")
def sweep_orphans(timestamp: int = 0) -> int:
    """Every night: discard what was handed in and never used for seven days."""
    return sweep_orphan_files(timezone.now())
