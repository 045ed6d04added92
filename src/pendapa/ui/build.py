"""Builds what the pages load: one stylesheet, one small heading font, the icon set, the icons of the app.

`python -m pendapa.ui.build [--node-modules PATH]`; what it writes to `static/ui/built/` is not kept in the repository.
"""

import argparse
import io
import json
import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from pendapa.ui.app_icons import APP_ICONS, draw_icon
from pendapa.ui.icon_names import ICON_NAMES

HERE = Path(__file__).resolve().parent
STYLES = HERE / "assets" / "css"
BUILT = HERE / "static" / "ui" / "built"
FONT = Path("@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2")
ICONS = Path("lucide-static/icons")
MAP = Path("leaflet/dist")
HEADING_WEIGHT = 750
PUNCTUATION = [0xA0, 0xB7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026]
HEADING_CHARACTERS = [*range(0x20, 0x7F), *range(0xC0, 0x100), *PUNCTUATION]


def build_all(node_modules: Path) -> None:
    """Write stylesheet, font and all icons; raises FileNotFoundError naming the npm package that is missing."""
    BUILT.mkdir(parents=True, exist_ok=True)
    (BUILT / "heading.woff2").write_bytes(subset_heading_font(node_modules / FONT))
    (BUILT / "app.css").write_text(joined_styles(STYLES), encoding="utf-8")
    icons = {name: inner_shape(node_modules / ICONS / f"{name}.svg") for name in sorted(ICON_NAMES)}
    (BUILT / "icons.json").write_text(json.dumps(icons, indent=0), encoding="utf-8")
    (BUILT / "map.js").write_text(map_script(node_modules / MAP / "leaflet.js"), encoding="utf-8")
    (BUILT / "map.css").write_text(map_styles(node_modules / MAP / "leaflet.css"), encoding="utf-8")
    for icon in APP_ICONS:
        (BUILT / icon.name).write_bytes(draw_icon(icon))


def joined_styles(folder: Path) -> str:
    """All component files as one minified stylesheet, in the order that `order.txt` gives."""
    listed = (folder / "order.txt").read_text(encoding="utf-8").split()
    unlisted = {path.stem for path in folder.glob("*.css")} ^ set(listed)
    if unlisted:
        raise ValueError(f"order.txt and the folder differ in: {', '.join(sorted(unlisted))}")
    return minified("\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in listed))


def minified(css: str) -> str:
    """CSS without comments and needless blanks; text in quotes is left as it is."""
    pieces = re.split(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    for index in range(0, len(pieces), 2):
        text = re.sub(r"\s+", " ", pieces[index])
        text = re.sub(r" ?([{};,>]) ?", r"\1", text)
        pieces[index] = text.replace(": ", ":").replace(";}", "}")
    return "".join(pieces).strip() + "\n"


def subset_heading_font(source: Path) -> bytes:
    """The heading font at one weight with the letters that Indonesian and English need, as WOFF2."""
    _require(source)
    font = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": HEADING_WEIGHT})
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=HEADING_CHARACTERS)
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()


def inner_shape(source: Path) -> str:
    """What stands between <svg> and </svg>, without blanks; width and colour come from the stylesheet."""
    _require(source)
    found = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), flags=re.S)
    if not found:
        raise ValueError(f"{source} is not an SVG file")
    return re.sub(r"\s*/>", "/>", re.sub(r">\s+<", "><", found.group(1).strip()))


def map_script(source: Path) -> str:
    """Leaflet as it comes, without the name of a source map that is not published."""
    _require(source)
    return re.sub(r"\n//# sourceMappingURL=.*", "", source.read_text(encoding="utf-8")) + "\n"


def map_styles(source: Path) -> str:
    """Leaflet's styles without the rules that need its pictures: pins are drawn with our own icons."""
    _require(source)
    return re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", minified(source.read_text(encoding="utf-8")))


def _require(source: Path) -> None:
    if not source.exists():
        raise FileNotFoundError(f"{source} is missing: run npm install first, or name the folder with --node-modules")


def main(arguments: list[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m pendapa.ui.build", description=__doc__)
    parser.add_argument("--node-modules", type=Path, default=HERE.parents[2] / "node_modules")
    try:
        build_all(parser.parse_args(arguments).node_modules)
    except (FileNotFoundError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    for path in sorted(BUILT.iterdir()):
        print(f"{path.stat().st_size:7d}  {path.relative_to(HERE)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
