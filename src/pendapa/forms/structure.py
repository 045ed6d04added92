"""What a form is made of: pages of fields, each of one kind, with words in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import jsonschema_rs
from django.utils.translation import get_language

from pendapa.kernel.canonical import canonical_json


class Kind(StrEnum):
    """What sort of answer a field takes."""

    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    NIK = "nik"
    PHONE = "phone"
    EMAIL = "email"
    PLACE = "place"
    FILES = "files"
    YES_NO = "yes_no"
    DECLARATION = "declaration"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in Indonesian and English; as a string it reads in the language of the page."""

    id: str = ""
    en: str = ""

    def __str__(self) -> str:
        english = (get_language() or "id").startswith("en")
        return self.en if english else self.id

    def __bool__(self) -> bool:
        return bool(self.id)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a choice field takes."""

    value: str
    label: Bilingual
    note: Bilingual = Bilingual()


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when the earlier answer to `field` is one of `values` (for several choices: contains one)."""

    field: str
    values: tuple[str | bool, ...]

    def holds(self, data: Mapping[str, Any]) -> bool:
        """Whether the answers in `data` fulfil the condition; an absent answer never does."""
        answer = data.get(self.field)
        answers = answer if isinstance(answer, list) else [answer]
        return any(type(one) is type(value) and one == value for one in answers for value in self.values)


@dataclass(frozen=True, slots=True)
class FileRules:
    """What may be handed in: media types, bytes per file, and how many files."""

    types: tuple[str, ...]
    max_bytes: int
    min_files: int
    max_files: int


@dataclass(frozen=True, slots=True)
class NikLinks:
    """What a NIK must agree with: the names of the fields with birth date and sex, and a region code."""

    birth_date: str = ""
    sex: str = ""
    region: str = ""


@dataclass(frozen=True)
class FormField:
    """One question. `schema` is complete JSON Schema for its value, also where the form's file was brief."""

    name: str
    kind: Kind
    label: Bilingual
    schema: dict[str, Any]
    required: bool
    widget: str
    help: Bilingual = Bilingual()
    error: Bilingual = Bilingual()
    missing: Bilingual = Bilingual()
    autocomplete: str = ""
    width: str = ""
    choices: tuple[Choice, ...] = ()
    show_if: Condition | None = None
    file_rules: FileRules | None = None
    nik_links: NikLinks = NikLinks()
    earliest: str = ""
    latest: str = ""

    @cached_property
    def validator(self) -> jsonschema_rs.Draft202012Validator:
        """Checks one value against the field's schema."""
        return jsonschema_rs.Draft202012Validator(self.schema)


@dataclass(frozen=True, slots=True)
class Page:
    """One step of the form: `short` names it in the progress line."""

    key: str
    title: Bilingual
    fields: tuple[FormField, ...]
    short: Bilingual = Bilingual()
    intro: Bilingual = Bilingual()
    show_if: Condition | None = None


@dataclass(frozen=True)
class FormDefinition:
    """A checked form. `schema` and `layout` are its two files as plain JSON values."""

    key: str
    schema: dict[str, Any]
    layout: dict[str, Any]
    pages: tuple[Page, ...] = field(repr=False)

    @cached_property
    def fields(self) -> dict[str, FormField]:
        """Every field by its name, in order."""
        return {one.name: one for page in self.pages for one in page.fields}

    def page(self, key: str) -> Page:
        """The page of a key; raises KeyError when there is none."""
        for page in self.pages:
            if page.key == key:
                return page
        raise KeyError(key)

    @cached_property
    def canonical(self) -> bytes:
        """Schema and layout in their one form (RFC 8785), over which the digest of a version is taken."""
        return canonical_json({"key": self.key, "schema": self.schema, "layout": self.layout})
