"""Units that are named after a place: "Kecamatan Gubeng" is what *the kecamatan of the place* is called in Gubeng."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pendapa.complaints.suggesting.examples import Example

LEAST_EXAMPLES = 3
LEVELS = ("district", "village")


def plain_name(name: str) -> str:
    """Letters and digits alone, lower case: "Gunung Anyar" and "Gununganyar" are one place."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@dataclass(slots=True)
class PlaceUnits:
    """First words of such units with their level ("Kecamatan" → "district"), and how each known unit is written."""

    levels: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def generic(self, unit: str) -> str:
        """The unit without its place ("@Kecamatan"), or the unit itself when it is not named after one."""
        first, _, rest = unit.partition(" ")
        return f"@{first}" if rest and first in self.levels else unit

    def resolved(self, label: str, district: str, village: str) -> str:
        """The unit that a label means at a place; empty when the place is not known."""
        if not label.startswith("@"):
            return label
        first = label[1:]
        place = district if self.levels.get(first) == "district" else village
        name = f"{first} {place}"
        return self.written.get(plain_name(name), name) if place else ""


def learn_place_units(examples: Iterable[Example]) -> PlaceUnits:
    """A first word counts when at least three complaints, and most of those of its units, were of the named place."""
    seen: Counter[str] = Counter()
    named: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, str] = {}
    for example in examples:
        written.setdefault(plain_name(example.unit), example.unit)
        first, _, rest = example.unit.partition(" ")
        seen[first] += 1
        for level in LEVELS:
            place = plain_name(getattr(example, level))
            if place and place == plain_name(rest):
                named[first][level] += 1
    levels = {}
    for first, counts in named.items():
        level, count = counts.most_common(1)[0]
        if count >= LEAST_EXAMPLES and count * 2 > seen[first]:
            levels[first] = level
    return PlaceUnits(levels, written)
