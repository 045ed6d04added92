"""Keyset pages: stable while rows are added, and as quick on the thousandth page as on the first."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pendapa.kernel.problems import Invalid

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[Row]):
    """Rows of one page, and the cursor of the next (empty on the last)."""

    rows: list[Row]
    next_cursor: str


def keyset_page(rows: QuerySet[Row], *, order: Sequence[str], cursor: str = "", size: int = 20) -> KeysetPage[Row]:
    """The page of `size` rows after `cursor`, in `order` (not-null field names, "-" for descending, the last unique).

    Raises Invalid for a cursor that none of our pages gave out.
    """
    if cursor:
        rows = rows.filter(_after(rows.model, order, _read_cursor(cursor, len(order))))
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    return KeysetPage(found[:size], _cursor_of(found[size - 1], order) if more else "")


def _after(model: type[Model], order: Sequence[str], values: list[str]) -> Q:
    condition = Q()
    equal_so_far = Q()
    for name, text in zip(order, values, strict=True):
        field = name.removeprefix("-")
        try:
            value = _column(model, field).to_python(text)
        except (ValidationError, ValueError) as error:
            raise _unknown_cursor() from error
        comparison = f"{field}__lt" if name.startswith("-") else f"{field}__gt"
        condition |= equal_so_far & Q(**{comparison: value})
        equal_so_far &= Q(**{field: value})
    return condition


def _cursor_of(row: Model, order: Sequence[str]) -> str:
    values = [_column(type(row), name.removeprefix("-")).value_to_string(row) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _column(model: type[Model], name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", model._meta.get_field(name))


def _read_cursor(cursor: str, length: int) -> list[str]:
    try:
        values: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _unknown_cursor() from error
    if not isinstance(values, list) or len(values) != length or not all(isinstance(value, str) for value in values):
        raise _unknown_cursor()
    if any("\x00" in value for value in values):
        raise _unknown_cursor()
    return values


def _unknown_cursor() -> Invalid:
    return Invalid(_("This page mark is not known. Start again from the first page."))
