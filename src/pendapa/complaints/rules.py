"""Pure rules of complaints: kinds, deadlines, places made coarse, and what may ever become public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from pendapa.kernel.calendar import WorkingCalendar

LONGEST_TEXT = 8_000
"""Characters of a complaint."""
SHORTEST_TEXT = 10
MOST_PHOTOS = 6
DRAFT_DAYS = 30
"""Days that an untouched draft is kept."""
PUBLIC_DECIMALS = 3
"""Decimals of a published coordinate: about 110 metres."""
SIGNS_OF_PLACE = 300


class Kind(models.TextChoices):
    """What a person wants of the body (SP4N: PermenPANRB 62/2018)."""

    COMPLAINT = "complaint", _("Complaint")
    SUPERVISION = "supervision", _("Complaint about misconduct")
    INFORMATION = "information", _("Question")
    SUGGESTION = "suggestion", _("Suggestion")


class Step(models.TextChoices):
    """A step that has a deadline."""

    VERIFY = "verify", _("Check and forward")
    ANSWER = "answer", _("First answer")
    RESPOND = "respond", _("Response of the person")
    ESCALATE = "escalate", _("Each further escalation")


@dataclass(frozen=True, slots=True)
class Deadline:
    """Working days allowed, the source that says so, and whether its text was at hand."""

    working_days: int
    source: str
    is_confirmed: bool = True


SP4N: Final = "PermenPANRB 62/2018"
FIRST_DEADLINES: Final[Mapping[tuple[Step, str], Deadline]] = {
    (Step.VERIFY, ""): Deadline(3, SP4N),
    (Step.ANSWER, Kind.INFORMATION): Deadline(5, SP4N),
    (Step.ANSWER, Kind.COMPLAINT): Deadline(14, SP4N),
    (Step.ANSWER, Kind.SUPERVISION): Deadline(60, SP4N),
    (Step.ANSWER, Kind.SUGGESTION): Deadline(14, SP4N, is_confirmed=False),
    (Step.RESPOND, ""): Deadline(10, SP4N),
    (Step.ESCALATE, ""): Deadline(3, SP4N, is_confirmed=False),
}
"""What the table of deadlines begins with; an administrator changes them there."""
FIRST_DAY: Final = date(2018, 1, 1)

WITHHELD_KINDS: Final = frozenset({Kind.SUPERVISION})
"""Kinds that are never public: whoever is accused is not yet heard."""
OPEN_KINDS: Final = frozenset(Kind) - WITHHELD_KINDS


def is_withheld(kind: str) -> bool:
    """Whether complaints of this kind are kept from the public whatever else is said of them."""
    return kind in WITHHELD_KINDS


def rounded_place(latitude: float | None, longitude: float | None) -> tuple[float | None, float | None]:
    """The place as the public may know it; (None, None) for half a place."""
    if latitude is None or longitude is None:
        return None, None
    return round(latitude, PUBLIC_DECIMALS), round(longitude, PUBLIC_DECIMALS)


def is_place(latitude: float | None, longitude: float | None) -> bool:
    """Whether both are given, as degrees on the earth. The point 0, 0 is a device that does not know."""
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def parsed_coordinate(text: str) -> float | None:
    """Degrees as typed, with comma or point; None for what is no number."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None


def is_next_step_due(calendar: WorkingCalendar, due_on: date, told_on: date | None, today: date, wait: int) -> bool:
    """Whether a report past its deadline goes one head higher today: at once after the deadline, then each `wait`
    working days after the last head was told."""
    if today <= due_on:
        return False
    return told_on is None or told_on <= due_on or calendar.working_days_between(told_on, today) >= wait
