"""Things to press. The look says how much it matters: one `main` button a page."""

from typing import Literal

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pendapa.ui.components.icons import icon_or_nothing

register = Library()
Look = Literal["main", "plain", "outline", "ghost", "danger", "quiet"]


@register.simple_tag
def link_button(label: str, url: str, look: Look = "plain", icon: str = "", small: bool = False) -> SafeString:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return format_html('<a class="{}" href="{}">{}{}</a>', _classes(look, small), url, icon_or_nothing(icon), label)


@register.simple_tag
def button(
    label: str,
    look: Look = "plain",
    icon: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
    confirm: str = "",
    type: Literal["submit", "button"] = "submit",
) -> SafeString:
    """A button that sends its form. `confirm`: a question that script asks first (the server must ask it too)."""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    asked = format_html(' data-confirm="{}"', confirm) if confirm else ""
    return format_html(
        '<button class="{}" type="{}"{}{}>{}{}</button>',
        _classes(look, small),
        type,
        named,
        asked,
        icon_or_nothing(icon),
        label,
    )


@register.simple_tag
def copy_button(text: str, label: str = "") -> SafeString:
    """Copies `text`; appears only where script runs."""
    return format_html(
        '<button class="{}" type="button" data-copy="{}" data-copied="{}" hidden>{}<span>{}</span></button>',
        _classes("quiet", True),
        text,
        gettext("Copied"),
        icon_or_nothing("copy"),
        label or gettext("Copy"),
    )


@register.simple_tag
def print_button(label: str = "") -> SafeString:
    """Opens the print dialog; appears only where script runs."""
    return format_html(
        '<button class="{}" type="button" data-print hidden>{}{}</button>',
        _classes("outline", False),
        icon_or_nothing("printer"),
        label or gettext("Print this page"),
    )


def _classes(look: str, small: bool) -> str:
    return " ".join(["button", *([f"button-{look}"] if look != "plain" else []), *(["button-small"] if small else [])])


@register.simple_tag
def shortcuts_button() -> SafeString:
    """Opens the help on keys (staff pages with a `rows` table); appears only where script runs."""
    return format_html(
        '<button class="{}" type="button" data-shortcuts hidden>{}{}</button>',
        _classes("quiet", True),
        icon_or_nothing("keyboard"),
        gettext("Keys"),
    )
