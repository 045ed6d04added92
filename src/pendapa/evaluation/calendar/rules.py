"""How a self-assessment is scored, and when the next one falls due. Pure."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pendapa.evaluation.rules import rounded

REMINDED_BEFORE = (30, 7)
"""Days before the due date on which a unit is reminded."""
REMINDED_AFTER = 7
"""Days between reminders once it is late."""


@dataclass(frozen=True, slots=True)
class AspectScore:
    """An aspect: its key, its share of the whole in percent, the mean of its items on the instrument's scale."""

    key: str
    weight: Decimal
    mean: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """What a self-assessment comes to, on the instrument's scale; `grade` is empty where none is configured."""

    total: Decimal
    grade: str
    aspects: tuple[AspectScore, ...]


def score_of(definition: Mapping[str, Any], scores: Mapping[str, int]) -> Score:
    """The mean of each aspect weighted by its share. Raises KeyError while an item has no score."""
    aspects = definition["aspects"]
    whole = sum(Fraction(str(aspect["weight"])) for aspect in aspects)
    total = Fraction(0)
    told = []
    for aspect in aspects:
        given = [scores[item["key"]] for item in aspect["items"]]
        mean = Fraction(sum(given), len(given))
        share = Fraction(str(aspect["weight"])) / whole
        total += mean * share
        told.append(AspectScore(aspect["key"], rounded(share * 100, 1), rounded(mean, 2)))
    result = rounded(total, 2)
    reached = [one for one in definition.get("grades", []) if result >= Decimal(str(one["from"]))]
    best = max(reached, key=lambda one: Decimal(str(one["from"])), default=None)
    return Score(result, best["letter"] if best else "", tuple(told))


def months_later(day: date, months: int) -> date:
    """The same day so many months later (earlier where negative), the last of the month where there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reminder_on(due: date, today: date) -> str:
    """The reminder that is due today at the latest, by a name that stays the same until the next; empty for none."""
    if today > due:
        return f"late-{(today - due - timedelta(days=1)).days // REMINDED_AFTER}"
    near = [days for days in REMINDED_BEFORE if (due - today).days <= days]
    return str(min(near)) if near else ""
