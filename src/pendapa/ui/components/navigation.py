"""Ways through the site: breadcrumbs, pagination, tabs, the staff side navigation."""

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pendapa.ui.components.icons import icon, icon_or_nothing

register = Library()


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    """The way from the home page to here; holds `crumb` tags, the last without an address."""
    return format_html(
        '<nav class="breadcrumbs" aria-label="{}"><ol>{}{}</ol></nav>',
        gettext("Breadcrumbs"),
        crumb(gettext("Home"), "/"),
        content,
    )


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """One breadcrumb; without `url` it is the current page."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_tag
def back_link(label: str, url: str) -> SafeString:
    """A link to the page before, above the heading."""
    return format_html('<a class="back-link" href="{}">{}{}</a>', url, icon("arrow-left"), label)


@register.simple_tag
def pagination(previous: str = "", next: str = "", summary: str = "") -> SafeString:
    """Links to the page before and after (empty address: no such page) and a word on where we are."""
    if not (previous or next or summary):
        return SafeString("")
    back = format_html('<a rel="prev" href="{}">{}{}</a>', previous, icon("chevron-left"), gettext("Previous page"))
    on = format_html('<a rel="next" href="{}">{}{}</a>', next, gettext("Next page"), icon("chevron-right"))
    return format_html(
        '<nav class="pagination" aria-label="{}">{}<span>{}</span>{}</nav>',
        gettext("Pages"),
        back if previous else "",
        summary,
        on if next else "",
    )


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """Views of one thing, each with its own address; holds `tab` tags. `label` names the set for screen readers."""
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label, content)


@register.simple_tag
def tab(label: str, url: str, current: bool = False, count: int | None = None) -> SafeString:
    """One tab; `count` shows how many things wait there."""
    return format_html('<li><a href="{}"{}>{}{}</a></li>', url, _current(current), label, _count(count))


@register.simple_tag
def side_link(label: str, url: str, icon: str = "", current: bool = False, count: int | None = None) -> SafeString:
    """A line of the staff side navigation (block `side_navigation` of ui/staff.html)."""
    return format_html(
        '<li><a href="{}"{}>{}<span>{}</span>{}</a></li>',
        url,
        _current(current),
        icon_or_nothing(icon),
        label,
        _count(count),
    )


def _current(current: bool) -> SafeString:
    return SafeString(' aria-current="page"') if current else SafeString("")


def _count(count: int | None) -> SafeString:
    return SafeString("") if count is None else format_html(' <span class="count">{}</span>', count)
