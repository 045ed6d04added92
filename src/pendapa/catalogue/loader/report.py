"""What loading a folder did."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from pendapa.catalogue.loader.faults import Fault


class Change(StrEnum):
    """What became of one thing of the folder."""

    CREATED = "created"
    CHANGED = "changed"
    DRAFTED = "drafted"
    PUBLISHED = "published"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing of the folder: its kind ("standard"), its name, what became of it, its version where it has one."""

    kind: str
    name: str
    change: Change
    version: int | None = None

    def __str__(self) -> str:
        version = f" v{self.version}" if self.version else ""
        return f"{self.change}: {self.kind} {self.name}{version}"


@dataclass(slots=True)
class Changes:
    """Everything of the folder in the order in which it was written."""

    rows: list[Changed] = field(default_factory=list)

    def add(self, kind: str, name: str, change: Change, version: int | None = None) -> None:
        self.rows.append(Changed(kind, name, change, version))

    def count(self, *changes: Change) -> int:
        return sum(row.change in changes for row in self.rows)

    @property
    def any_written(self) -> bool:
        return self.count(Change.UNCHANGED) < len(self.rows)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Either `faults`, and nothing was changed; or `changes`, one row for everything in the folder."""

    faults: tuple[Fault, ...] = ()
    changes: tuple[Changed, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.faults

    @property
    def written(self) -> tuple[Changed, ...]:
        """The rows that are not unchanged."""
        return tuple(row for row in self.changes if row.change is not Change.UNCHANGED)

    @property
    def counts(self) -> Counter[str]:
        """How many things were created, changed, drafted, published and left unchanged."""
        return Counter(str(row.change) for row in self.changes)

    def lines(self) -> list[str]:
        """What a terminal shows: every fault, or every thing that was written and the number of the others."""
        if self.faults:
            return [str(fault) for fault in self.faults]
        rest = self.counts[Change.UNCHANGED]
        return [str(row) for row in self.written] + ([f"{Change.UNCHANGED}: {rest}"] if rest else [])
