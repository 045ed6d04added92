"""`{% icon "name" %}`: a Lucide icon inside the page, so that it takes the colour of its text."""

import json
from functools import lru_cache
from pathlib import Path

from django.template import Library, TemplateSyntaxError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pendapa.ui.icon_names import ICON_NAMES

register = Library()
BUILT_ICONS = Path(__file__).resolve().parent.parent / "static" / "ui" / "built" / "icons.json"


@lru_cache(maxsize=1)
def built_icons() -> dict[str, str]:
    """The inner SVG of each icon by name; empty while `python -m pendapa.ui.build` has not run."""
    try:
        shapes: dict[str, str] = json.loads(BUILT_ICONS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return shapes


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon, hidden from screen readers: the words beside it carry the meaning. `size`: "" or "large".

    Raises TemplateSyntaxError for a name that is not in `ICON_NAMES`.
    """
    if name not in ICON_NAMES:
        raise TemplateSyntaxError(f"Unknown icon {name!r}: add it to pendapa/ui/icon_names.py or pick a listed one.")
    shape = mark_safe(built_icons().get(name, ""))  # noqa: S308  our own build output
    modifier = f" icon-{size}" if size else ""
    return format_html('<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', modifier, shape)


def icon_or_nothing(name: str, size: str = "") -> SafeString:
    """The icon, or the empty text for an empty name: for components whose icon is optional."""
    return icon(name, size) if name else SafeString("")
