"""From the layout file to pages and fields, with every fault noted at its line."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from pendapa.forms import schema_reading
from pendapa.forms.sources import Source
from pendapa.forms.structure import Bilingual, Choice, Condition, FormField, Kind, NikLinks, Page

LAYOUT_KEYS = {"key", "pages"}
PAGE_KEYS = {"key", "title", "title_en", "short", "short_en", "intro", "intro_en", "show_if", "fields"}
FIELD_KEYS = {
    "name", "label", "label_en", "help", "help_en", "error", "error_en", "missing", "missing_en", "widget", "width",
    "autocomplete", "choices", "show_if",
}  # fmt: skip
CHOICE_KEYS = {"label", "label_en", "note", "note_en"}
WIDGETS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("text", "textarea"),
    Kind.CHOICE: ("radio", "select"),
    Kind.CHOICES: ("checkboxes",),
    Kind.DATE: ("date",),
    Kind.MONEY: ("money",),
    Kind.NUMBER: ("number",),
    Kind.NIK: ("nik",),
    Kind.PHONE: ("phone",),
    Kind.EMAIL: ("email",),
    Kind.PLACE: ("place",),
    Kind.FILES: ("files",),
    Kind.YES_NO: ("yes_no",),
    Kind.DECLARATION: ("declaration",),
}
WIDTHS = {"", "short", "medium"}
AUTOCOMPLETE = {
    "off", "on", "name", "given-name", "family-name", "email", "tel", "bday", "sex", "organization",
    "organization-title", "street-address", "address-line1", "address-line2", "postal-code", "username", "url",
}  # fmt: skip
KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


def read_layout(source: Source, schema: Source, kinds: Mapping[str, Kind | None]) -> tuple[Page, ...]:
    """The pages of a layout; faults are noted in both sources (a property without a place, a place without one)."""
    layout = source.value
    _refuse_unknown(source, [], layout, LAYOUT_KEYS)
    if not KEY.fullmatch(str(layout.get("key", ""))):
        source.fault(["key"], _("the layout needs a key of lower-case letters, digits and hyphens"))
    listed = layout.get("pages")
    if not isinstance(listed, list) or not listed:
        source.fault(["pages"], _("the layout needs at least one page"))
        return ()
    reader = _LayoutReader(source, schema, kinds)
    pages = tuple(reader.page(["pages", position], page) for position, page in enumerate(listed))
    for name in kinds:
        if name not in reader.placed:
            schema.fault(["properties", name], _("“%(name)s” is on no page of the layout"), name=name)
    return pages


class _LayoutReader:
    def __init__(self, source: Source, schema: Source, kinds: Mapping[str, Kind | None]) -> None:
        self.source, self.schema, self.kinds = source, schema, kinds
        self.placed: set[str] = set()
        self.page_keys: set[str] = set()
        required = schema.value.get("required", [])
        self.required = set(map(str, required)) if isinstance(required, list) else set()

    def page(self, path: list[str | int], page: Any) -> Page:
        if not isinstance(page, dict):
            self.source.fault(path, _("a page has a key, a title and fields"))
            return Page("", Bilingual(), ())
        _refuse_unknown(self.source, path, page, PAGE_KEYS)
        key = str(page.get("key", ""))
        if not KEY.fullmatch(key):
            self.source.fault([*path, "key"], _("a page needs a key of lower-case letters, digits and hyphens"))
        if key in self.page_keys:
            self.source.fault([*path, "key"], _("the page key “%(key)s” is used twice"), key=key)
        self.page_keys.add(key)
        show_if = self._condition(path, page)
        listed = page.get("fields")
        if not isinstance(listed, list) or not listed:
            self.source.fault([*path, "fields"], _("a page needs at least one field"))
            listed = []
        fields = [self._field([*path, "fields", position], one) for position, one in enumerate(listed)]
        title = self._words(path, page, "title", needed=True)
        return Page(
            key=key,
            title=title,
            fields=tuple(one for one in fields if one is not None),
            short=self._words(path, page, "short") or title,
            intro=self._words(path, page, "intro"),
            show_if=show_if,
        )

    def _field(self, path: list[str | int], field: Any) -> FormField | None:
        if not isinstance(field, dict):
            self.source.fault(path, _("a field has a name and a label"))
            return None
        _refuse_unknown(self.source, path, field, FIELD_KEYS)
        name = str(field.get("name", ""))
        if name not in self.kinds:
            self.source.fault([*path, "name"], _("“%(name)s” is not a property of the schema"), name=name)
            return None
        if name in self.placed:
            self.source.fault([*path, "name"], _("“%(name)s” is placed twice"), name=name)
        show_if = self._condition(path, field)
        self.placed.add(name)
        kind = self.kinds[name]
        label = self._words(path, field, "label", needed=True)
        words = {key: self._words(path, field, key) for key in ("help", "error", "missing")}
        if kind is None:
            return None  # its schema has faults of its own
        schema = self.schema.value["properties"][name]
        if "pattern" in schema and not words["error"]:
            self.source.fault(path, _("“%(name)s” has a pattern: say in error and error_en what to write"), name=name)
        required = name in self.required
        return FormField(
            name=name,
            kind=kind,
            label=label,
            schema=schema_reading.complete_schema(kind, schema),
            required=required,
            widget=self._one_of(path, field, "widget", WIDGETS[kind], WIDGETS[kind][0]),
            autocomplete=self._one_of(path, field, "autocomplete", AUTOCOMPLETE, ""),
            width=self._one_of(path, field, "width", WIDTHS, ""),
            choices=self._choices(path, field, kind, schema),
            show_if=show_if,
            file_rules=schema_reading.file_rules_of(schema, required) if kind is Kind.FILES else None,
            nik_links=schema_reading.nik_links_of(self.schema, name, schema) if kind is Kind.NIK else NikLinks(),
            earliest=str(schema.get("x-earliest", "")),
            latest=str(schema.get("x-latest", "")),
            **words,
        )

    def _choices(self, path: list[str | int], field: dict[str, Any], kind: Kind, schema: dict[str, Any]) -> Any:
        if kind not in (Kind.CHOICE, Kind.CHOICES):
            if "choices" in field:
                self.source.fault([*path, "choices"], _("only a choice has choices"))
            return ()
        values = schema["enum"] if kind is Kind.CHOICE else schema["items"]["enum"]
        labels = field.get("choices")
        if not isinstance(labels, dict):
            self.source.fault(path, _("a choice needs choices, with a label for each value of its enum"))
            return ()
        for value in labels.keys() - set(values):
            self.source.fault([*path, "choices", value], _("“%(value)s” is not in the enum of the schema"), value=value)
        return tuple(self._choice([*path, "choices"], labels, value) for value in values)

    def _choice(self, path: list[str | int], labels: dict[str, Any], value: str) -> Choice:
        words = labels.get(value)
        if not isinstance(words, dict):
            self.source.fault(
                [*path, value], _("the value “%(value)s” of the schema needs label and label_en"), value=value
            )
            return Choice(value, Bilingual())
        here = [*path, value]
        _refuse_unknown(self.source, here, words, CHOICE_KEYS)
        return Choice(value, self._words(here, words, "label", needed=True), self._words(here, words, "note"))

    def _condition(self, path: list[str | int], owner: dict[str, Any]) -> Condition | None:
        given = owner.get("show_if")
        if given is None:
            return None
        here = [*path, "show_if"]
        if not isinstance(given, dict) or given.keys() != {"field", "is"}:
            self.source.fault(here, _("show_if has a field and what it is: {field: purpose, is: other}"))
            return None
        name, values = str(given["field"]), given["is"] if isinstance(given["is"], list) else [given["is"]]
        if name not in self.placed:
            self.source.fault(
                [*here, "field"], _("show_if may only look at an earlier field, not at “%(name)s”"), name=name
            )
            return None
        schema = self.schema.value["properties"][name] if self.kinds[name] else {}
        possible = {
            Kind.CHOICE: schema.get("enum"),
            Kind.CHOICES: (schema.get("items") or {}).get("enum"),
            Kind.YES_NO: [True, False],
        }.get(self.kinds[name] or Kind.TEXT)
        for value in values:
            if not possible or not any(type(one) is type(value) and one == value for one in possible):
                self.source.fault([*here, "is"], _("“%(name)s” can never be “%(value)s”"), name=name, value=value)
        return Condition(name, tuple(values))

    def _words(self, path: list[str | int], owner: dict[str, Any], key: str, *, needed: bool = False) -> Bilingual:
        indonesian, english = owner.get(key), owner.get(f"{key}_en")
        if indonesian is None and english is None and not needed:
            return Bilingual()
        for name, text in ((key, indonesian), (f"{key}_en", english)):
            if not isinstance(text, str) or not text.strip():
                self.source.fault(
                    [*path, name], _("%(name)s is missing: every text stands in both languages"), name=name
                )
        return Bilingual(" ".join(str(indonesian).split()), " ".join(str(english).split()))

    def _one_of(self, path: list[str | int], owner: dict[str, Any], key: str, known: Any, default: str) -> str:
        value = str(owner.get(key, default))
        if value not in known and value != default:
            self.source.fault(
                [*path, key],
                _("%(key)s “%(value)s” is not one of %(known)s"),
                key=key,
                value=value,
                known=", ".join(sorted(filter(None, known))),
            )
        return value


def _refuse_unknown(source: Source, path: list[Any], owner: dict[str, Any], known: set[str]) -> None:
    for key in owner.keys() - known:
        source.fault([*path, key], _("“%(key)s” is not known here"), key=key)
