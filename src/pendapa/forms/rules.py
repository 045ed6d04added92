"""Deciding on answers: which pages are asked, what an answer means, what must change. No database.

`data` is always a mapping of field names to values; an unreadable answer stays in it as the text that was typed.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import jsonschema_rs
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pendapa.forms import messages, typed_values
from pendapa.forms.nik import nik_faults
from pendapa.forms.structure import FormDefinition, FormField, Kind, Page
from pendapa.forms.typed_values import read_iso_date
from pendapa.kernel.problems import FieldError
from pendapa.kernel.text import is_plain

Data = Mapping[str, Any]
LONGEST_TYPED = 20_000


def visible_pages(definition: FormDefinition, data: Data) -> list[Page]:
    """The pages that these answers call for, in order."""
    asked = visible_data(definition, data)
    return [page for page in definition.pages if page.show_if is None or page.show_if.holds(asked)]


def visible_fields(definition: FormDefinition, page_key: str, data: Data) -> list[FormField]:
    """The fields of a page that these answers call for; raises KeyError for an unknown page."""
    asked = visible_data(definition, data)
    return [one for one in definition.page(page_key).fields if one.show_if is None or one.show_if.holds(asked)]


def visible_data(definition: FormDefinition, data: Data) -> dict[str, Any]:
    """The answers to fields that are asked: what is sent in. An answer that no longer applies is left out."""
    asked: dict[str, Any] = {}
    for page in definition.pages:
        if page.show_if is not None and not page.show_if.holds(asked):
            continue
        for field in page.fields:
            if field.name in data and (field.show_if is None or field.show_if.holds(asked)):
                asked[field.name] = _without_search(data[field.name]) if field.kind is Kind.PLACE else data[field.name]
    return asked


def normalise(definition: FormDefinition, page_key: str, raw: Data) -> dict[str, Any]:
    """What was typed on a page as values: money as a whole number, dates as ISO, phones as +62…, names tidy.

    What cannot be read stays as typed; fields that are not of the page are left out; an emptied field is left out.
    Applying it twice changes nothing. Raises KeyError for an unknown page.
    """
    data = {}
    for field in definition.page(page_key).fields:
        if field.name in raw:
            value = _value(field, raw[field.name])
            if not is_empty(value):
                data[field.name] = value
    return data


def validate_page(
    definition: FormDefinition, page_key: str, data: Data, *, today: date | None = None
) -> list[FieldError]:
    """What must change on a page, at most one error a field, in the page's order. Never raises on any JSON value.

    `data` holds the answers to the other pages too, for conditions and cross-checks; `today` is the body's day
    when absent. Raises KeyError for an unknown page.
    """
    asked = visible_data(definition, data if isinstance(data, Mapping) else {})
    day = today or timezone.localdate()
    errors = []
    for field in visible_fields(definition, page_key, asked):
        message = _fault_of(field, asked.get(field.name), asked, day)
        if message:
            errors.append(FieldError(field.name, message))
    return errors


def validate_all(definition: FormDefinition, data: Data, *, today: date | None = None) -> list[FieldError]:
    """What must change in the whole form, page by page, and any answer to a question that the form does not ask."""
    answers = data if isinstance(data, Mapping) else {}
    errors = [
        error
        for page in visible_pages(definition, answers)
        for error in validate_page(definition, page.key, answers, today=today)
    ]
    unknown = [name for name in answers if name not in definition.fields]
    return errors + [FieldError(str(name), _("This form has no such question.")) for name in unknown]


def is_empty(value: Any) -> bool:
    """Whether a value is no answer at all."""
    if isinstance(value, Mapping):
        return not any(value.values())
    return value is None or value == "" or value == []


def _without_search(place: Any) -> Any:
    """A place without the words by which its village is still being looked for."""
    return {part: value for part, value in place.items() if part != "search"} if isinstance(place, Mapping) else place


def _value(field: FormField, raw: Any) -> Any:
    if field.kind is Kind.CHOICES and isinstance(raw, str):
        return [raw] if raw else []
    if field.kind is Kind.PLACE and isinstance(raw, Mapping):
        return {
            str(part): typed_values.tidy_line(value[:LONGEST_TYPED]) if isinstance(value, str) else value
            for part, value in raw.items()
        }
    if not isinstance(raw, str):
        return raw
    text = raw[:LONGEST_TYPED]
    match field.kind:
        case Kind.TEXT:
            return typed_values.tidy_text(text) if field.widget == "textarea" else typed_values.tidy_line(text)
        case Kind.DATE:
            return typed_values.parse_date(text)
        case Kind.MONEY:
            return typed_values.parse_money(text)
        case Kind.NUMBER:
            return typed_values.parse_number(text, whole=field.schema.get("type") == "integer")
        case Kind.NIK:
            return typed_values.parse_nik(text)
        case Kind.PHONE:
            return typed_values.parse_phone(text)
        case Kind.EMAIL:
            return typed_values.parse_email(text)
        case Kind.YES_NO | Kind.DECLARATION:
            return {"yes": True, "true": True, "on": True, "no": False, "false": False}.get(text.lower(), text)
        case _:
            return typed_values.tidy_line(text)


def _fault_of(field: FormField, value: Any, data: Data, today: date) -> str:
    """What to tell about one answer; empty when it is good."""
    if is_empty(value):
        return messages.missing_message(field) if field.required else ""
    if field.kind is Kind.DECLARATION:
        return "" if value is True else messages.missing_message(field)
    if not is_plain(value) or _breaks_line(field, value):
        return messages.unreadable_message(field)
    if field.kind is Kind.PLACE:
        return _place_fault(field, value)
    errors = _schema_errors(field, value)
    if errors is None:
        return messages.unreadable_message(field)
    if errors:
        return messages.schema_message(field, errors[0].kind, value)
    match field.kind:
        case Kind.DATE:
            return _date_fault(field, value, today)
        case Kind.NIK:
            return _nik_fault(field, value, data)
        case Kind.PHONE:
            return "" if typed_values.is_phone(value) else messages.unreadable_message(field)
        case Kind.EMAIL:
            return _email_fault(field, value)
        case Kind.FILES:
            return _files_fault(field, value)
    return ""


def _breaks_line(field: FormField, value: Any) -> bool:
    """Whether an answer of one line, or a part of it, holds several."""
    if field.kind is Kind.TEXT and field.widget == "textarea":
        return False
    parts = value.values() if isinstance(value, Mapping) else (value,)
    return any(isinstance(part, str) and len(part.splitlines()) > 1 for part in parts)


def _date_fault(field: FormField, value: str, today: date) -> str:
    day = read_iso_date(value)
    if day is None:
        return messages.unreadable_message(field)
    earliest = today if field.earliest == "today" else read_iso_date(field.earliest)
    latest = today if field.latest == "today" else read_iso_date(field.latest)
    if latest is not None and day > latest:
        return messages.date_bound_message(field, too_late=True, bound=date_format(latest, "j F Y"))
    if earliest is not None and day < earliest:
        return messages.date_bound_message(field, too_late=False, bound=date_format(earliest, "j F Y"))
    return ""


def _nik_fault(field: FormField, value: str, data: Data) -> str:
    links = field.nik_links
    sex = data.get(links.sex)
    faults = nik_faults(
        value,
        birth_date=read_iso_date(data.get(links.birth_date)),
        sex=sex if isinstance(sex, str) else "",
        region=links.region,
    )
    return messages.nik_message(faults[0]) if faults else ""


def _email_fault(field: FormField, value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return messages.unreadable_message(field)
    return ""


def _files_fault(field: FormField, value: list[dict[str, Any]]) -> str:
    rules = field.file_rules
    for file in value:
        if rules is not None and file["size"] > rules.max_bytes:
            megabytes = {"name": file["name"], "size": rules.max_bytes // (1024 * 1024)}
            return _("%(name)s is too large. Choose a file of at most %(size)s MB.") % megabytes
    return ""


def _place_fault(field: FormField, value: Any) -> str:
    errors = _schema_errors(field, value)
    if errors is None or not isinstance(value, Mapping):
        return messages.unreadable_message(field)
    if not errors:
        return ""
    wrong = {str(part) for error in errors for part in error.instance_path[:1]}
    lacks_village = wrong & {"code", "name"} or not value.get("code") or not value.get("name")
    return messages.place_message("village" if lacks_village else "street")


def _schema_errors(field: FormField, value: Any) -> list[jsonschema_rs.ValidationError] | None:
    """What JSON Schema says; None for what cannot even be JSON text (a lone surrogate, endless nesting)."""
    try:
        return list(field.validator.iter_errors(value))
    except (ValueError, RecursionError):
        return None
