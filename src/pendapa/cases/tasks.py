"""Background jobs: clocks that warn, the word to the office, and counts of wrong attempts that are forgotten."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from pendapa.cases.actions import forget_old_attempts, tell_deadline, watch_clock
from pendapa.cases.models import Case, Clock
from pendapa.cases.rules import WARNING_DAYS
from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import Subscriber
from pendapa.kernel.calendar import body_calendar, local_date


@app.periodic(cron="7 * * * *")
@app.task(name="cases.watch_clocks", queueing_lock="cases.watch_clocks")
def watch_clocks(timestamp: int = 0) -> int:
    """Let every running clock near or past its deadline say so, once; returns how many had something to say."""
    at = timezone.now()
    today = local_date(at)
    near = body_calendar().add_working_days(today, WARNING_DAYS)
    candidates = (
        Clock.objects.filter(stopped_on__isnull=True, paused_on__isnull=True, overdue_on__isnull=True, due_on__lte=near)
        .order_by("due_on")
        .values_list("pk", flat=True)
    )
    return sum(watch_clock(clock, at=at) is not None for clock in list(candidates))


@app.periodic(cron="50 2 * * *")
@app.task(name="cases.forget_attempts", queueing_lock="cases.forget_attempts")
def forget_attempts(timestamp: int = 0) -> int:
    """Every night: counts of attempts whose time is over."""
    return forget_old_attempts(at=timezone.now() - timedelta(hours=1))


def _tell_deadline(entry: Entry) -> None:
    case = Case.objects.select_related("unit", "assignee").filter(pk=entry.subject_id).first()
    if case is not None:
        tell_deadline(case, str(entry.pk), is_overdue=entry.verb == "clock.overdue", at=timezone.now())


DEADLINE_TELLER = Subscriber(
    "deadline_teller", handle=_tell_deadline, verbs=frozenset({"clock.warned", "clock.overdue"})
)
