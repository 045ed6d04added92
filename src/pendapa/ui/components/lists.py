"""Many things at once: cards, tables, search, empty states."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pendapa.ui.components.icons import icon as draw_icon
from pendapa.ui.components.icons import icon_or_nothing

register = Library()


@register.simple_block_tag
def cards(content: str) -> SafeString:
    """A grid of `card` tags or blocks."""
    return format_html('<ul class="cards">{}</ul>', content)


@register.simple_tag
def card(title: str, url: str, text: str = "", icon: str = "", note: str = "", level: int = 3) -> SafeString:
    """A card that is one large link: icon, title, a line of text and a small note."""
    return format_html(
        '<li class="card">{}<h{}><a href="{}">{}</a></h{}>{}{}</li>',
        icon_or_nothing(icon, "large"),
        level,
        url,
        title,
        level,
        format_html("<p>{}</p>", text) if text else "",
        format_html('<p class="card-note">{}</p>', note) if note else "",
    )


@register.simple_block_tag
def table(
    content: str, caption: str, hide_caption: bool = False, stack: bool = False, rows: bool = False
) -> SafeString:
    """A table with its caption in a region that scrolls sideways; the block holds thead and tbody.

    `stack`: on a phone each row becomes a card (give every cell `data-label`). `rows`: rows can be
    walked with j and k and opened with Enter (the first link of the row).
    """
    classes = "table" + (" table-stack" if stack else "")
    return format_html(
        '<div class="table-region" role="region" aria-label="{}" tabindex="0">'
        '<table class="{}"{}><caption{}>{}</caption>{}</table></div>',
        caption,
        classes,
        SafeString(" data-rows") if rows else "",
        SafeString(' class="visually-hidden"') if hide_caption else "",
        caption,
        content,
    )


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "inbox") -> SafeString:
    """What to say, and to do next, when a list has nothing."""
    return format_html(
        '<div class="empty-state">{}<p class="empty-title">{}</p>{}</div>', draw_icon(icon, "large"), title, content
    )


@register.simple_tag
def search_box(
    action: str, value: str = "", label: str = "", placeholder: str = "", name: str = "q", look: str = "main"
) -> SafeString:
    """A search form (GET) with its own label for screen readers."""
    words = label or gettext("Search services")
    return format_html(
        '<form class="search" action="{}" role="search"><label class="visually-hidden" for="search-{}">{}</label>'
        '<input type="search" id="search-{}" name="{}" value="{}" placeholder="{}" autocomplete="off" maxlength="200">'
        '<button class="button{}" type="submit">{}{}</button></form>',
        action,
        name,
        words,
        name,
        name,
        value,
        placeholder,
        " button-main" if look == "main" else "",
        draw_icon("search"),
        gettext("Search"),
    )
