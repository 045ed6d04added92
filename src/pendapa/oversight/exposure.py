"""What in the words about to be published looks like personal data. Found by rule; whoever publishes them decides."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pendapa.complaints.moderating.rules import Trace, findings, parted
from pendapa.kernel.canonical import canonical_json
from pendapa.kernel.problems import Conflict


@dataclass(frozen=True, slots=True)
class Exposed:
    """One text in which something was found: what it is called, and the text in pieces, each with what was found."""

    label: str
    pieces: tuple[tuple[str, Trace | None], ...]

    @property
    def found(self) -> list[tuple[str, Trace]]:
        return [(words, trace) for words, trace in self.pieces if trace is not None]


def exposed_in(texts: Iterable[tuple[str, str]], known: Iterable[str] = ()) -> list[Exposed]:
    """The texts (name, words) in which a name, a number of identity, a phone or the like stands.

    `known` are words to find wherever they stand, such as the name of whoever reported.
    """
    known = [one for one in known if one.strip()]
    exposed = []
    for label, text in texts:
        found = findings(text, known)
        if found:
            exposed.append(Exposed(label, tuple(parted(text, found))))
    return exposed


def named_in(names: Iterable[str], texts: Iterable[tuple[str, str]]) -> list[str]:
    """Those whose whole name stands in one of the texts: of many names, single words would be found everywhere."""
    whole = "\n".join(text for _label, text in texts).lower()
    return [name for name in names if len(name) > 3 and name.lower() in whole]


def mark_of(exposed: Iterable[Exposed]) -> str:
    """Names exactly what was found: whoever confirms it confirms nothing that was written afterwards. Hexadecimal."""
    told = [[one.label, [[words, str(trace)] for words, trace in one.found]] for one in exposed]
    return hashlib.sha256(canonical_json(told)).hexdigest()[:32]


def count_by_kind(exposed: Iterable[Exposed]) -> Mapping[str, int]:
    """How many of each kind, without the words themselves."""
    return Counter(str(trace) for one in exposed for _words, trace in one.found)


class Exposing(Conflict):
    """Words would be published that look like personal data; `exposed` says which, `mark` confirms just these."""

    def __init__(self, message: str, exposed: list[Exposed]) -> None:
        super().__init__(message)
        self.exposed, self.mark = exposed, mark_of(exposed)
