"""From a property of the form's JSON Schema to the kind of its field and the complete schema of its value."""

import re
from typing import Any

import jsonschema_rs
from django.utils.translation import gettext as _

from pendapa.forms.sources import Source
from pendapa.forms.structure import FileRules, Kind, NikLinks

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORM_KEYWORDS = {"$schema", "$id", "title", "description", "type", "properties", "required", "additionalProperties"}
FIELD_KEYWORDS = {
    "type", "format", "enum", "const", "title", "description", "minLength", "maxLength", "pattern", "minimum",
    "maximum", "multipleOf", "items", "minItems", "maxItems", "uniqueItems",
    "x-pendapa", "x-nik", "x-accept", "x-max-bytes", "x-earliest", "x-latest",
}  # fmt: skip
FORMATS = {"date": Kind.DATE, "nik": Kind.NIK, "phone": Kind.PHONE, "email": Kind.EMAIL, "rupiah": Kind.MONEY}
OWN_KINDS = {"place": Kind.PLACE, "files": Kind.FILES}
TYPE_OF_KIND = {Kind.MONEY: "integer", Kind.PLACE: "object", Kind.FILES: "array"}
MEDIA_TYPES = {"image/jpeg", "image/png", "application/pdf"}
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
DEFAULT_LONGEST = 500
DEFAULT_MAX_BYTES = 10 * 1024 * 1024
LARGEST_MONEY = 10**15  # beyond any budget, and exact in every JSON reader

PLACE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["code", "name", "street"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"},
        "name": {"type": "string", "minLength": 1, "maxLength": 400},
        "street": {"type": "string", "minLength": 3, "maxLength": 200},
    },
}
FILE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "size", "type"],
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": 100},
        "name": {"type": "string", "maxLength": 255},
        "size": {"type": "integer", "minimum": 1},
        "type": {"type": "string"},
    },
}


def check_form_schema(source: Source) -> None:
    """Note the faults of the schema as a whole: dialect, keywords, required names."""
    schema = source.value
    for keyword in schema.keys() - FORM_KEYWORDS:
        source.fault([keyword], _("the keyword “%(keyword)s” is not known here"), keyword=keyword)
    if schema.get("$schema", DIALECT) != DIALECT:
        source.fault(["$schema"], _("the schema must be of JSON Schema 2020-12: %(dialect)s"), dialect=DIALECT)
    if schema.get("type") != "object":
        source.fault(["type"], _('a form is of "type": "object"'))
    if schema.get("additionalProperties") is not False:
        source.fault(["additionalProperties"], _('a form says "additionalProperties": false'))
    properties = schema.get("properties")
    if not isinstance(properties, dict) or not properties:
        source.fault(["properties"], _("a form has at least one property"))
        return
    required = schema.get("required", [])
    if not isinstance(required, list):
        source.fault(["required"], _("required is a list of property names"))
        return
    for position, name in enumerate(required):
        if not isinstance(name, str) or name not in properties:
            source.fault(["required", position], _("“%(name)s” is required but not among the properties"), name=name)


def check_field_schema(source: Source, name: str, schema: Any) -> Kind | None:
    """The kind of one property; None, with the faults noted, when it cannot be used."""
    path = ["properties", name]
    if not NAME.fullmatch(name):
        source.fault(path, _("the name “%(name)s” must be lower-case letters, digits and underscores"), name=name)
        return None
    if not isinstance(schema, dict):
        source.fault(path, _("“%(name)s” must be described by an object"), name=name)
        return None
    before = len(source.faults)
    for keyword in schema.keys() - FIELD_KEYWORDS:
        source.fault([*path, keyword], _("the keyword “%(keyword)s” is not known here"), keyword=keyword)
    kind = _kind_of(source, path, schema)
    if kind is not None and len(source.faults) == before:
        _check_kind(source, path, schema, kind)
    return kind if len(source.faults) == before else None


def _kind_of(source: Source, path: list[str], schema: dict[str, Any]) -> Kind | None:
    if "x-pendapa" in schema:
        own = OWN_KINDS.get(str(schema["x-pendapa"]))
        if own is None:
            source.fault(
                [*path, "x-pendapa"],
                _("“%(value)s” is not one of %(known)s"),
                value=schema["x-pendapa"],
                known=", ".join(OWN_KINDS),
            )
        return own
    if "format" in schema:
        kind = FORMATS.get(str(schema["format"]))
        if kind is None:
            source.fault(
                [*path, "format"],
                _("the format “%(value)s” is not one of %(known)s"),
                value=schema["format"],
                known=", ".join(FORMATS),
            )
        return kind
    if schema.get("const") is True:
        return Kind.DECLARATION
    match schema.get("type"):
        case "string":
            return Kind.CHOICE if "enum" in schema else Kind.TEXT
        case "boolean":
            return Kind.YES_NO
        case "integer" | "number":
            return Kind.NUMBER
        case "array":
            return Kind.CHOICES
    source.fault(
        [*path, "type"], _("the type “%(value)s” is not one that a form can ask for"), value=schema.get("type")
    )
    return None


def _check_kind(source: Source, path: list[str], schema: dict[str, Any], kind: Kind) -> None:
    if kind in FORMATS.values() or kind in TYPE_OF_KIND:
        wanted = TYPE_OF_KIND.get(kind, "string")
        if schema.get("type") != wanted:
            source.fault([*path, "type"], _('this must be of "type": "%(wanted)s"'), wanted=wanted)
    if kind in (Kind.CHOICE, Kind.CHOICES):
        values = schema.get("enum") if kind is Kind.CHOICE else (_dict(schema.get("items"))).get("enum")
        if not values or not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            source.fault([*path, "enum" if kind is Kind.CHOICE else "items"], _("a choice needs an enum of texts"))
    if kind is Kind.FILES:
        accepted = schema.get("x-accept")
        if not isinstance(accepted, list) or not accepted or not set(map(str, accepted)) <= MEDIA_TYPES:
            source.fault(
                [*path, "x-accept"], _("x-accept must list some of %(known)s"), known=", ".join(sorted(MEDIA_TYPES))
            )
        if not isinstance(schema.get("x-max-bytes", 1), int):
            source.fault([*path, "x-max-bytes"], _("x-max-bytes must be a whole number of bytes"))
    for keyword in ("x-earliest", "x-latest"):
        if keyword in schema and not re.fullmatch(r"today|\d{4}-\d{2}-\d{2}", str(schema[keyword])):
            source.fault(
                [*path, keyword], _('%(keyword)s must be "today" or a date such as 2000-01-31'), keyword=keyword
            )
    try:
        jsonschema_rs.Draft202012Validator(complete_schema(kind, schema))
    except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        source.fault(path, _("this is not valid JSON Schema: %(reason)s"), reason=str(error).splitlines()[0])


def complete_schema(kind: Kind, schema: dict[str, Any]) -> dict[str, Any]:
    """JSON Schema of the value of a field, with what its kind implies and without our own keywords."""
    plain = {key: value for key, value in schema.items() if not key.startswith("x-") and key != "format"}
    match kind:
        case Kind.PLACE:
            return plain | PLACE_SCHEMA
        case Kind.FILES:
            item = FILE_SCHEMA | {"properties": FILE_SCHEMA["properties"] | {"type": {"enum": schema["x-accept"]}}}
            return plain | {"items": item, "maxItems": schema.get("maxItems", 1)}
        case Kind.CHOICES:
            return plain | {"uniqueItems": True}
        case Kind.MONEY:
            return {"minimum": 0, "maximum": LARGEST_MONEY} | plain
        case Kind.TEXT:
            return {"maxLength": DEFAULT_LONGEST} | plain
        case Kind.EMAIL | Kind.PHONE | Kind.NIK | Kind.DATE:
            return {"maxLength": 254} | plain
        case _:
            return plain


def file_rules_of(schema: dict[str, Any], required: bool) -> FileRules:
    """What a files field takes; a required one takes at least one file, and one unless it says more."""
    return FileRules(
        types=tuple(schema["x-accept"]),
        max_bytes=int(schema.get("x-max-bytes", DEFAULT_MAX_BYTES)),
        min_files=int(schema.get("minItems", 1 if required else 0)),
        max_files=int(schema.get("maxItems", 1)),
    )


def nik_links_of(source: Source, name: str, schema: dict[str, Any]) -> NikLinks:
    """The fields that a NIK must agree with, checked to exist and to be of the right kind."""
    path = ["properties", name, "x-nik"]
    given = schema.get("x-nik", {})
    if not isinstance(given, dict) or not given.keys() <= {"birth_date", "sex", "region"}:
        source.fault(path, _("x-nik may name birth_date, sex and region"))
        return NikLinks()
    properties = source.value["properties"]
    birth_date, sex, region = (str(given.get(key, "")) for key in ("birth_date", "sex", "region"))
    if birth_date and _dict(properties.get(birth_date)).get("format") != "date":
        source.fault([*path, "birth_date"], _("“%(birth_date)s” is not a date of this form"), birth_date=birth_date)
    if sex and set(_dict(properties.get(sex)).get("enum", ())) != {"male", "female"}:
        source.fault([*path, "sex"], _("“%(sex)s” is not a choice between male and female in this form"), sex=sex)
    if region and not re.fullmatch(r"\d{2}(\.\d{2}){0,2}", region):
        source.fault([*path, "region"], _("the region must be a code such as 35.78"))
    return NikLinks(birth_date, sex, region)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
