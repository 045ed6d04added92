"""Working out an expression over data: a walk over plain nodes that never calls anything but our own functions."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Context, DecimalException, DivisionByZero, InvalidOperation, Overflow, localcontext
from typing import Any

from django.utils.translation import gettext_lazy as _

from pendapa.workflow.feel.arithmetic import calculate, negate
from pendapa.workflow.feel.functions import call_function
from pendapa.workflow.feel.syntax import Expression, FeelError, Node
from pendapa.workflow.feel.values import Mismatch, Range, as_feel, both, compare, either, in_range

MAX_STEPS = 10_000
NUMBERS = Context(prec=34, traps=[DivisionByZero, InvalidOperation, Overflow])


@dataclass(frozen=True, slots=True)
class Result:
    """What an expression came to. With an error the value is null; a name that is not there is null without error."""

    value: Any
    error: FeelError | None = None


class _Stopped(Exception):
    def __init__(self, error: FeelError) -> None:
        self.error = error


def evaluate(expression: Expression, data: Mapping[str, object]) -> Result:
    """Evaluate over `data` in at most 10,000 steps, numbers with 34 digits. Never raises. DMN 1.5, chapter 10."""
    walk = _Walk(data)
    try:
        with localcontext(NUMBERS):
            return Result(walk.value_of(expression.root))
    except _Stopped as stopped:
        return Result(None, stopped.error)


class _Walk:
    """One evaluation: the data it reads and the steps it has left."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self.data = data
        self.steps_left = MAX_STEPS

    def value_of(self, node: Node) -> Any:
        self.spend(1, node)
        try:
            return WORK[node.kind](self, node)
        except Mismatch as mismatch:
            raise _Stopped(FeelError(_("These values do not fit together."), node.position)) from mismatch
        except (DecimalException, OverflowError) as error:
            raise _Stopped(FeelError(_("The number is too large."), node.position)) from error

    def values_of(self, nodes: tuple[Node, ...]) -> list[Any]:
        return [self.value_of(node) for node in nodes]

    def spend(self, steps: int, node: Node) -> None:
        self.steps_left -= steps
        if self.steps_left < 0:
            raise _Stopped(FeelError(_("The expression takes too many steps."), node.position))

    def literal(self, node: Node) -> Any:
        return node.value

    def name(self, node: Node) -> Any:
        return as_feel(self.data.get(node.value))

    def member(self, node: Node) -> Any:
        owner = self.value_of(node.parts[0])
        return owner.get(node.value) if isinstance(owner, dict) else None

    def group(self, node: Node) -> Any:
        return self.value_of(node.parts[0])

    def listing(self, node: Node) -> list[Any]:
        return self.values_of(node.parts)

    def context(self, node: Node) -> dict[str, Any]:
        return {entry.value: self.value_of(entry.parts[0]) for entry in node.parts}

    def interval(self, node: Node) -> Range:
        low, high = self.values_of(node.parts)
        return Range(low, high, *node.value)

    def choice(self, node: Node) -> Any:
        condition, then, otherwise = node.parts
        return self.value_of(then if self.value_of(condition) is True else otherwise)

    def conjunction(self, node: Node) -> bool | None:
        result: bool | None = True
        for part in node.parts:
            result = both(result, self.value_of(part))
            if result is False:
                return False
        return result

    def disjunction(self, node: Node) -> bool | None:
        result: bool | None = False
        for part in node.parts:
            result = either(result, self.value_of(part))
            if result is True:
                return True
        return result

    def comparison(self, node: Node) -> bool | None:
        left, right = self.values_of(node.parts)
        return compare(node.value, left, right)

    def between(self, node: Node) -> bool | None:
        value, low, high = self.values_of(node.parts)
        return in_range(value, Range(low, high, with_low=True, with_high=True))

    def membership(self, node: Node) -> bool | None:
        value = self.value_of(node.parts[0])
        result: bool | None = False
        for test in node.parts[1:]:
            result = either(result, self.passes(value, test))
        return result

    def passes(self, value: Any, test: Node) -> bool | None:
        if test.kind == "test":
            return compare(test.value, value, self.value_of(test.parts[0]))
        wanted = self.value_of(test)
        match wanted:
            case Range():
                return in_range(value, wanted)
            case list():
                self.spend(len(wanted), test)
                return call_function("list contains", [wanted, value]) is True
            case _:
                return compare("=", value, wanted)

    def arithmetic(self, node: Node) -> Any:
        left, right = self.values_of(node.parts)
        return None if left is None or right is None else calculate(node.value, left, right)

    def negated(self, node: Node) -> Any:
        return negate(self.value_of(node.parts[0]))

    def call(self, node: Node) -> Any:
        if node.value == "is defined":
            return self.is_defined(node)
        arguments = self.values_of(node.parts)
        self.spend(sum(len(argument) for argument in arguments if isinstance(argument, list)), node)
        return call_function(node.value, arguments)

    def is_defined(self, node: Node) -> bool:
        if len(node.parts) != 1:
            raise Mismatch
        asked = node.parts[0]
        if asked.kind == "name":
            return asked.value in self.data
        if asked.kind == "member":
            with suppress(Mismatch):
                owner = self.value_of(asked.parts[0])
                return isinstance(owner, dict) and asked.value in owner
        return self.value_of(asked) is not None


WORK: dict[str, Callable[[_Walk, Node], Any]] = {
    "literal": _Walk.literal,
    "name": _Walk.name,
    "member": _Walk.member,
    "group": _Walk.group,
    "list": _Walk.listing,
    "context": _Walk.context,
    "range": _Walk.interval,
    "choice": _Walk.choice,
    "conjunction": _Walk.conjunction,
    "disjunction": _Walk.disjunction,
    "comparison": _Walk.comparison,
    "between": _Walk.between,
    "membership": _Walk.membership,
    "arithmetic": _Walk.arithmetic,
    "negated": _Walk.negated,
    "call": _Walk.call,
}
