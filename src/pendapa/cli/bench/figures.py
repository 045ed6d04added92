"""Measured figures beside what they are held against: as a table for people, as JSON for machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

HEADINGS = ("figure", "measured", "against", "ratio", "target", "met")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. With a denominator `target` is a share of it (0.06), without one it bounds the value itself.

    A figure without a target is told for information.
    """

    name: str
    value: float
    unit: str
    denominator: float | None = None
    denominator_name: str = ""
    target: float | None = None
    bound: Literal["at least", "at most"] = "at least"

    @property
    def ratio(self) -> float | None:
        """Value by denominator; None without one."""
        return self.value / self.denominator if self.denominator else None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        if self.target is None:
            return None
        compared = self.value if self.denominator is None else self.ratio
        if compared is None:
            return False
        return compared >= self.target if self.bound == "at least" else compared <= self.target

    def as_json(self) -> dict[str, Any]:
        """The figure with its ratio and verdict."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "denominator": None if self.denominator is None else round(self.denominator, 3),
            "denominator_name": self.denominator_name,
            "ratio": None if self.ratio is None else round(self.ratio, 4),
            "target": self.target,
            "bound": self.bound,
            "met": self.is_met,
        }


def table_of(figures: Sequence[Figure]) -> str:
    """A table in columns of equal width, fit for a terminal and for a Markdown file."""
    rows = [HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def are_all_met(figures: Sequence[Figure]) -> bool:
    """Whether no target is missed."""
    return all(figure.is_met is not False for figure in figures)


def _cells(figure: Figure) -> tuple[str, ...]:
    sign = "≥" if figure.bound == "at least" else "≤"
    against = f"{_number(figure.denominator)} {figure.denominator_name}" if figure.denominator is not None else ""
    ratio = f"{figure.ratio:.1%}" if figure.ratio is not None else ""
    target = ""
    if figure.target is not None:
        share = figure.denominator_name != ""
        target = f"{sign} {figure.target:.0%}" if share else f"{sign} {_number(figure.target)} {figure.unit}"
    verdict = {True: "yes", False: "NO", None: ""}[figure.is_met]
    return figure.name, f"{_number(figure.value)} {figure.unit}", against, ratio, target, verdict


def _number(value: float) -> str:
    return f"{value:,.1f}" if value < 100 else f"{value:,.0f}"
