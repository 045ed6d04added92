"""Months of a small body, as the log tells of them."""

from itertools import chain

from pendapa.evaluation.measures.taking import take_leaves
from pendapa.evaluation.tests.histories import Leaf, application, decision, leaf, survey
from pendapa.ledger.following import LoggedLeaf


def take(leaves: list[Leaf], first: int = 0) -> None:
    """Let the measures count them."""
    take_leaves([LoggedLeaf(index, data) for index, data in enumerate(leaves, first)])


def month_of_work(
    month: str, *, kept: int, missed: int = 0, unit: str = "dpmptsp", service: str = "sku", first: int = 1
) -> list[Leaf]:
    """Applications of one month, decided after two days when kept and after nine when missed."""
    return list(
        chain.from_iterable(
            [
                *application(number, f"{month}-02", f"{month}-07", unit=unit, service=service),
                leaf("application.task_completed", f"case:{number:032x}", f"{month}-04", task="check", outcome="ok"),
                *decision(number, f"{month}-{'04' if number < first + kept else '11'}", f"{month}-07", unit=unit),
            ]
            for number in range(first, first + kept + missed)
        )
    )


def ratings(month: str, answer: int, *, unit: str = "dpmptsp", service: str = "sku", respondents: int = 5) -> Leaf:
    """A batch in which everybody gave every element the same answer."""
    return survey(f"{month}-20", respondents, [answer * respondents] * 9, unit=unit, service=service)
