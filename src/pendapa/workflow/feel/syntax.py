"""Reading FEEL: from text to a tree of plain nodes, within fixed bounds."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from pendapa.workflow.feel.names import FUNCTION_NAMES

MAX_LENGTH = 2_000
MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class FeelError:
    """What is wrong with an expression, and where: `position` counts characters from 0."""

    message: str | Promise
    position: int

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Node:
    """One part of an expression: `kind` names it, `value` is its own text or number, `parts` are inside it."""

    kind: str
    position: int
    value: Any = None
    parts: tuple["Node", ...] = ()
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read and stands within the bounds; evaluate it with `evaluate`."""

    text: str
    root: Node

    @property
    def names(self) -> frozenset[str]:
        """The variables that the expression looks up."""
        return frozenset(_names_in(self.root))


class _Refused(Exception):
    def __init__(self, error: FeelError) -> None:
        self.error = error


@lru_cache(maxsize=1_000)
def parse(text: str) -> Expression | FeelError:
    """The expression in `text`, or why it cannot be read. At most 2,000 characters and 60 levels. DMN 1.5, 10.3."""
    if len(text) > MAX_LENGTH:
        return FeelError(_("The expression is longer than 2,000 characters."), MAX_LENGTH)
    try:
        root: Any = _parser().parse(text)
    except _Refused as refused:
        return refused.error
    except UnexpectedInput as unexpected:
        return _explain(text, unexpected)
    return Expression(text, root)


def _explain(text: str, unexpected: UnexpectedInput) -> FeelError:
    position = unexpected.pos_in_stream or 0
    if isinstance(unexpected, UnexpectedEOF) or (isinstance(unexpected, UnexpectedToken) and not unexpected.token):
        return FeelError(_("The expression ends too early."), len(text))
    at_character = isinstance(unexpected, UnexpectedCharacters)
    found = text[position] if at_character else str(getattr(unexpected, "token", ""))
    return FeelError(format_lazy(_("“{found}” cannot stand here."), found=found), position)


def _names_in(node: Node) -> set[str]:
    found = {node.value} if node.kind == "name" else set()
    return found.union(*(_names_in(part) for part in node.parts))


def _node(kind: str, children: list[Any], value: Any = None) -> Node:
    parts = tuple(child for child in children if isinstance(child, Node))
    first = children[0]
    position = first.position if isinstance(first, Node) else int(first.start_pos)
    depth = 1 + max((part.depth for part in parts), default=0)
    if depth > MAX_DEPTH:
        raise _Refused(FeelError(_("The expression is nested too deeply."), position))
    return Node(kind, position, value, parts, depth)


def _tokens(children: list[Any]) -> list[str]:
    return [str(child) for child in children if isinstance(child, Token)]


def _plain(kind: str) -> Callable[[Any, list[Any]], Node]:
    return lambda _reader, children: _node(kind, children)


def _literal(value: object) -> Callable[[Any, list[Any]], Node]:
    return lambda _reader, children: _node("literal", children, value)


class _TreeReader(Transformer[Token, Node]):
    """Turns each rule of the grammar into a node while it is read, so that no deep recursion is needed."""

    choice = _plain("choice")
    disjunction = _plain("disjunction")
    conjunction = _plain("conjunction")
    between = _plain("between")
    membership = _plain("membership")
    negated = _plain("negated")
    listing = _plain("list")
    true = _literal(True)
    false = _literal(False)
    null = _literal(None)

    def start(self, children: list[Any]) -> Node:
        return children[0]  # type: ignore[no-any-return]

    def group(self, children: list[Any]) -> Node:
        return _node("group", children)

    def comparing(self, children: list[Any]) -> Node:
        return _node("comparison", children, _tokens(children)[0])

    def unary_test(self, children: list[Any]) -> Node:
        return _node("test", children, _tokens(children)[0])

    def arithmetic(self, children: list[Any]) -> Node:
        return _node("arithmetic", children, _tokens(children)[0])

    def member(self, children: list[Any]) -> Node:
        return _node("member", children, str(children[-1]))

    def number(self, children: list[Any]) -> Node:
        return _node("literal", children, Decimal(children[0]))

    def string(self, children: list[Any]) -> Node:
        return _node("literal", children, _unescape(children[0]))

    def name(self, children: list[Any]) -> Node:
        return _node("name", children, str(children[0]))

    def call(self, children: list[Any]) -> Node:
        function = " ".join(str(children[0]).split())
        if function not in FUNCTION_NAMES:
            message = format_lazy(_("There is no function “{name}”."), name=function)
            raise _Refused(FeelError(message, int(children[0].start_pos)))
        return _node("call", children, function)

    def interval(self, children: list[Any]) -> Node:
        return _node("range", children, (children[0] == "[", children[-1] == "]"))

    def context(self, children: list[Any]) -> Node:
        return _node("context", children)

    def entry(self, children: list[Any]) -> Node:
        key = str(children[0])
        return _node("entry", children, _unescape(key) if key.startswith('"') else key)


ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}


def _unescape(literal: str) -> str:
    return re.sub(
        r"\\(u[0-9a-fA-F]{4}|.)",
        lambda found: chr(int(found[1][1:], 16)) if len(found[1]) == 5 else ESCAPES.get(found[1], found[0]),
        literal[1:-1],
    )


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", keep_all_tokens=True, transformer=_TreeReader())
