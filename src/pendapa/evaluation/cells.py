"""What is counted, and what is kept of a matter while it is: values without rules (those stand in `figures`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

ELEMENTS: Final = ("u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9")


class Key(NamedTuple):
    """What a figure is about: codes of unit and service, month "2026-11"; "" is all of them."""

    unit: str = ""
    service: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is published for one key; days are calendar days, the index is on 25–100."""

    accepted: int
    decided: int
    on_time: int
    overdue_now: int
    median_days: int | None
    reopened: int
    respondents: int
    index: float | None
    open_findings: int
    late: int = 0
    split: int = 0


@dataclass(slots=True)
class CaseState:
    """What the leaves so far tell of one case: enough to read the next one."""

    unit: str = ""
    service: str = ""
    accepted_on: str = ""
    is_complaint: bool = False
    is_part: bool = False
    """Staff made it of a part of another report."""
    clocks: dict[str, list[str]] = field(default_factory=dict)
    """Of each clock that has not ended: its due date, and the day from which it stands still or ""."""
    is_kept: bool | None = None
    """Of the clock that ended last."""
    is_decided: bool = False
    is_ended: bool = False
    corrections: int = 0
    reopenings: int = 0
    step_on: str = ""

    @property
    def overdue_after(self) -> str:
        """The earliest due date of a clock that runs; "" without one."""
        return min((due for due, paused in self.clocks.values() if not paused), default="")


@dataclass(slots=True)
class FindingState:
    """What the leaves so far tell of one finding."""

    unit: str = ""
    service: str = ""
    opened_on: str = ""
    is_open: bool = False


@dataclass(slots=True)
class Cell:
    """Counts of one unit, service and month; cells can be added up."""

    accepted: int = 0
    decided: int = 0
    on_time: int = 0
    late: int = 0
    reopened: int = 0
    split: int = 0
    complaints: int = 0
    complaints_decided: int = 0
    corrections: int = 0
    first_right: int = 0
    respondents: int = 0
    ratings: list[int] = field(default_factory=lambda: [0] * len(ELEMENTS))
    days: dict[int, int] = field(default_factory=dict)
    """Decisions by their number of days."""
    steps: dict[str, list[int]] = field(default_factory=dict)
    """Of each step: how often it was done, and the days of all times together."""
    abandoned: dict[str, int] = field(default_factory=dict)
    """Drafts discarded, by the page at which their person stopped."""

    @property
    def applications(self) -> int:
        """Of what was accepted, all that is no complaint."""
        return self.accepted - self.complaints

    @property
    def complaints_among(self) -> tuple[int, int]:
        """Complaints, and the applications accepted for each 1,000 of which they are told, wherever they are: they are
        no part of those, so there may be more of them than of applications."""
        return self.complaints, self.applications

    def add(self, other: "Cell") -> None:
        """Count what the other counts too."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.ratings = [mine + its for mine, its in zip(self.ratings, other.ratings, strict=True)]
        for days, count in other.days.items():
            self.days[days] = self.days.get(days, 0) + count
        for step, (times, total) in other.steps.items():
            mine = self.steps.setdefault(step, [0, 0])
            mine[0] += times
            mine[1] += total
        for page, count in other.abandoned.items():
            self.abandoned[page] = self.abandoned.get(page, 0) + count

    def figures(self, overdue_now: int = 0, open_findings: int = 0) -> Figures:
        """The counts as they are published."""
        return Figures(
            accepted=self.accepted,
            decided=self.decided,
            on_time=self.on_time,
            overdue_now=overdue_now,
            median_days=median_of(self.days),
            reopened=self.reopened,
            respondents=self.respondents,
            index=index_of(sum(self.ratings), self.respondents),
            open_findings=open_findings,
            late=self.late,
            split=self.split,
        )


COUNTS: Final = (
    "accepted", "decided", "on_time", "late", "reopened", "split",
    "complaints", "complaints_decided", "corrections", "first_right", "respondents",
)  # fmt: skip


def median_of(histogram: Mapping[int, int]) -> int | None:
    """The smallest key that covers at least half of the counts (the lower median); None without counts."""
    half = (sum(histogram.values()) + 1) // 2
    for days in sorted(histogram):
        half -= histogram[days]
        if half <= 0:
            return days
    return None


def index_of(total: int, respondents: int) -> float | None:
    """The index from the sum of all nine elements' answers, rounded half up to two decimals; None without answers."""
    if respondents < 1:
        return None
    parts = len(ELEMENTS) * respondents
    return (5_000 * total + parts) // (2 * parts) / 100


def widened(key: Key) -> set[Key]:
    """The key itself and every wider one that holds it: up to eight."""
    unit, service, month = key
    return {Key(u, s, m) for u in (unit, "") for s in (service, "") for m in (month, "")}
