"""What a client answers to the attributes of a service, checked by their types."""

import math
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from pendapa.complaints.models import Topic
from pendapa.exchange.georeport.refusals import Refusal
from pendapa.exchange.models import TopicAttribute

LONGEST = {TopicAttribute.Datatype.TEXT: 2000}
LONGEST_OTHERWISE = 300
Datatype = TopicAttribute.Datatype


@dataclass(frozen=True, slots=True)
class Answers:
    """By code, as given; and a line for each in words ("Pole number: 12"), for whoever works on it."""

    by_code: dict[str, list[str]]
    lines: list[str]


def read_answers(topic: Topic | None, given: QueryDict) -> Answers:
    """The answers in `attribute[CODE]` (several: the same again, or `attribute[CODE][]`).

    Codes that this service does not ask for are left aside. Raises Refusal naming every answer that is wrong.
    """
    by_code: dict[str, list[str]] = {}
    lines: list[str] = []
    wrong: list[str] = []
    for one in topic.attributes.all() if topic else ():
        if not one.is_asked:
            continue
        raw = given.getlist(f"attribute[{one.code}]") + given.getlist(f"attribute[{one.code}][]")
        values = [value.strip() for value in raw if value.strip()]
        if one.datatype == Datatype.MULTI and len(values) == 1:
            values = [part.strip() for part in values[0].split(",") if part.strip()]
        fault = _fault_of(one, values)
        if fault:
            wrong.append(f"attribute[{one.code}]: {fault}")
        elif values:
            by_code[one.code] = values
            names = one.local_choices
            lines.append(f"{one.local_description}: {', '.join(names.get(value, value) for value in values)}")
    if wrong:
        raise Refusal(400, *wrong)
    return Answers(by_code, lines)


def _fault_of(one: TopicAttribute, values: list[str]) -> str:
    """What is wrong with the answer, or nothing."""
    if not values:
        return _("This must be answered.") if one.is_required else ""
    if len(values) > 1 and one.datatype != Datatype.MULTI:
        return _("One answer only.")
    most = LONGEST.get(Datatype(one.datatype), LONGEST_OTHERWISE)
    if any(len(value) > most for value in values):
        return _("At most {most} characters.").format(most=most)
    if one.is_list:
        unknown = [value for value in values if value not in one.local_choices]
        return _("{key} is not one of the keys offered.").format(key=unknown[0][:60]) if unknown else ""
    if one.datatype == Datatype.NUMBER and not _is_number(values[0]):
        return _("This should be a number.")
    if one.datatype == Datatype.DATETIME and not _is_moment(values[0]):
        return _("This should be a date and time such as 2026-03-02T09:00:00+07:00.")
    return ""


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None or parse_date(text) is not None
    except ValueError:
        return False
