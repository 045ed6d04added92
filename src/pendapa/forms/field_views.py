"""One field as drawn: ids, value as people write it, error, attributes.

Ids follow the rule of the components: control `id_<name>`, help `id_<name>-help`, error `id_<name>-error`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pendapa.forms.reading_posts import DATE_PARTS
from pendapa.forms.structure import FileRules, FormField, Kind
from pendapa.forms.typed_values import read_iso_date
from pendapa.regions.queries import suggested_regions

INPUTS: dict[Kind, dict[str, str]] = {
    Kind.TEXT: {"type": "text"},
    Kind.EMAIL: {"type": "email", "spellcheck": "false"},
    Kind.PHONE: {"type": "tel"},
    Kind.NIK: {"type": "text", "inputmode": "numeric", "data-kind": "nik", "maxlength": "24", "spellcheck": "false"},
    Kind.MONEY: {"type": "text", "inputmode": "numeric", "maxlength": "24"},
    Kind.NUMBER: {"type": "text", "inputmode": "decimal", "maxlength": "20"},
}
WIDTHS = {Kind.NIK: "medium", Kind.PHONE: "medium", Kind.MONEY: "medium", Kind.NUMBER: "short"}
TEMPLATES = {
    Kind.CHOICES: "choices",
    Kind.YES_NO: "yes_no",
    Kind.DATE: "date",
    Kind.MONEY: "money",
    Kind.PLACE: "place",
    Kind.FILES: "files",
    Kind.DECLARATION: "declaration",
}
PLACES_SHOWN = 6  # more would push the street out of sight on a phone
_MEDIA_TYPE = {"JPG": "image/jpeg", "PNG": "image/png", "PDF": "application/pdf"}


@dataclass(frozen=True, slots=True)
class OptionView:
    """One choice as drawn."""

    id: str
    value: str
    label: str
    note: str
    checked: bool


@dataclass(frozen=True, slots=True)
class FileView:
    """One file already handed in; `remove` is the value of its remove button."""

    name: str
    size: int
    url: str
    remove: str


@dataclass(frozen=True)
class FieldView:
    """One field as drawn."""

    field: FormField
    error: str
    value: Any
    condition: str = ""
    upload_url: str = ""
    file_urls: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the control, or of the group of controls."""
        return f"id_{self.field.name}"

    @property
    def first_control(self) -> str:
        """The id that the error summary leads to."""
        part = {
            "date": "_day",
            "place": "_search",
            "radio": "_0",
            "checkboxes": "_0",
            "yes_no": "_0",
        }.get(self.field.widget, "")
        return self.id + part

    @property
    def template(self) -> str:
        """The template of the control."""
        kind = self.field.kind
        by_widget = {"textarea": "textarea", "select": "select", "radio": "choices"}
        return f"forms/controls/{by_widget.get(self.field.widget) or TEMPLATES.get(kind, 'input')}.html"

    @property
    def help(self) -> str:
        """What the field says below its label; for files also what may be handed in."""
        rules = self.field.file_rules
        return " ".join(part for part in (str(self.field.help), _file_help(rules) if rules else "") if part)

    @property
    def optional(self) -> bool:
        return not self.field.required

    @property
    def invalid(self) -> SafeString:
        """Marks each control of a group that must be put right, and ties it to the message."""
        return (
            flatatt({"aria-invalid": "true", "aria-describedby": f"{self.id}-error"}) if self.error else SafeString("")
        )

    @property
    def choice_type(self) -> str:
        return "checkbox" if self.field.kind is Kind.CHOICES else "radio"

    @property
    def second_control(self) -> str:
        return f"{self.id}_1"

    @property
    def code_name(self) -> str:
        """The name under which the code of a place is sent."""
        return f"{self.field.name}.code"

    @property
    def chosen_id(self) -> str:
        return f"{self.id}_chosen"

    @property
    def is_birthday(self) -> bool:
        return self.field.autocomplete == "bday"

    @property
    def attributes(self) -> SafeString:
        """The attributes of a one-line input or a text area, without id, name, value and wiring."""
        attributes = dict(INPUTS.get(self.field.kind, {})) if self.field.widget != "textarea" else {}
        width = self.field.width or WIDTHS.get(self.field.kind, "")
        if width:
            attributes["class"] = f"width-{width}"
        if self.field.autocomplete:
            attributes["autocomplete"] = self.field.autocomplete
        if self.field.kind is Kind.TEXT:
            attributes["maxlength"] = str(self.field.schema["maxLength"])
        return flatatt(attributes)

    @property
    def text(self) -> str:
        """The value as it stands in a one-line input."""
        return written_value(self.field, self.value)

    @property
    def is_yes(self) -> bool:
        return self.value is True

    @property
    def is_no(self) -> bool:
        return self.value is False

    @property
    def options(self) -> list[OptionView]:
        """The choices, those of the answer checked."""
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [
            OptionView(f"{self.id}_{place}", one.value, str(one.label), str(one.note), one.value in chosen)
            for place, one in enumerate(self.field.choices)
        ]

    @property
    def date_parts(self) -> dict[str, str]:
        """Day, month and year as typed."""
        day = read_iso_date(self.value)
        if day is not None:
            return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
        typed = re.split(r"[/\-]", self.value, maxsplit=2) if isinstance(self.value, str) else []
        return dict(zip(DATE_PARTS, [*typed, "", "", ""], strict=False))

    @property
    def place(self) -> Mapping[str, Any]:
        """The parts of a place as typed: code, name, street, search."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def found_places(self) -> list[OptionView]:
        """The villages that answer the search words (one query when something is searched for)."""
        words = self.place.get("search")
        found = suggested_regions(words[:100], limit=PLACES_SHOWN) if isinstance(words, str) else []
        return [
            OptionView(f"{self.id}_found_{place}", one.code, one.full_name, "", False)
            for place, one in enumerate(found)
            if one.code != self.place.get("code")
        ]

    @property
    def files(self) -> list[FileView]:
        """What was already handed in."""
        given = self.value if isinstance(self.value, list) else []
        files = [one for one in given if isinstance(one, Mapping)]
        return [
            FileView(
                str(one.get("name", "")),
                one["size"] if isinstance(one.get("size"), int) else 0,
                self.file_urls.get(str(one.get("id")), ""),
                f"{self.field.name}:{one.get('id')}",
            )
            for one in files
        ]

    @property
    def accept(self) -> str:
        """The media types of a file input."""
        return ",".join(self.field.file_rules.types) if self.field.file_rules else ""

    @property
    def takes_several_files(self) -> bool:
        return self.field.file_rules is not None and self.field.file_rules.max_files > 1


def written_value(field: FormField, value: Any) -> str:
    """A simple value as a person writes it: 1500000 → "1.500.000"; what could not be read stays as typed."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, int) and field.kind is Kind.MONEY:
        return f"{value:,}".replace(",", ".")
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return str(value)


def _file_help(rules: FileRules) -> str:
    kinds = ", ".join(one for one in ("JPG", "PNG", "PDF") if _MEDIA_TYPE[one] in rules.types)
    limits = {"kinds": kinds, "size": rules.max_bytes // (1024 * 1024), "count": rules.max_files}
    if rules.max_files == 1:
        return _("%(kinds)s, at most %(size)s MB.") % limits
    return _("Up to %(count)s files: %(kinds)s, at most %(size)s MB each.") % limits
