"""Leaves as a person reads them."""

from dataclasses import dataclass
from datetime import date

from pendapa.journal.verbs import log_sentence_for
from pendapa.ledger.declarations import logged_verbs
from pendapa.ledger.queries import latest_leaves


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One leaf: its place, the sentence it makes, its day, and the short name of the matter (eight signs)."""

    index: int
    sentence: str
    day: date
    matter: str


def told_lines(count: int) -> list[ToldLine]:
    """What the log told last, newest first, in the language now active (one query)."""
    logged_verbs()
    return [
        ToldLine(
            index=index,
            sentence=log_sentence_for(leaf["verb"], leaf["fields"]),
            day=date.fromisoformat(leaf["at"]),
            matter=leaf["about"].partition(":")[2][:8],
        )
        for index, leaf in latest_leaves(count)
    ]
