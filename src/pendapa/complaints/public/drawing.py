"""Pictures drawn by the server as SVG: bars, and points on a plain map. Each has its numbers beside it as text."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 360
BAR = 26
MAP_HEIGHT = 300
CELL = 12
"""Points within one such square of the map become one circle."""
MOST_NAMES = 12
MARGIN = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, and its value in words."""

    label: str
    value: float
    told: str


@dataclass(frozen=True, slots=True)
class Point:
    """A rounded place and the name under which it is listed."""

    latitude: float
    longitude: float
    name: str = ""


def bar_chart(bars: Sequence[Bar], title: str) -> SafeString:
    """Horizontal bars, each with its name above and its value at its end; nothing for no bars."""
    if not bars:
        return SafeString("")
    longest = max(bar.value for bar in bars) or 1
    room = WIDTH - 96
    rows = format_html_join(
        "",
        '<text x="8" y="{}" class="soft">{}</text><rect class="bar" x="8" y="{}" width="{}" height="9" rx="2"/>'
        '<text x="{}" y="{}">{}</text>',
        (
            (
                14 + place * BAR,
                _shortened(bar.label, 52),
                17 + place * BAR,
                round(max(1.0, room * bar.value / longest), 1),
                round(14 + max(1.0, room * bar.value / longest), 1),
                26 + place * BAR,
                bar.told,
            )
            for place, bar in enumerate(bars)
        ),
    )
    return _picture(rows, title, len(bars) * BAR + 8)


def map_picture(points: Sequence[Point], title: str) -> SafeString:
    """Circles as large as their number of points, on a grid, with the names of the places that have most.

    The picture is fitted to the middle 98 of 100 points, so that one point far away does not shrink all others.
    """
    if not points:
        return SafeString("")
    frame = _frame(points)
    circles: Counter[tuple[int, int]] = Counter()
    named: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for point in points:
        x, y = frame.place(point)
        if 0 <= x <= WIDTH and 0 <= y <= MAP_HEIGHT:
            circles[(round(x / CELL), round(y / CELL))] += 1
            if point.name:
                named[point.name].append((x, y))
    return _picture(SafeString(_grid() + _circles(circles) + _names(named)), title, MAP_HEIGHT)


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    north: float
    across: float
    """Units of the picture for one degree of longitude."""
    down: float

    def place(self, point: Point) -> tuple[float, float]:
        return (
            MARGIN + (point.longitude - self.west) * self.across,
            MARGIN + (self.north - point.latitude) * self.down,
        )


def _frame(points: Sequence[Point]) -> _Frame:
    latitudes = _middle(sorted(point.latitude for point in points))
    longitudes = _middle(sorted(point.longitude for point in points))
    shrink = max(0.1, cos(radians(sum(latitudes) / 2)))
    high = max(latitudes[1] - latitudes[0], 0.004)
    wide = max(longitudes[1] - longitudes[0], 0.004)
    down = min((MAP_HEIGHT - 2 * MARGIN) / high, (WIDTH - 2 * MARGIN) / (wide * shrink))
    spare_x = (WIDTH - 2 * MARGIN) / (down * shrink) - wide
    spare_y = (MAP_HEIGHT - 2 * MARGIN) / down - high
    return _Frame(longitudes[0] - spare_x / 2, latitudes[1] + spare_y / 2, down * shrink, down)


def _middle(values: list[float]) -> tuple[float, float]:
    cut = len(values) // 100
    return values[cut], values[-1 - cut]


def _grid() -> SafeString:
    lines = [(x, 0, x, MAP_HEIGHT) for x in range(60, WIDTH, 60)] + [
        (0, y, WIDTH, y) for y in range(60, MAP_HEIGHT, 60)
    ]
    return format_html_join("", '<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>', lines)


def _circles(circles: "Counter[tuple[int, int]]") -> SafeString:
    drawn = [(column * CELL, row * CELL, min(16.0, 3 + sqrt(count)), count) for (column, row), count in circles.items()]
    drawn.sort(key=lambda one: -one[3])
    dots = format_html_join(
        "", '<circle class="point" cx="{}" cy="{}" r="{}"/>', ((x, y, round(size, 1)) for x, y, size, _count in drawn)
    )
    counts = format_html_join(
        "", '<text class="on-point" x="{}" y="{}">{}</text>', ((x, y + 4, n) for x, y, size, n in drawn if size > 9)
    )
    return SafeString(dots + counts)


def _names(named: dict[str, list[tuple[float, float]]]) -> SafeString:
    """The places with most points, each name once, none over another."""
    most = sorted(named.items(), key=lambda item: (-len(item[1]), item[0]))
    kept: list[tuple[float, float, str]] = []
    for name, places in most:
        x = sum(place[0] for place in places) / len(places)
        y = sum(place[1] for place in places) / len(places) - 10
        label = _shortened(name, 22)
        half = len(label) * 3
        x = min(max(x, half + 2), WIDTH - half - 2)
        if len(kept) < MOST_NAMES and all(
            abs(y - one[1]) > 13 or abs(x - one[0]) > half + len(one[2]) * 3 for one in kept
        ):
            kept.append((round(x, 1), round(max(y, 12), 1), label))
    return format_html_join("", '<text class="soft" text-anchor="middle" x="{}" y="{}">{}</text>', kept)


def _picture(inner: SafeString, title: str, height: int) -> SafeString:
    return format_html(
        '<svg class="drawing" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, height, title, inner
    )


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
