"""Measures over many months, as the log tells of them."""

from datetime import UTC, datetime

from pendapa.evaluation.measures.tests.factories import take
from pendapa.evaluation.tests.histories import Leaf, application, complaint, decision, leaf, survey

MONTHS = tuple(f"{2025 + number // 12}-{number % 12 + 1:02}" for number in range(24))
AFTER = datetime(2026, 1, 2, 2, 0, tzinfo=UTC)
"""When the twelve months of 2025 are over."""
GOOD = [33, 32, 33, 34, 33, 32, 33, 34, 32]
"""Sums of the nine elements over ten answers."""
BAD = [25, 24, 25, 26, 25, 24, 25, 26, 24]


def rated(month: str, sums: list[int], *, respondents: int = 10, unit: str = "dpmptsp", service: str = "sku") -> Leaf:
    return survey(f"{month}-20", respondents, sums, unit=unit, service=service)


def ratings(good: int, bad: int, *, sums: list[int] | None = None, unit: str = "dpmptsp", service: str = "sku") -> None:
    """So many months as usual, then so many that are worse, counted by the measures."""
    told = [
        rated(month, (sums or BAD) if place >= good else GOOD, unit=unit, service=service)
        for place, month in enumerate(MONTHS[: good + bad])
    ]
    _take(told)


def work(
    good: int, bad: int, *, late: int = 12, returned: int = 0, unit: str = "dpmptsp", service: str = "sku"
) -> None:
    """Months of twenty applications, two of them late; in the bad ones `late`, and as many sent back as told."""
    told: list[Leaf] = []
    for place, month in enumerate(MONTHS[: good + bad]):
        is_bad = place >= good
        missed, back = (late if is_bad else 2), (returned if is_bad else 1)
        for number in range(20):
            case = 1000 * (place + 1) + number
            told += application(case, f"{month}-02", f"{month}-07", unit=unit, service=service)
            if number < back:
                told.append(leaf("application.returned", f"case:{case:032x}", f"{month}-03"))
            told += decision(case, f"{month}-{'11' if number < missed else '04'}", f"{month}-07", unit=unit)
    _take(told)


def complaints(good: int, bad: int, *, many: int = 12, unit: str = "dpmptsp") -> None:
    """Two complaints a month, then `many`."""
    told: list[Leaf] = []
    for place, month in enumerate(MONTHS[: good + bad]):
        for number in range(many if place >= good else 2):
            told += complaint(900_000 + 1000 * place + number, f"{month}-05", f"{month}-20", unit=unit)
    _take(told)


def _take(told: list[Leaf]) -> None:
    from pendapa.evaluation.measures.queries import counted_leaves

    take(told, counted_leaves())
