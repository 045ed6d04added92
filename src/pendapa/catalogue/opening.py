"""Opening hours as a person reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dates import WEEKDAYS


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """Days that have the same hours: "Senin–Kamis" and "08.00–12.00, 13.00–15.00"."""

    days: str
    times: str


def opening_rows(hours: Sequence[dict[str, Any]], language: str) -> list[OpeningRow]:
    """The hours of a channel, neighbouring days with equal hours in one row; day names in the language now active.

    Indonesian writes 08.00, English 08:00.
    """
    times_by_day: dict[int, list[str]] = {}
    for span in hours:
        text = f"{span['opens']}–{span['closes']}"
        times_by_day.setdefault(span["day"], []).append(text if language == "en" else text.replace(":", "."))
    groups: list[tuple[list[int], str]] = []
    for day in sorted(times_by_day):
        times = ", ".join(times_by_day[day])
        if groups and groups[-1][1] == times and groups[-1][0][-1] == day - 1:
            groups[-1][0].append(day)
        else:
            groups.append(([day], times))
    return [OpeningRow(_span_of(days), times) for days, times in groups]


def is_open_at(hours: Sequence[dict[str, Any]], local_time: datetime) -> bool:
    """Whether a channel is open by its weekly hours at a time in the zone of the body; holidays are not its matter."""
    now = f"{local_time:%H:%M}"
    return any(span["day"] == local_time.isoweekday() and span["opens"] <= now < span["closes"] for span in hours)


def _span_of(days: list[int]) -> str:
    first, last = str(WEEKDAYS[days[0] - 1]), str(WEEKDAYS[days[-1] - 1])
    if len(days) == 1:
        return first
    return f"{first}–{last}" if len(days) > 2 else f"{first}, {last}"
