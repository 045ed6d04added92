"""What a scorecard tells: the counts of a period and the work of today, with the shares that follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pendapa.evaluation.cells import ELEMENTS, Cell, index_of, median_of
from pendapa.evaluation.measures.queries import Work
from pendapa.evaluation.rules import category_of

SMALLEST: Final = 5
"""Of fewer cases than this no share and no middle is told: one case would move it from end to end."""
MONTHS_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Score:
    """Of one body, unit or service; shares are 0 to 1, and None where there is too little to tell."""

    cell: Cell
    work: Work = Work()

    @property
    def judged(self) -> int:
        """Decisions of which the log tells whether the promise was kept."""
        return self.cell.on_time + self.cell.late

    @property
    def kept_share(self) -> float | None:
        return self.cell.on_time / self.judged if self.judged >= SMALLEST else None

    @property
    def median_days(self) -> int | None:
        return median_of(self.cell.days) if self.cell.decided >= SMALLEST else None

    @property
    def index(self) -> float | None:
        """On 25–100; answers are counted in batches of at least five, so it is never of fewer."""
        return index_of(sum(self.cell.ratings), self.cell.respondents)

    @property
    def category(self) -> str:
        return category_of(Decimal(str(self.index))) if self.index is not None else ""

    @property
    def element_means(self) -> list[tuple[str, float]]:
        """The mean of each element, 1 to 4; empty without answers."""
        if not self.cell.respondents:
            return []
        means = (total / self.cell.respondents for total in self.cell.ratings)
        return list(zip((element.upper() for element in ELEMENTS), means, strict=True))

    @property
    def applications(self) -> int:
        return self.cell.applications

    @property
    def applications_decided(self) -> int:
        return self.cell.decided - self.cell.complaints_decided

    @property
    def first_right_share(self) -> float | None:
        """Of the applications decided, those that nobody had to correct and that were decided for the first time."""
        decided = self.applications_decided
        return self.cell.first_right / decided if decided >= SMALLEST else None

    @property
    def corrections_per_case(self) -> float | None:
        return self.cell.corrections / self.applications if self.applications >= SMALLEST else None

    @property
    def complaints_per_thousand(self) -> float | None:
        """Complaints for each 1,000 applications; None where one of both is not counted here."""
        complaints, applications = self.cell.complaints_among
        return 1_000 * complaints / applications if complaints and applications >= SMALLEST else None

    @property
    def is_empty(self) -> bool:
        cell = self.cell
        return not (cell.accepted or cell.split or cell.decided or cell.respondents or self.work != Work())


def months_to_show(cells: Mapping[str, Cell], today: date) -> list[str]:
    """The last twelve months up to today's, oldest first, from the first one that has anything."""
    months = [month_before(today.isoformat()[:7], back) for back in range(MONTHS_SHOWN - 1, -1, -1)]
    known = [month for month in months if month in cells]
    return months[months.index(known[0]) :] if known else []


def month_to_begin_with(months: Iterable[str], today: date) -> str:
    """The last of these that is over, else this one."""
    this = today.isoformat()[:7]
    return max((month for month in months if month and month < this), default=this)


def month_before(month: str, back: int = 1) -> str:
    """ "2025-12" for "2026-01"."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - back
    return f"{number // 12:04}-{number % 12 + 1:02}"


def steps_of(cell: Cell) -> list[tuple[str, int, float]]:
    """Of each step done at least five times: its key, how often, and its mean of days."""
    return [(step, times, total / times) for step, (times, total) in cell.steps.items() if times >= SMALLEST]


def pages_left(cell: Cell, submitted: int) -> list[tuple[str, int, float]]:
    """Of each page of the form where people stopped: its key, how many, and their share of all who began."""
    begun = submitted + sum(cell.abandoned.values())
    if begun < SMALLEST:
        return []
    return [(page, count, count / begun) for page, count in cell.abandoned.items()]
