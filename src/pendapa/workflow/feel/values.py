"""The values of FEEL in Python, and how two of them compare. Null is None; a missing answer is null too."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration in whole months, which no number of days can stand for."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends, each with or without the end itself."""

    low: Any
    high: Any
    with_low: bool
    with_high: bool


class Mismatch(Exception):
    """Two values of different kinds were compared or combined."""


def as_feel(value: object) -> Any:
    """A JSON or Python value as FEEL sees it: numbers are Decimal, unknown kinds are null."""
    match value:
        case None | bool() | str() | Decimal() | date() | time() | timedelta() | YearsMonths() | Range():
            return value
        case int():
            return Decimal(value)
        case float():
            return Decimal(repr(value))
        case list() | tuple():
            return [as_feel(item) for item in value]
        case Mapping():
            return {str(key): as_feel(item) for key, item in value.items()}
        case _:
            return None


def kind_of(value: object) -> str:
    """The FEEL type of a value, by its name in DMN 1.5."""
    for name, types in KINDS:
        if isinstance(value, types):
            return name
    return "null"


KINDS: tuple[tuple[str, type], ...] = (
    ("boolean", bool),
    ("number", Decimal),
    ("string", str),
    ("date and time", datetime),
    ("date", date),
    ("time", time),
    ("days and time duration", timedelta),
    ("years and months duration", YearsMonths),
    ("list", list),
    ("context", dict),
    ("range", Range),
)
ORDERED = frozenset(name for name, _type in KINDS) - {"boolean", "list", "context", "range"}


def equals(left: Any, right: Any) -> bool:
    """Whether two values are the same; only null compares with another kind. Raises Mismatch otherwise."""
    if left is None or right is None:
        return left is right
    _require_same_kind(left, right)
    try:
        return bool(left == right)
    except TypeError as error:
        raise Mismatch from error


def compare(operator: str, left: Any, right: Any) -> bool | None:
    """`=` `!=` `<` `<=` `>` `>=`; null where an order is asked of null. Raises Mismatch for different kinds."""
    if operator == "=":
        return equals(left, right)
    if operator == "!=":
        return not equals(left, right)
    if left is None or right is None:
        return None
    _require_same_kind(left, right)
    if kind_of(left) not in ORDERED:
        raise Mismatch
    try:
        return bool(ORDERINGS[operator](left, right))
    except TypeError as error:  # a time with a zone against one without
        raise Mismatch from error


ORDERINGS = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _require_same_kind(left: object, right: object) -> None:
    if kind_of(left) != kind_of(right):
        raise Mismatch


def in_range(value: Any, interval: Range) -> bool | None:
    """Whether a value lies in the range; null when either is null."""
    above = compare(">=" if interval.with_low else ">", value, interval.low)
    below = compare("<=" if interval.with_high else "<", value, interval.high)
    return both(above, below)


def both(left: Any, right: Any) -> bool | None:
    """And of three values: false wins, then null. Anything but true or false counts as null."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Any, right: Any) -> bool | None:
    """Or of three values: true wins, then null."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,9})S)?)?"
)


def read_duration(text: str) -> timedelta | YearsMonths | None:
    """A duration as ISO 8601 writes it (`P3D`, `PT4H`, `P1Y6M`); null when it mixes months and days or is none."""
    found = DURATION.fullmatch(text)
    if not found:
        return None
    given = {name: int(part) for name, part in found.groupdict().items() if part and name != "sign"}
    sign = -1 if found["sign"] else 1
    if not given:
        return None
    if given.keys() <= {"years", "months"}:
        return YearsMonths(sign * (12 * given.get("years", 0) + given.get("months", 0)))
    if given.keys() & {"years", "months"}:
        return None
    return sign * timedelta(**given)
