"""All answers of a form as rows to read: for the check page, the officer and the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pendapa.forms import rules
from pendapa.forms.field_views import FieldView, FileView, written_value
from pendapa.forms.structure import Bilingual, FormDefinition, FormField, Kind, Page
from pendapa.forms.typed_values import read_iso_date
from pendapa.ui.formatting import masked


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer: `text` as it reads (empty when not given), `files` when it is files."""

    name: str
    label: Bilingual
    kind: Kind
    text: str
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """The answers of one page."""

    page: Page
    rows: tuple[SummaryRow, ...]


def summary(
    definition: FormDefinition,
    data: Mapping[str, Any],
    *,
    mask_nik: bool = True,
    file_urls: Mapping[str, str] | None = None,
) -> list[SummaryPage]:
    """What was asked and answered, page by page; a NIK is masked unless told otherwise."""
    asked = rules.visible_data(definition, data)
    return [
        SummaryPage(
            page,
            tuple(
                _row(field, asked.get(field.name), mask_nik, file_urls or {})
                for field in rules.visible_fields(definition, page.key, asked)
            ),
        )
        for page in rules.visible_pages(definition, asked)
    ]


def _row(field: FormField, value: Any, mask_nik: bool, file_urls: Mapping[str, str]) -> SummaryRow:
    files = tuple(FieldView(field, "", value, file_urls=file_urls).files) if field.kind is Kind.FILES else ()
    text = answer_text(field, value)
    if field.kind is Kind.NIK and mask_nik and text:
        text = masked(text)
    return SummaryRow(field.name, field.label, field.kind, text, files)


def answer_text(field: FormField, value: Any) -> str:
    """An answer as it reads in the language of the page; empty when there is none. A NIK is not masked here."""
    if rules.is_empty(value):
        return ""
    match field.kind:
        case Kind.CHOICE | Kind.CHOICES:
            chosen = value if isinstance(value, list) else [value]
            labels = {one.value: str(one.label) for one in field.choices}
            return ", ".join(labels.get(one, "") if isinstance(one, str) else "" for one in chosen)
        case Kind.YES_NO:
            return {True: _("Yes"), False: _("No")}.get(value is True, "") if isinstance(value, bool) else ""
        case Kind.DECLARATION:
            return _("Agreed") if value is True else ""
        case Kind.DATE:
            day = read_iso_date(value)
            return date_format(day, "j F Y") if day else str(value)
        case Kind.MONEY:
            return f"Rp{written_value(field, value)}" if isinstance(value, int) else str(value)
        case Kind.PHONE:
            return _spaced_phone(str(value))
        case Kind.PLACE:
            parts = [value.get("street"), value.get("name")] if isinstance(value, Mapping) else []
            return ", ".join(str(part) for part in parts if part)
        case Kind.FILES:
            return ", ".join(one.name for one in FieldView(field, "", value).files)
    return written_value(field, value)


def _spaced_phone(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
