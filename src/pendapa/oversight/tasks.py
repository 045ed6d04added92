"""Background work of oversight: the chain of deadlines, and alarms that become proposed findings."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone
from procrastinate.contrib.django import app

from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import Subscriber
from pendapa.kernel.calendar import local_date
from pendapa.oversight.actions import open_from_alarm, remind_of_action, remind_of_finding, remind_of_report
from pendapa.oversight.queries.deadlines import actions_to_remind, findings_to_remind, reports_to_remind

log = structlog.get_logger(__name__)


@app.periodic(cron="37 6 * * *")
@app.task(name="oversight.watch_deadlines", queueing_lock="oversight.watch_deadlines")
def watch_deadlines(timestamp: int = 0) -> int:
    """Every morning: tell whoever the chain names; returns how many reminders went out."""
    at = timezone.now()
    today = local_date(at)
    return (
        _done_to_each(findings_to_remind(today), remind_of_finding, at)
        + _done_to_each(actions_to_remind(today), remind_of_action, at)
        + _done_to_each(reports_to_remind(today), remind_of_report, at)
    )


def _done_to_each(ids: Iterable[UUID], do: Callable[..., Any], at: datetime) -> int:
    """Each in a transaction of its own: one that fails keeps no other from its turn."""
    done = 0
    for one in ids:
        try:
            done += do(one, at=at) is not None
        except Exception:
            log.exception("oversight_not_reminded", subject=str(one))
    return done


def _open_finding(entry: Entry) -> None:
    open_from_alarm(entry.pk, entry.payload or {}, at=timezone.now())


ALARM_TAKER = Subscriber("oversight_alarms", handle=_open_finding, verbs=frozenset({"alarm.raised"}))
