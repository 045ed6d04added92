"""What a leaf looks like, verb by verb, as JSON Schema 2020-12: read from the declarations, published at
`/log/skema.json`."""

import types
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pendapa.journal.verbs import VerbDeclaration
from pendapa.ledger.declarations import logged_verbs
from pendapa.ledger.leaves import VERSION

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    type(None): {"type": "null"},
}
_DIGEST = {
    "type": "object",
    "description": "Stands for a field too large for a leaf: the SHA-256 and length of its RFC 8785 form.",
    "properties": {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "bytes": {"type": "integer"}},
    "required": ["sha256", "bytes"],
    "additionalProperties": False,
}


@cache
def leaf_schema() -> dict[str, Any]:
    """The schema of every leaf; `$defs` holds one of the fields of each verb.

    No field is required: an entry erased before it was told has none, and an older program may have known fewer.
    """
    verbs = logged_verbs()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Leaf of the public log",
        "type": "object",
        "required": ["about", "at", "commitment", "fields", "v", "verb"],
        "additionalProperties": False,
        "properties": {
            "about": {"type": "string", "pattern": "^[a-z_]+:[0-9a-f]{32}$"},
            "at": {"type": "string", "format": "date"},
            "commitment": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "fields": {"type": "object"},
            "v": {"const": VERSION},
            "verb": {"enum": [declared.name for declared in verbs]},
        },
        "allOf": [
            {
                "if": {"properties": {"verb": {"const": declared.name}}},
                "then": {"properties": {"fields": {"$ref": f"#/$defs/{declared.name}"}}},
            }
            for declared in verbs
        ],
        "$defs": {"digest": _DIGEST, **{declared.name: _fields_schema(declared) for declared in verbs}},
    }


def public_fields_of(declared: VerbDeclaration) -> dict[str, Any]:
    """The public fields of a verb in the order of their declaration, each with its type."""
    hints = get_type_hints(declared.cls)
    return {name: hint for name, hint in hints.items() if name in declared.public_fields}


def _fields_schema(declared: VerbDeclaration) -> dict[str, Any]:
    return {
        "type": "object",
        "description": f"{(declared.cls.__doc__ or '').strip()} {declared.log_safety}".strip(),
        "properties": {name: _schema_of(hint) for name, hint in public_fields_of(declared).items()},
        "additionalProperties": False,
    }


def _schema_of(hint: Any) -> dict[str, Any]:
    origin, given = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _schema_of(given[0])
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema_of(one) for one in given]}
    if origin in (list, tuple, set, frozenset):
        return {"anyOf": [{"type": "array"}, {"$ref": "#/$defs/digest"}]}
    if origin is dict or hint is dict:
        return {"anyOf": [{"type": "object"}, {"$ref": "#/$defs/digest"}]}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string"}
    return _PLAIN.get(hint, {})
