"""Charts by month, drawn by the server as SVG. The same numbers stand in a table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH: Final = 360
HEIGHT: Final = 150
TOP: Final = 24
BOTTOM: Final = 24
SIDE: Final = 10
WIDEST: Final = 40
MANY: Final = 8
"""With more columns than this only every second is told in figures, so that none overlap."""


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its short name, its value (None: nothing to tell) and the value in words."""

    label: str
    value: float | None
    told: str


def column_chart(columns: Sequence[Column], key: str, title: str, description: str, highest: float = 0) -> SafeString:
    """Columns from left to right, each with its name below and its value above; nothing where all tell nothing.

    `key` makes the identifiers of title and description unique on the page; `highest` is the value at the top, where
    the columns themselves do not reach higher.
    """
    values = [column.value for column in columns if column.value is not None]
    if not values:
        return SafeString("")
    top = max([highest, *values]) or 1
    room = HEIGHT - TOP - BOTTOM
    pace = (WIDTH - 2 * SIDE) / len(columns)
    wide = min(pace * 0.7, WIDEST)
    drawn = []
    for place, column in enumerate(columns):
        middle = SIDE + pace * (place + 0.5)
        high = 0.0 if column.value is None else max(room * column.value / top, 1.0)
        is_told = len(columns) <= MANY or (len(columns) - 1 - place) % 2 == 0
        drawn.append(
            (
                round(middle - wide / 2, 1), round(HEIGHT - BOTTOM - high, 1), round(wide, 1), round(high, 1),
                round(middle, 1), round(HEIGHT - BOTTOM - high - 5, 1), column.told if is_told else "",
                round(middle, 1), HEIGHT - 8, column.label if is_told else "",
            )
        )  # fmt: skip
    shapes = format_html_join(
        "",
        '<rect class="bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="soft" x="{}" y="{}" text-anchor="middle">{}</text>',
        drawn,
    )
    return format_html(
        '<svg class="drawing" viewBox="0 0 {0} {1}" role="img" aria-labelledby="{2}-title {2}-desc">'
        '<title id="{2}-title">{3}</title><desc id="{2}-desc">{4}</desc>'
        '<line class="grid" x1="{5}" y1="{6}" x2="{7}" y2="{6}"/>{8}</svg>',
        WIDTH, HEIGHT, key, title, description, SIDE, HEIGHT - BOTTOM, WIDTH - SIDE, shapes,
    )  # fmt: skip
