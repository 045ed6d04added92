"""What can happen, described once: a verb's fields, their audience, and the sentence a timeline shows.

Timeline, webhooks, public log and documentation are all read from these declarations.
"""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_origin, get_type_hints

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")
_PUBLIC = "public"
Public = Annotated[T, _PUBLIC]
"""Marks a field whose value enters the public log in clear; every other field is only committed to."""
CodeWords = Mapping[str, Mapping[str, str | Promise]]
"""By field, the words for each of its codes."""


class Audience(StrEnum):
    """Who may read an entry: everyone, the parties to the matter and its staff, or staff alone."""

    PUBLIC = "public"
    PARTIES = "parties"
    STAFF = "staff"


@dataclasses.dataclass(frozen=True, slots=True)
class VerbDeclaration:
    """A verb as the registry knows it; `public_fields` are the names shown in clear in the public log.

    `log_safety` says why an entry in that log cannot identify a person; a verb without it is not told there at all.
    `log_sentence` tells it there, from the public fields alone, with `log_words` for the codes in them.
    """

    name: str
    cls: type[Any]
    audience: Audience
    sentence: str | Promise
    public_fields: frozenset[str]
    in_timeline: bool
    log_safety: str = ""
    log_sentence: str | Promise = ""
    log_words: CodeWords = dataclasses.field(default_factory=dict)

    @property
    def is_logged(self) -> bool:
        return bool(self.log_safety)


_registry: dict[str, VerbDeclaration] = {}


@dataclass_transform(frozen_default=True)
def verb(name: str, *, audience: Audience, in_timeline: bool = True) -> Callable[[type[T]], type[T]]:
    """Declare a verb: the decorated class becomes a frozen dataclass known to the journal under `name`.

    Class attributes that are no fields: `sentence`, which a timeline shows, and `log_safety`, in English, which
    brings the verb into the public log (its `Public` fields in clear, the rest as a commitment). `log_sentence` is what
    the log's page shows, from the public fields alone; it is needed where `sentence` speaks of others. `log_words`
    gives, by field, the words that the page shows for a code; the leaf keeps the code.
    """

    def declare(cls: type[T]) -> type[T]:
        known = _registry.get(name)
        if known is not None and known.cls.__qualname__ != cls.__qualname__:
            raise ValueError(f"The verb {name} is declared twice: {known.cls.__qualname__} and {cls.__qualname__}.")
        made = dataclasses.dataclass(frozen=True)(cls)
        hints = get_type_hints(made, include_extras=True)
        public = frozenset(
            field for field, hint in hints.items() if get_origin(hint) is Annotated and _PUBLIC in get_args(hint)
        )
        sentence: str | Promise = getattr(cls, "sentence", name)
        safety: str = getattr(cls, "log_safety", "")
        told: str | Promise = getattr(cls, "log_sentence", sentence)
        words: CodeWords = getattr(cls, "log_words", {})
        _registry[name] = VerbDeclaration(name, made, audience, sentence, public, in_timeline, safety, told, words)
        made.verb_name = name  # type: ignore[attr-defined]
        return made

    return declare


def declaration_of(name: str) -> VerbDeclaration:
    """The declaration of a verb; raises KeyError for one that no package declares."""
    return _registry[name]


def declared_verbs() -> list[VerbDeclaration]:
    """Every declared verb in the order of its name."""
    return [_registry[name] for name in sorted(_registry)]


def payload_of(happened: object) -> dict[str, Any]:
    """The fields of a verb instance as plain JSON values: dates and times in ISO 8601, times in UTC."""
    return {f.name: _plain(getattr(happened, f.name)) for f in dataclasses.fields(happened)}  # type: ignore[arg-type]


def sentence_for(name: str, payload: Mapping[str, Any]) -> str:
    """The sentence a timeline shows for an entry, in the language now active.

    In English a field `x` reads the payload's `x_en` where there is one. An entry whose personal data was erased,
    or whose verb is no longer known, still gets an honest sentence.
    """
    declared = _registry.get(name)
    if declared is None:
        return name
    english = (get_language() or "").startswith("en")
    words = _Words({key: _readable((english and payload.get(f"{key}_en")) or value) for key, value in payload.items()})
    return str(declared.sentence).format_map(words)


def log_sentence_for(name: str, fields: Mapping[str, Any]) -> str:
    """The sentence by which the public log's page tells a leaf, in the language now active."""
    declared = _registry.get(name)
    if declared is None:
        return name
    words = declared.log_words
    told = {key: _told(words.get(key, {}).get(str(value), value)) for key, value in fields.items()}
    return str(declared.log_sentence).format_map(_ToldWords(told))


class _Words(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return str(_("(erased)"))


class _ToldWords(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return str(_("(not told)"))


def _told(value: Any) -> str:
    return str(_("(not told)")) if value in ("", None, date.min.isoformat()) else _readable(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def _readable(value: Any) -> str:
    if isinstance(value, str) and len(value) == 10:
        try:
            return formats.date_format(date.fromisoformat(value), "j F Y")
        except ValueError:
            return value
    return "" if value is None else str(value)
