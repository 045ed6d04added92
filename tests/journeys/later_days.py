"""What the worker does at one hour of a later day, as a process of its own beside the installation that runs today.

`python -m tests.journeys.later_days STEP …` prints one JSON object. Its clock stands on that day; all that it does are
the worker's own tasks, and what they write the worker of today finds and tells.
"""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine

from pendapa.cli.installation import database_at_hand, set_up_django

LOOK, POST = time(9, 17), time(9, 30)


def deadline(number: str) -> dict[str, Any]:
    """The last day of the promise that runs for a report."""
    from pendapa.cases.models import Clock

    clock = Clock.objects.get(case__number=number, stopped_on__isnull=True)
    return {"clock": clock.name, "due": clock.due_on.isoformat()}


def look_at_deadlines(day: str) -> dict[str, Any]:
    """The hourly looks at clocks and at what nobody answered; how many had something to say, how many went upwards."""
    from pendapa.cases.tasks import watch_clocks
    from pendapa.complaints.tasks import escalate_overdue

    with _at(day, LOOK):
        return {"said": watch_clocks(), "escalated": escalate_overdue()}


def send_mail(day: str) -> dict[str, Any]:
    """The letters that are due by then."""
    from pendapa.notices.tasks import send_due_messages

    with _at(day, POST):
        return {"sent": send_due_messages()}


def standing(number: str) -> dict[str, Any]:
    """Where a report stands, what its journal says of escalation and reopening, and what is still to be done for it,
    once every reader of the journal came to its end and every message went."""
    from pendapa.complaints.models import Complaint
    from pendapa.journal.models import Entry
    from pendapa.notices.models import Message
    from tests.strength.verdict import wait_for_messages, wait_for_subscribers

    behind, waiting = wait_for_subscribers(), wait_for_messages()
    complaint = Complaint.objects.select_related("case").get(case__number=number)
    happened = Entry.objects.filter(subject_id=str(complaint.pk), subject_type="case").order_by("id")
    return {
        "behind": behind,
        "waiting": waiting,
        "failed": Message.objects.exclude(last_error="").count(),
        "stage": complaint.stage,
        "status": complaint.case.status,
        "escalated": _reasons(happened.filter(verb="complaint.escalated")),
        "reopened": _reasons(happened.filter(verb="complaint.reopened")),
        "hand_ons": complaint.hand_ons,
    }


def _reasons(entries: Iterable[Any]) -> list[str]:
    return [entry.payload["why"] for entry in entries]


def _at(day: str, hour: time) -> time_machine.travel:
    from pendapa.notices.choosing import body_zone

    return time_machine.travel(datetime.combine(date.fromisoformat(day), hour, body_zone()))


def day_after(day: str) -> str:
    """The next day of the calendar."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    step.__name__: step for step in (deadline, look_at_deadlines, send_mail, standing)
}

if __name__ == "__main__":
    with database_at_hand():
        set_up_django()
        print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
