"""Sums of FEEL: numbers, text, and dates with durations."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pendapa.workflow.feel.values import Mismatch, YearsMonths

MAX_EXPONENT = 1_000


def calculate(operator: str, left: Any, right: Any) -> Any:
    """`left operator right` for two values that are not null; null for a division by zero. Raises Mismatch."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return NUMBERS[operator](left, right)
    if operator == "+":
        return _add(left, right)
    if operator == "-":
        return _subtract(left, right)
    raise Mismatch


def negate(value: Any) -> Any:
    """The opposite of a number or duration; null of null."""
    match value:
        case None:
            return None
        case Decimal() | timedelta():
            return -value
        case YearsMonths(months):
            return YearsMonths(-months)
        case _:
            raise Mismatch


def _divide(left: Decimal, right: Decimal) -> Decimal | None:
    return left / right if right else None


def _raise(base: Decimal, exponent: Decimal) -> Decimal | None:
    if abs(exponent) > MAX_EXPONENT:
        raise OverflowError
    if (base == 0 and exponent <= 0) or (base < 0 and exponent != exponent.to_integral_value()):
        return Decimal(1) if exponent == 0 else None
    return base**exponent


NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal | None]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divide,
    "**": _raise,
}


def _add(left: Any, right: Any) -> Any:
    match left, right:
        case str(), str():
            return left + right
        case timedelta(), timedelta():
            return left + right
        case YearsMonths(), YearsMonths():
            return YearsMonths(left.months + right.months)
        case date(), timedelta() | YearsMonths():
            return _later(left, right)
        case timedelta() | YearsMonths(), date():
            return _later(right, left)
        case _:
            raise Mismatch


def _subtract(left: Any, right: Any) -> Any:
    match left, right:
        case timedelta(), timedelta():
            return left - right
        case YearsMonths(), YearsMonths():
            return YearsMonths(left.months - right.months)
        case datetime(), datetime():
            return _apart(left, right)
        case datetime(), date():
            raise Mismatch
        case date(), datetime():
            raise Mismatch
        case date(), date():
            return left - right
        case date(), timedelta() | YearsMonths():
            return _later(left, negate(right))
        case _:
            raise Mismatch


def _apart(left: datetime, right: datetime) -> timedelta:
    if (left.tzinfo is None) != (right.tzinfo is None):
        raise Mismatch
    return left - right


def _later(start: date, duration: timedelta | YearsMonths) -> date:
    if isinstance(duration, timedelta):
        return start + duration
    months = start.year * 12 + start.month - 1 + duration.months
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError
    return _with_day(start, year, month + 1)


def _with_day(start: date, year: int, month: int) -> date:
    for day in range(start.day, 27, -1):
        try:
            return start.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return start.replace(year=year, month=month, day=min(start.day, 28))
