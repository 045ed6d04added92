"""The reads: alarms, already narrowed to what the actor may see."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from pendapa.evaluation.watching.models import Alarm
from pendapa.evaluation.watching.permissions import paths_read_by
from pendapa.evaluation.watching.rules import Period, Step
from pendapa.journal.actors import Actor
from pendapa.people.organizations.queries import in_branches


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of an alarm elsewhere: its number and its page, for an actor who may open it."""

    number: str
    state: str
    url: str


def alarms_visible_to(actor: Actor) -> QuerySet[Alarm]:
    """Alarms of the units that the actor reads, the newest first."""
    return Alarm.objects.filter(in_branches(paths_read_by(actor), "organization__path")).select_related(
        "organization", "dismissed_by"
    )


def follow_up_of(actor: Actor, alarm: Alarm) -> FollowUp | None:
    """What was opened from the alarm, by whoever stands above (`settings.PENDAPA_ALARM_FOLLOW_UP`); None where there
    is nothing that the actor may open."""
    path: str = settings.PENDAPA_ALARM_FOLLOW_UP
    if not path or alarm.entry is None:
        return None
    found: FollowUp | None = import_string(path)(actor, alarm.entry)
    return found


def steps_of(alarm: Alarm) -> list[Step]:
    """The chart as it was when the alarm was raised; empty for complaints that gathered."""
    return [
        Step(Period(one["label"], one["value"], one["n"]), one["expected"], one["limit"], None, one["sum"])
        for one in alarm.evidence.get("periods", [])
    ]
