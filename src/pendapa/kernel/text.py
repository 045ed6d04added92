"""Text that people may write: without signs that no page or letter can show, or that make it read otherwise."""

import re
from collections.abc import Mapping
from typing import Any

_LAST_OF_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but for tab and the ends of lines
    "\u202a-\u202e\u2066-\u2069"  # change the direction of what follows
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\U000e0000-\U000e007f"  # half characters, non-characters, hidden tags
    f"{_LAST_OF_PLANES}]"
)


def plain_text(text: str) -> str:
    """The text without its control signs, half characters, non-characters and changes of direction."""
    return _NO_TEXT.sub("", text)


def is_plain(value: Any) -> bool:
    """Whether every text in a JSON value, keys too, is one that `plain_text` leaves as it is."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if _NO_TEXT.search(item):
                return False
        elif isinstance(item, Mapping):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
    return True
