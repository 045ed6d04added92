"""What a service standard consists of (PermenPANRB 15/2014), and pure reckoning with it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendapa.catalogue.languages import LANGUAGES
from pendapa.kernel.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class Component:
    """One of the 14 components. `is_delivery` tells the six of the service's delivery from the eight behind it."""

    number: int
    key: str
    title: str | Promise
    is_delivery: bool


COMPONENTS: Final[tuple[Component, ...]] = (
    Component(1, "requirements", _("Requirements"), True),
    Component(2, "procedure", _("System, mechanism and procedure"), True),
    Component(3, "time", _("Completion time"), True),
    Component(4, "cost", _("Cost or tariff"), True),
    Component(5, "product", _("Product of the service"), True),
    Component(6, "complaints", _("Complaints, suggestions and input"), True),
    Component(7, "legal_basis", _("Legal basis"), False),
    Component(8, "facilities", _("Facilities and infrastructure"), False),
    Component(9, "competence", _("Competence of staff"), False),
    Component(10, "supervision", _("Internal supervision"), False),
    Component(11, "staffing", _("Number of staff"), False),
    Component(12, "guarantee", _("Guarantee of service"), False),
    Component(13, "security", _("Guarantee of security and safety"), False),
    Component(14, "evaluation", _("Evaluation of staff performance"), False),
)
COMPONENT_KEYS: Final[tuple[str, ...]] = tuple(component.key for component in COMPONENTS)

# The structured part that makes a component complete without words of its own.
STRUCTURED_PARTS: Final[Mapping[str, str]] = {
    "requirements": "evidence",
    "procedure": "steps",
    "time": "working_days",
    "cost": "cost_rupiah",
    "product": "output",
    "legal_basis": "legal_basis",
}

_COMPONENT_OF_FIELD: Final = {field: key for key, field in STRUCTURED_PARTS.items()} | {"cost_note": "cost"}

CONTENT_FIELDS: Final[tuple[str, ...]] = (
    "components",
    "working_days",
    "cost_rupiah",
    "cost_note",
    "output",
    "evidence",
    "steps",
    "legal_basis",
    "document_template",
    "document_title",
    "document_register",
    "number_pattern",
    "validity_days",
)


def digest_of(value: Any) -> str:
    """SHA-256 of the canonical JSON (RFC 8785), 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def missing_components(content: Mapping[str, Any]) -> list[Component]:
    """The components that a standard still lacks before it may be published, in the order of the regulation.

    `content` has the fields of `CONTENT_FIELDS`. A component is present with words in every language, or with its
    structured part; zero days and zero rupiah count as present, an empty list does not.
    """
    return [component for component in COMPONENTS if not _is_present(component.key, content)]


def _is_present(key: str, content: Mapping[str, Any]) -> bool:
    part = STRUCTURED_PARTS.get(key)
    if part is not None:
        value = content.get(part)
        if key == "product":
            return _has_all_languages(value)
        return value is not None and value != []
    return _has_all_languages(content.get("components", {}).get(key))


def _has_all_languages(words: Any) -> bool:
    return isinstance(words, Mapping) and all(str(words.get(language, "")).strip() for language in LANGUAGES)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two versions of a standard differ: a dotted path ("evidence.2.name.en") and both values (None: absent)."""

    path: str
    before: Any
    after: Any

    @property
    def component(self) -> Component | None:
        """The component that it concerns; None for what belongs to the document."""
        parts = self.path.split(".")
        part = parts[1] if parts[0] == "components" and len(parts) > 1 else _COMPONENT_OF_FIELD.get(parts[0], "")
        return next((component for component in COMPONENTS if component.key == part), None)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every leaf that was added, dropped or changed between two standards, in the order of its path."""
    old, new = dict(_leaves("", before)), dict(_leaves("", after))
    paths = list(old) + [path for path in new if path not in old]
    return [Difference(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value, start=1):
            yield from _leaves(f"{path}.{index}", item)
    else:
        yield path, value
