"""Background work on complaints: what nobody answered goes upwards, what nobody responds to is closed, drafts end."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from pendapa.complaints.actions import close_by_silence, escalate_if_overdue, sweep_drafts
from pendapa.complaints.queries import overdue_cases, unanswered_cases
from pendapa.complaints.suggesting.tasks import learn_suggestions
from pendapa.kernel.calendar import local_date

__all__ = ["close_silent", "escalate_overdue", "learn_suggestions", "sweep_old_drafts"]
log = structlog.get_logger(__name__)


@app.periodic(cron="17 * * * *")
@app.task(name="complaints.escalate_overdue", queueing_lock="complaints.escalate_overdue")
def escalate_overdue(timestamp: int = 0) -> int:
    """Every hour: bring reports whose clock ran out before the next head; returns how many."""
    at = timezone.now()
    return _done_to_each(overdue_cases(local_date(at)), escalate_if_overdue, at)


@app.periodic(cron="27 * * * *")
@app.task(name="complaints.close_silent", queueing_lock="complaints.close_silent")
def close_silent(timestamp: int = 0) -> int:
    """Every hour: close reports whose person did not respond in time; returns how many."""
    at = timezone.now()
    return _done_to_each(unanswered_cases(local_date(at)), close_by_silence, at)


@app.periodic(cron="40 2 * * *")
@app.task(name="complaints.sweep_drafts", queueing_lock="complaints.sweep_drafts")
def sweep_old_drafts(timestamp: int = 0) -> int:
    """Every night: drafts that nobody touched for 30 days."""
    return sweep_drafts(at=timezone.now())


def _done_to_each(cases: list[UUID], do: Callable[..., bool], at: datetime) -> int:
    """Each in a transaction of its own: one that fails keeps no other from its turn."""
    done = 0
    for case_id in cases:
        try:
            done += do(case_id, at=at)
        except Exception:
            log.exception("complaint_not_moved", case=str(case_id))
    return done
