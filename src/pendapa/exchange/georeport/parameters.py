"""Reading what a client sends: text without NUL, dates with their zone, numbers within bounds, the jurisdiction."""

import math
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pendapa.exchange.georeport.refusals import Refusal
from pendapa.kernel.calendar import local_date

LONGEST_LIST = 1000
"""Requests of one answer, as the specification has it."""
LONGEST_SPAN = timedelta(days=90)
MOST_IDS = 200
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PLUS_READ_AS_SPACE = re.compile(r"(?<=[Tt]\d\d:\d\d) (?=\d\d:?\d\d$)|(?<=[Tt]\d\d:\d\d:\d\d) (?=\d\d:?\d\d$)")


def jurisdiction() -> str:
    """By which clients may name this endpoint: what the operator says, else the host of our address."""
    return settings.PENDAPA_JURISDICTION or urlsplit(settings.PENDAPA_PUBLIC_URL).hostname or "localhost"


def check_jurisdiction(given: QueryDict) -> None:
    """Nothing needs to be named, for there is one jurisdiction; raises Refusal for another one."""
    named = given.get("jurisdiction_id", "").strip()
    if named and named.lower() != jurisdiction().lower():
        raise Refusal(404, _("jurisdiction_id {named} is not served here.").format(named=named[:60]))


def refuse_signs(given: QueryDict) -> None:
    """Raise Refusal for what no text may hold: NUL, and halves of characters."""
    for name, values in given.lists():
        for value in (name, *values):
            if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
                raise Refusal(400, _("The parameters hold signs that are no text."))


def words(given: QueryDict, name: str) -> list[str]:
    """The values of a parameter that takes several, separated by commas or given several times."""
    parts = [part.strip() for value in given.getlist(name) for part in value.split(",")]
    return list(dict.fromkeys(part for part in parts if part))


def moment(given: QueryDict, name: str) -> datetime | None:
    """A date and time (ISO 8601); without a zone, in UTC. None when it is not given; raises Refusal for none such."""
    text = _PLUS_READ_AS_SPACE.sub("+", given.get(name, "").strip())
    if not text:
        return None
    try:
        value = parse_datetime(f"{text}T00:00:00" if _DAY.fullmatch(text) else text)
        value = value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
        if value is not None and _EARLIEST <= value <= _LATEST:
            return value.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Refusal(400, _("{name} should be a date and time such as 2026-03-02T09:00:00+07:00.").format(name=name))


def span(given: QueryDict, at: datetime) -> tuple[datetime, datetime]:
    """From when to when a list goes: 90 days up to now, or the 90 days beside the one end that is given."""
    start, end = moment(given, "start_date"), moment(given, "end_date")
    if start is None:
        end = end or at
        start = end - LONGEST_SPAN
    end = end or start + LONGEST_SPAN
    if start > end:
        raise Refusal(400, _("start_date is after end_date."))
    if end - start > LONGEST_SPAN:
        raise Refusal(400, _("start_date and end_date may lie at most 90 days apart."))
    return start, end


def whole(given: QueryDict, name: str, default: int, most: int) -> int:
    """A whole number from 1 on; raises Refusal for anything else, and beyond `most`."""
    text = given.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= most:
        raise Refusal(400, _("{name} should be a number from 1 to {most}.").format(name=name, most=most))
    return int(text)


def degrees(given: QueryDict, name: str, most: float) -> float | None:
    """Degrees (WGS84); None when not given, raises Refusal beyond `most`."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise Refusal(400, _("{name} should be degrees (WGS84) from -{most} to {most}.").format(name=name, most=most))
    return value


def place(given: QueryDict) -> tuple[float | None, float | None]:
    """Latitude and longitude, both or none."""
    latitude, longitude = degrees(given, "lat", 90), degrees(given, "long", 180)
    if (latitude is None) != (longitude is None):
        raise Refusal(400, _("lat and long belong together."))
    return latitude, longitude


def written(at: datetime | None) -> str | None:
    """A time as it is answered: ISO 8601 in the body's zone, to the second."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def changed_on() -> str:
    """For the discovery document: the day on which this process began to serve."""
    return _BEGAN


_BEGAN = local_date(datetime.now(UTC)).isoformat()
