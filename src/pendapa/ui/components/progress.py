"""Where a matter stands: badges, the status panel, the deadline bar, the timeline, form progress, measures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pendapa.ui.components.icons import icon_or_nothing
from pendapa.ui.formatting import body_time

register = Library()
Tone = Literal["caution", "good", "info", "danger", "quiet"]
MOST_BAR_PARTS = 20


@register.simple_tag
def badge(label: str, tone: Tone = "caution", icon: str = "") -> SafeString:
    """A state in two or three words. `tone`: caution (in work), good, info, danger, quiet."""
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, icon_or_nothing(icon), label)


@register.simple_block_tag
def status_panel(
    content: str, title: str, state: str = "", tone: Tone = "caution", icon: str = "clock", level: int = 2
) -> SafeString:
    """The one sentence on what is happening; in the block what to do and by when. `state` becomes the badge."""
    label = format_html('<p class="status-state">{}</p>', badge(state, tone, icon)) if state else ""
    return format_html(
        '<section class="status status-{}" aria-labelledby="status-title">{}'
        '<h{} id="status-title">{}</h{}>{}</section>',
        tone,
        label,
        level,
        title,
        level,
        content,
    )


@register.simple_tag
def deadline_bar(day: int, of: int, state: Literal["running", "paused", "late", "done"] = "running") -> SafeString:
    """Working day `day` of the `of` promised: one part a day (at most 20 parts), and the same in words."""
    parts = max(1, min(of, MOST_BAR_PARTS))
    reached = min(parts, max(1, -(-day * parts // max(of, 1)))) if day > 0 else 0
    full = parts if state == "late" else reached if state == "done" else max(0, reached - 1)
    segments = format_html_join(
        "",
        "<i{}></i>",
        (
            (SafeString(' class="passed"' if n <= full else ' class="current"' if n == reached else ""),)
            for n in range(1, parts + 1)
        ),
    )
    return format_html(
        '<div class="deadline deadline-{}"><div class="deadline-bar" aria-hidden="true">{}</div><p>{}</p></div>',
        state,
        segments,
        _deadline_words(day, of, state),
    )


def _deadline_words(day: int, of: int, state: str) -> str:
    values = {"day": day, "of": of, "late": day - of}
    if state == "late":
        return gettext("%(late)d working days past the %(of)d we promised") % values
    if day < 1 and state == "done":
        return gettext("Finished before the counting began; we promised %(of)d working days") % values
    if day < 1 and state == "running":
        return gettext("We promised %(of)d working days. Counting begins on the next working day") % values
    if state == "done":
        return gettext("Finished on working day %(day)d of the %(of)d we promised") % values
    if state == "paused":
        return gettext("Working day %(day)d of the %(of)d we promised. The clock waits for you") % values
    return gettext("Working day %(day)d of the %(of)d we promised") % values


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """What has happened and what follows, in order; holds `event` blocks."""
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def event(
    content: str,
    title: str,
    at: datetime | None = None,
    when: str = "",
    state: Literal["done", "current", "later", "stopped"] = "done",
    level: int = 3,
) -> SafeString:
    """One point of a timeline. `at` gives an exact time; `when` says it in words ("since …", "expected …")."""
    if at and not when:
        moment = format_html('<p class="when"><time datetime="{}">{}</time></p>', at.isoformat(), body_time(at))
    else:
        moment = format_html('<p class="when">{}</p>', when) if when else SafeString("")
    return format_html(
        '<li class="event-{}"{}><h{}>{}</h{}>{}{}</li>',
        state,
        SafeString(' aria-current="step"') if state == "current" else "",
        level,
        title,
        level,
        moment,
        content,
    )


@register.simple_tag
def form_progress(labels: Sequence[str], current: int) -> SafeString:
    """The steps of a long form as diamonds; `current` counts from 1, steps before it are finished."""
    return format_html(
        '<ol class="form-progress" aria-label="{}">{}</ol>',
        gettext("Progress"),
        format_html_join(
            "", "<li{}><span>{}{}</span></li>", (_progress_step(n, label, current) for n, label in enumerate(labels, 1))
        ),
    )


def _progress_step(n: int, label: str, current: int) -> tuple[SafeString, str, SafeString]:
    if n < current:
        done = format_html('<span class="visually-hidden"> ({})</span>', gettext("finished"))
        return SafeString(' class="passed"'), label, done
    return SafeString(' aria-current="step"' if n == current else ""), label, SafeString("")


@register.simple_tag
def measure(label: str, value: object, share: float, note: str = "") -> SafeString:
    """A named value with a bar; `share` from 0 to 1 fills it."""
    percent = round(min(max(float(share), 0), 1) * 100)
    return format_html(
        '<div class="measure"><span>{}</span><strong>{}</strong>'
        '<progress max="100" value="{}" aria-hidden="true"></progress>{}</div>',
        label,
        value,
        percent,
        format_html("<small>{}</small>", note) if note else "",
    )
