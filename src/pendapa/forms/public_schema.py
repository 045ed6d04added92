"""A form as JSON Schema for other programs: what to send, with the words that people would read."""

from typing import Any

from pendapa.forms.structure import Condition, FormDefinition, FormField, Kind, Page

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NIK_PATTERN = "^[0-9]{16}$"
STANDARD_FORMATS = {Kind.DATE: "date", Kind.EMAIL: "email"}


def public_schema(definition: FormDefinition) -> dict[str, Any]:
    """JSON Schema (2020-12) of all answers as they are sent in, in the language now active.

    An answer set that the form accepts validates against it. The reverse does not hold for what a schema cannot say:
    whether a NIK agrees with the birth date, a village exists, or a date is not in the future.
    """
    conditions = [rule for page in definition.pages for field in page.fields if (rule := _required_if(page, field))]
    required = [
        field.name
        for page in definition.pages
        for field in page.fields
        if field.required and not _conditions_of(page, field)
    ]
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "title": str(definition.schema.get("title", definition.key)),
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": {name: _property(field) for name, field in definition.fields.items()},
    }
    return schema | ({"allOf": conditions} if conditions else {})


def _property(field: FormField) -> dict[str, Any]:
    schema = {"title": str(field.label), **field.schema}
    if field.help:
        schema["description"] = str(field.help)
    if field.kind in STANDARD_FORMATS:
        schema["format"] = STANDARD_FORMATS[field.kind]
    if field.kind is Kind.NIK:
        schema["pattern"] = NIK_PATTERN
    if field.kind is Kind.PLACE:  # its name is looked up by the code, whatever is sent
        parts = schema["properties"] | {"name": {"type": "string"}}
        schema |= {"required": ["code", "street"], "properties": parts}
    if field.choices:
        schema["x-labels"] = {choice.value: str(choice.label) for choice in field.choices}
    if field.file_rules is not None:
        schema["x-max-bytes"] = field.file_rules.max_bytes
        if field.required:
            schema["minItems"] = field.file_rules.min_files
    return schema


def _conditions_of(page: Page, field: FormField) -> list[Condition]:
    return [condition for condition in (page.show_if, field.show_if) if condition is not None]


def _required_if(page: Page, field: FormField) -> dict[str, Any] | None:
    conditions = _conditions_of(page, field)
    if not conditions or not field.required:
        return None
    return {"if": {"allOf": [_holds(one) for one in conditions]}, "then": {"required": [field.name]}}


def _holds(condition: Condition) -> dict[str, Any]:
    """The condition as a schema: the earlier answer is one of the values, or among several choices contains one."""
    one_of = {"enum": list(condition.values)}
    answer = {"if": {"type": "array"}, "then": {"contains": one_of}, "else": one_of}
    return {"required": [condition.field], "properties": {condition.field: answer}}
