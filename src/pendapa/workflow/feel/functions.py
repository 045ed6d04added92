"""What each function of our FEEL does: values in, a value out; null for null, Mismatch for what does not fit."""

import math
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Any

from pendapa.workflow.feel.values import Mismatch, Range, compare, equals, in_range, read_duration


def call_function(name: str, arguments: list[Any]) -> Any:
    """The result of a function of the fixed list. Raises Mismatch for the wrong number or kind of arguments."""
    return FUNCTIONS[name](arguments)


def _of(*kinds: type) -> Callable[[Callable[..., Any]], Callable[[list[Any]], Any]]:
    """A function of exactly these kinds of arguments that answers null when any of them is null."""

    def wrap(function: Callable[..., Any]) -> Callable[[list[Any]], Any]:
        def call(arguments: list[Any]) -> Any:
            if len(arguments) != len(kinds):
                raise Mismatch
            if any(argument is None for argument in arguments):
                return None
            if not all(isinstance(argument, kind) for argument, kind in zip(arguments, kinds, strict=True)):
                raise Mismatch
            return function(*arguments)

        return call

    return wrap


def _items(arguments: list[Any]) -> list[Any]:
    if len(arguments) == 1 and isinstance(arguments[0], list):
        return arguments[0]
    return arguments


def _numbers(arguments: list[Any]) -> list[Decimal] | None:
    items = _items(arguments)
    if not items or any(item is None for item in items):
        return None
    if not all(isinstance(item, Decimal) for item in items):
        raise Mismatch
    return items


def _sum(arguments: list[Any]) -> Decimal | None:
    numbers = _numbers(arguments)
    return None if numbers is None else sum(numbers, Decimal(0))


def _mean(arguments: list[Any]) -> Decimal | None:
    numbers = _numbers(arguments)
    return None if numbers is None else sum(numbers, Decimal(0)) / len(numbers)


def _extreme(operator: str) -> Callable[[list[Any]], Any]:
    def call(arguments: list[Any]) -> Any:
        items = _items(arguments)
        if not items or any(item is None for item in items):
            return None
        found = items[0]
        for item in items[1:]:
            if compare(operator, item, found):
                found = item
        return found

    return call


def _not(arguments: list[Any]) -> bool | None:
    if len(arguments) != 1:
        raise Mismatch
    return not arguments[0] if isinstance(arguments[0], bool) else None


def _count(arguments: list[Any]) -> Decimal | None:
    if len(arguments) != 1:
        raise Mismatch
    if arguments[0] is None:
        return None
    if not isinstance(arguments[0], list):
        raise Mismatch
    return Decimal(len(arguments[0]))


def _list_contains(arguments: list[Any]) -> bool | None:
    if len(arguments) != 2:
        raise Mismatch
    items, wanted = arguments
    if items is None:
        return None
    if not isinstance(items, list):
        raise Mismatch
    return any(_same(item, wanted) for item in items)


def _same(item: Any, wanted: Any) -> bool:
    try:
        return bool(in_range(wanted, item)) if isinstance(item, Range) else equals(item, wanted)
    except Mismatch:
        return False


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _date(arguments: list[Any]) -> date | None:
    match arguments:
        case [None] | [None, _, _] | [_, None, _] | [_, _, None]:
            return None
        case [str() as text]:
            return _read_date(text)
        case [datetime() as moment]:
            return moment.date()
        case [date() as day]:
            return day
        case [Decimal() as year, Decimal() as month, Decimal() as day]:
            try:
                return date(int(year), int(month), int(day))
            except (ValueError, OverflowError):
                return None
        case _:
            raise Mismatch


def _time(arguments: list[Any]) -> time | None:
    match arguments:
        case [None]:
            return None
        case [str() as text]:
            try:
                return time.fromisoformat(text)
            except ValueError:
                return None
        case [datetime() as moment]:
            return moment.timetz()
        case _:
            raise Mismatch


def _date_and_time(arguments: list[Any]) -> datetime | None:
    match arguments:
        case [None] | [None, _] | [_, None]:
            return None
        case [str() as text]:
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                return None
        case [date() as day, time() as moment]:
            return datetime.combine(day, moment)
        case _:
            raise Mismatch


def _rounded(number: Decimal, rounding: str) -> Decimal:
    with localcontext() as context:
        context.prec = max(34, math.ceil(abs(number.adjusted())) + 2)
        return number.to_integral_value(rounding=rounding)


FUNCTIONS: dict[str, Callable[[list[Any]], Any]] = {
    "abs": _of(Decimal)(abs),
    "ceiling": _of(Decimal)(lambda number: _rounded(number, ROUND_CEILING)),
    "contains": _of(str, str)(lambda text, part: part in text),
    "count": _count,
    "date": _date,
    "date and time": _date_and_time,
    "duration": _of(str)(read_duration),
    "ends with": _of(str, str)(str.endswith),
    "floor": _of(Decimal)(lambda number: _rounded(number, ROUND_FLOOR)),
    "list contains": _list_contains,
    "lower case": _of(str)(str.lower),
    "max": _extreme(">"),
    "mean": _mean,
    "min": _extreme("<"),
    "not": _not,
    "starts with": _of(str, str)(str.startswith),
    "string length": _of(str)(lambda text: Decimal(len(text))),
    "sum": _sum,
    "time": _time,
    "upper case": _of(str)(str.upper),
}
