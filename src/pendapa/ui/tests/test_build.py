import re
from pathlib import Path

import brotli
import pytest

from pendapa.ui.build import BUILT, STYLES, joined_styles, minified

SCRIPTS = BUILT.parent / "js"
KILOBYTE = 1024


def compressed(path: Path) -> int:
    return len(brotli.compress(path.read_bytes()))


def test_a_first_visit_leaves_twenty_kilobytes_to_the_page_itself() -> None:
    font = (BUILT / "heading.woff2").stat().st_size
    scripts = sum(compressed(path) for path in SCRIPTS.glob("*.js"))
    assert font <= 14 * KILOBYTE
    assert scripts <= 10 * KILOBYTE
    assert compressed(BUILT / "app.css") + font + scripts <= 40 * KILOBYTE


def test_minifying_keeps_meaning() -> None:
    css = '/* c */ a:hover { color: red; content: "a  b"; }\n@media (min-width: 1rem) { b > c { margin: 0 auto; } }'
    assert minified(css) == 'a:hover{color:red;content:"a  b"}@media (min-width:1rem){b>c{margin:0 auto}}\n'
    assert "calc(1rem + 2px)" in minified("a { width: calc(1rem + 2px); }")
    assert minified(".a :is(b) { c: d }") == ".a :is(b){c:d}\n"


def test_a_style_file_that_the_order_does_not_name_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "order.txt").write_text("one")
    (tmp_path / "one.css").write_text("a{}")
    (tmp_path / "two.css").write_text("b{}")
    with pytest.raises(ValueError, match="two"):
        joined_styles(tmp_path)


def test_styles_ask_nothing_of_other_sites() -> None:
    assert not re.search(r"url\(.?(https?:|//)|@import", joined_styles(STYLES))


def test_no_two_scripts_import_each_other() -> None:
    """Hashed file names cannot be computed for modules that import each other."""
    texts = {path.name: path.read_text() for path in SCRIPTS.glob("*.js")}
    imports = {name: {other for other in texts if f'"./{other}"' in text} for name, text in texts.items()}

    def reaches(start: str, seen: frozenset[str] = frozenset()) -> set[str]:
        return {found for name in imports[start] - seen for found in {name} | reaches(name, seen | {name})}

    assert not [name for name in imports if name in reaches(name)]
