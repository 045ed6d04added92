"""One way to write a JSON value as bytes, so that its digest means something. Source: RFC 8785."""

import json
from typing import Any

import rfc8785

LARGEST_INTEGER = 2**53 - 1
_written = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value; raises ValueError for what JSON cannot hold exactly (NaN, large integers)."""
    if _is_plain(value):
        return _written(value).encode()
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(str(error)) from error


def _is_plain(value: Any) -> bool:
    """Whether Python's own encoder, which is compiled, writes the value as the RFC says: no number with a fraction,
    no large one, no name whose order among others depends on how letters are encoded."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-LARGEST_INTEGER <= value <= LARGEST_INTEGER)
    if kind is dict:
        return all(type(name) is str and name.isascii() and _is_plain(item) for name, item in value.items())
    if kind is list:
        return all(map(_is_plain, value))
    return False
