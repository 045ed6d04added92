"""Draws the icons of the installed app from our own drawings in `assets/icons/`."""

from dataclasses import dataclass
from pathlib import Path

import typst

DRAWINGS = Path(__file__).resolve().parent / "assets" / "icons"
SHEET = '#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: none)\n#image("{drawing}", width: 100%)'


@dataclass(frozen=True, slots=True)
class AppIcon:
    """One picture: its file name in `built/`, the drawing it is made from, its side in pixels."""

    name: str
    drawing: str
    size: int


APP_ICONS = (
    AppIcon("icon-192.png", "app.svg", 192),
    AppIcon("icon-512.png", "app.svg", 512),
    AppIcon("icon-maskable-192.png", "maskable.svg", 192),
    AppIcon("icon-maskable-512.png", "maskable.svg", 512),
    AppIcon("icon-apple-180.png", "maskable.svg", 180),
    AppIcon("icon-badge-96.png", "badge.svg", 96),
)


def draw_icon(icon: AppIcon) -> bytes:
    """The icon as PNG, one pixel to a point."""
    sheet = SHEET.format(size=icon.size, drawing=icon.drawing).encode()
    drawn = typst.Compiler(sheet, root=str(DRAWINGS)).compile(format="png", ppi=72.0)
    if not isinstance(drawn, bytes):
        raise ValueError(f"{icon.drawing} is not one picture")
    return drawn
