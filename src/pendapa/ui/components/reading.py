"""What a reader meets on information pages: facts, steps, checklists, folds, callouts, definitions."""

from typing import Literal

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pendapa.ui.components.icons import icon as draw_icon
from pendapa.ui.components.icons import icon_or_nothing

register = Library()
CalloutKind = Literal["note", "caution", "good", "danger"]
CALLOUT_ICONS: dict[str, str] = {"caution": "triangle-alert", "good": "circle-check", "danger": "circle-alert"}


@register.simple_block_tag
def facts(content: str, overlap: bool = False) -> SafeString:
    """A row of the few numbers that matter; holds `fact` tags. `overlap` lets it rise into the indigo opening."""
    return format_html('<dl class="facts{}">{}</dl>', " facts-overlap" if overlap else "", content)


@register.simple_tag
def fact(label: str, value: object, note: str = "", icon: str = "") -> SafeString:
    """One fact: small label, large value, small note."""
    small = format_html("<small>{}</small>", note) if note else ""
    return format_html("<div><dt>{}{}</dt><dd>{}{}</dd></div>", icon_or_nothing(icon), label, value, small)


@register.simple_block_tag
def steps(content: str) -> SafeString:
    """Numbered steps on diamonds; holds `step` blocks."""
    return format_html('<ol class="steps">{}</ol>', content)


@register.simple_block_tag
def step(content: str, title: str) -> SafeString:
    """One step: its title, and in the block what happens."""
    return format_html("<li><strong>{}</strong>{}</li>", title, content)


@register.simple_block_tag
def checklist(content: str) -> SafeString:
    """Things to have ready, or conditions met; holds `check` tags."""
    return format_html('<ul class="checklist">{}</ul>', content)


@register.simple_tag
def check(title: str, note: str = "", icon: str = "check") -> SafeString:
    """One line of a checklist; `note` in small below. Use icon "x" or "minus" for a condition not met."""
    small = format_html("<small>{}</small>", note) if note else ""
    modifier = "" if icon == "check" else format_html(' class="check-{}"', icon)
    return format_html("<li{}>{}<span>{}{}</span></li>", modifier, draw_icon(icon), title, small)


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False, id: str = "") -> SafeString:
    """A fold that opens without script; consecutive ones join into a list. Printed open."""
    return format_html(
        '<details class="disclosure"{}{}><summary>{}</summary><div>{}</div></details>',
        format_html(' id="{}"', id) if id else "",
        SafeString(" open") if open else "",
        title,
        content,
    )


@register.simple_block_tag
def callout(content: str, kind: CalloutKind = "note", title: str = "", id: str = "") -> SafeString:
    """A paragraph set apart. `kind`: note, caution, good, danger."""
    heading = format_html('<p class="callout-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="callout callout-{}"{}>{}<div>{}{}</div></div>',
        kind,
        format_html(' id="{}"', id) if id else "",
        icon_or_nothing(CALLOUT_ICONS.get(kind, "")),
        heading,
        content,
    )


@register.simple_block_tag
def definitions(content: str, stacked: bool = False) -> SafeString:
    """Name and value pairs; holds `definition` tags or plain dt/dd. `stacked` sets the value below its name."""
    return format_html('<dl class="definitions{}">{}</dl>', " definitions-stacked" if stacked else "", content)


@register.simple_tag
def definition(term: str, value: object, missing: str = "") -> SafeString:
    """One pair; an empty value reads `missing` ("Not given" unless said otherwise)."""
    if value is None or value == "":
        empty = format_html('<span class="muted">{}</span>', missing or gettext("Not given"))
        return format_html("<dt>{}</dt><dd>{}</dd>", term, empty)
    return format_html("<dt>{}</dt><dd>{}</dd>", term, value)


@register.simple_block_tag
def panel(content: str, title: str = "", id: str = "", level: int = 2) -> SafeString:
    """White paper with a line around it: for the side column and groups of settings."""
    name = id or "panel"
    if not title:
        return format_html('<div class="panel">{}</div>', content)
    heading = (
        format_html('<h{} id="{}-title">{}</h{}>', level, name, title, level)
        if id
        else format_html("<h{}>{}</h{}>", level, title, level)
    )
    labelled = format_html(' id="{}" aria-labelledby="{}-title"', id, id) if id else ""
    return format_html('<section class="panel"{}>{}{}</section>', labelled, heading, content)
