"""The words of a notice: the body's own where it wrote some, else the program's, in the language now active."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from pendapa.notices.models import NoticeText
from pendapa.notices.occasions import Occasion, filled_in
from pendapa.notices.rules import one_line

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Words:
    """A title of one line and a body."""

    title: str
    body: str


def words_for(occasion: Occasion, context: Mapping[str, object]) -> Words:
    """What is said now, with what stands in braces filled in (one query)."""
    language = "en" if (get_language() or "").startswith("en") else "id"
    own = NoticeText.objects.filter(occasion=occasion.key, language=language).first()
    template = Words(own.title, own.body) if own else Words(str(occasion.title), str(occasion.body))
    return fill_in(template, {name: str(value) for name, value in context.items()})


def fill_in(template: Words, values: Mapping[str, str]) -> Words:
    """The words with their places filled; the title on one line."""
    title = one_line(filled_in(template.title, values))[:LONGEST_TITLE]
    return Words(title, filled_in(template.body, values).strip())
