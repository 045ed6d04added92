"""A control chart as SVG: the periods, what was expected, the limit. The same numbers stand in a table beside it."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pendapa.evaluation.watching.rules import Step

WIDTH: Final = 480
HEIGHT: Final = 200
TOP: Final = 16
BOTTOM: Final = 28
SIDE: Final = 16
MOST_NAMES: Final = 6


def control_chart(
    steps: Sequence[Step], alarmed: range, title: str, description: str, names: Sequence[str]
) -> SafeString:
    """Points from left to right, those in `alarmed` larger and ringed; nothing without periods."""
    if not steps:
        return SafeString("")
    told = [one for step in steps for one in (step.period.value, step.expected, step.limit) if one is not None]
    low, high = min(told), max(told)
    room = (high - low) or 1.0

    def across(place: int) -> float:
        return round(SIDE + (WIDTH - 2 * SIDE) * (place + 0.5) / len(steps), 1)

    def down(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / room, 1)

    points = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
        (
            (
                "alarmed" if place in alarmed else "point",
                across(place),
                down(step.period.value),
                6 if place in alarmed else 4,
            )
            for place, step in enumerate(steps)
        ),
    )
    pace = -(-len(steps) // MOST_NAMES)
    labels = format_html_join(
        "",
        '<text class="soft" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((across(place), HEIGHT - 8, name) for place, name in enumerate(names) if (len(steps) - 1 - place) % pace == 0),
    )
    return format_html(
        '<svg class="drawing" viewBox="0 0 {} {}" role="img" aria-labelledby="chart-title chart-desc">'
        '<title id="chart-title">{}</title><desc id="chart-desc">{}</desc>'
        '<polyline class="expected" points="{}"/><polyline class="limit" points="{}"/>'
        '<polyline class="course" points="{}"/>{}{}</svg>',
        WIDTH, HEIGHT, title, description,
        _line((across(place), down(step.expected)) for place, step in enumerate(steps) if step.expected is not None),
        _line((across(place), down(step.limit)) for place, step in enumerate(steps) if step.limit is not None),
        _line((across(place), down(step.period.value)) for place, step in enumerate(steps)),
        points, labels,
    )  # fmt: skip


def _line(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
