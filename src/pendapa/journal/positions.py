"""How far somebody has read the journal, exactly, although entries commit out of the order of their ids.

A position is what a database snapshot saw: every transaction numbered below `high`, but for those then running.
What comes later is therefore `transaction_id >= high`, or one of those that ran.
"""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.db import connection

POSITION = """SELECT pg_snapshot_xmax(seen)::text::bigint + beyond,
    ARRAY(SELECT running::text::bigint + beyond FROM pg_snapshot_xip(seen) AS running)
    FROM (SELECT pg_current_snapshot() AS seen, journal_offset() AS beyond) AS here"""
_PLACE = re.compile(r"(\d{1,18})?@(?:(\d{1,18}(?:-\d{1,18}){0,999})/)?(\d{1,18}(?:-\d{1,18}){0,999})")


@dataclass(frozen=True, slots=True)
class Position:
    """A moment in the journal: the entries of every transaction that it holds had been committed."""

    high: int
    running: frozenset[int] = frozenset()

    @classmethod
    def read(cls, text: str) -> Self:
        high, *running = (int(part) for part in text.split("-"))
        return cls(high, frozenset(running))

    def __str__(self) -> str:
        return "-".join(map(str, (self.high, *sorted(self.running))))

    def holds(self, transaction_id: int) -> bool:
        """Whether entries of that transaction could be read at this moment (if it committed at all)."""
        return transaction_id < self.high and transaction_id not in self.running

    @property
    def lowest(self) -> int:
        """The lowest transaction number that may bring something new."""
        return min(self.running, default=self.high)


@dataclass(frozen=True, slots=True)
class Place:
    """How far a stream was told: all that `reached` holds; but of what `begun` does not hold, only up to `entry`.

    Constant in size, however many entries became readable between the two moments.
    """

    reached: Position
    entry: int = 0
    begun: Position | None = None

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place that `str()` wrote; None for anything else."""
        found = _PLACE.fullmatch(text)
        if found is None:
            return None
        entry, begun, reached = found.groups()
        return cls(Position.read(reached), int(entry or 0), Position.read(begun) if begun else None)

    def __str__(self) -> str:
        begun = f"{self.begun}/" if self.begun else ""
        return f"{self.entry or ''}@{begun}{self.reached}"

    def was_told(self, entry: int, transaction_id: int) -> bool:
        """Whether the stream has come past that entry."""
        if not self.reached.holds(transaction_id):
            return False
        return self.begun is None or self.begun.holds(transaction_id) or entry <= self.entry

    @property
    def lowest(self) -> int:
        """The lowest transaction number that may bring something new."""
        return min(self.reached.lowest, self.begun.lowest if self.begun else self.reached.lowest)


def position_from(row: Any) -> Position:
    """A position from the columns of `POSITION`."""
    return Position(row[0], frozenset(row[1]))


def present_position() -> Position:
    """The moment of this question (one query). Whoever reads after it sees all that the position holds."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION)
        return position_from(cursor.fetchone())
