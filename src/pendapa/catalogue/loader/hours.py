"""Opening hours as people write them: days or spans of days, with one or more spans of time."""

import re
from typing import Any

from django.utils.translation import gettext as _

from pendapa.catalogue.loader.reading import Section

DAYS = {
    "senin": 1, "selasa": 2, "rabu": 3, "kamis": 4, "jumat": 5, "sabtu": 6, "minggu": 7,
    "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 7,
}  # fmt: skip
_SPAN = re.compile(r"(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})")


def read_hours(section: Section) -> list[dict[str, Any]]:
    """`senin-kamis: 08.00-12.00, 13.00-15.00` as `[{"day": 1, "opens": "08:00", "closes": "12:00"}, …]`.

    Notes a fault for an unknown day, a time that is none, a closing before its opening, and spans that overlap.
    """
    hours: list[dict[str, Any]] = []
    for key in section.values:
        days = _days(str(key))
        spans = _spans(section.text(str(key), longest=200))
        if days is None:
            section.fault(_("“{key}” is not a day, nor a span such as “senin-jumat”.").format(key=key), str(key))
        elif spans is None:
            section.fault(_("Opening hours are written as “08.00-15.00”, the earlier time first."), str(key))
        else:
            hours += [{"day": day, "opens": opens, "closes": closes} for day in days for opens, closes in spans]
    hours.sort(key=lambda span: (span["day"], span["opens"]))
    for one, next_one in zip(hours, hours[1:], strict=False):
        if one["day"] == next_one["day"] and next_one["opens"] < one["closes"]:
            section.fault(_("Opening hours of one day overlap."))
    return hours


def _days(text: str) -> list[int] | None:
    names = [name.strip().lower() for name in re.split(r"[-–]", text)]
    if len(names) > 2 or any(name not in DAYS for name in names):
        return None
    first, last = DAYS[names[0]], DAYS[names[-1]]
    return list(range(first, last + 1)) if first <= last else None


def _spans(text: str) -> list[tuple[str, str]] | None:
    spans = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            return None
        opening_hour, opening_minute, closing_hour, closing_minute = (int(number) for number in match.groups())
        if max(opening_hour, closing_hour) > 24 or max(opening_minute, closing_minute) > 59:
            return None
        opens, closes = f"{opening_hour:02}:{opening_minute:02}", f"{closing_hour:02}:{closing_minute:02}"
        if opens >= closes or closes > "24:00":
            return None
        spans.append((opens, closes))
    return spans
