"""Words in several languages: `{"id": …, "en": …}`, Indonesian always present."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

Words = Mapping[str, str]
LANGUAGES = ("id", "en")


def localised(words: Words | None, language: str | None = None) -> str:
    """The words in the language named (or now active), in Indonesian where they are missing; "" when empty."""
    if not words:
        return ""
    return words.get(language_or_active(language)) or words.get("id", "")


def language_or_active(language: str | None = None) -> str:
    """The short code of a language of the catalogue: the one named, or the one now active, or Indonesian."""
    short = (language or get_language() or "id")[:2]
    return short if short in LANGUAGES else "id"


def localised_tree(value: Any, language: str | None = None) -> Any:
    """A JSON value in which every object of words is replaced by its text in one language."""
    if isinstance(value, Mapping):
        if value and set(value) <= set(LANGUAGES):
            return localised(value, language)
        return {key: localised_tree(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [localised_tree(item, language) for item in value]
    return value
