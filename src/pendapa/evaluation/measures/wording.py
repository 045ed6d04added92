"""Figures in words: what changed since the month before, and numbers as people here write them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from pendapa.complaints.public.presenting import days_told
from pendapa.evaluation.measures.scorecards import Score

NOTHING: Final = "–"
LEAST_SHARE: Final = 0.02
LEAST_DAYS: Final = 1
LEAST_POINTS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Trend:
    """What changed, in one sentence."""

    text: str
    icon: Literal["check", "x", "minus"]


def share_told(share: float | None) -> str:
    """ "92 %"; a dash where it is not told."""
    return NOTHING if share is None else f"{number_format(round(share * 100))} %"


def points_told(points: float | None) -> str:
    """ "86,41"; a dash where it is not told."""
    return NOTHING if points is None else number_format(round(points, 2), 2)


def rate_told(rate: float | None) -> str:
    """One decimal; a dash where it is not told."""
    return NOTHING if rate is None else number_format(round(rate, 1), 1)


def month_told(month: str) -> str:
    """ "November 2026" for "2026-11"."""
    return date_format(_first_of(month), "F Y")


def short_month(month: str) -> str:
    """ "Nov" for "2026-11"."""
    return date_format(_first_of(month), "M")


def trends_of(now: Score, before: Score, month: str) -> list[Trend]:
    """How the score compares with that of an earlier month; nothing where one of both tells too little."""
    name = month_told(month)
    compared = (
        _compared(now.kept_share, before.kept_share, LEAST_SHARE, share_told, name, _kept_sentences()),
        _compared(_turned(now.median_days), _turned(before.median_days), LEAST_DAYS, _days, name, _fast_sentences()),
        _compared(now.index, before.index, LEAST_POINTS, points_told, name, _rated_sentences()),
    )
    return [trend for trend in compared if trend is not None]


def _compared(
    now: float | None,
    before: float | None,
    least: float,
    tell: Callable[[float], str],
    month: str,
    sentences: tuple[str, str, str],
) -> Trend | None:
    """`sentences` for better, worse and about the same; more is better."""
    if now is None or before is None:
        return None
    better, worse, same = sentences
    told = {"now": tell(now), "before": tell(before), "month": month}
    if abs(now - before) < least:
        return Trend(same.format(**told), "minus")
    return Trend(better.format(**told), "check") if now > before else Trend(worse.format(**told), "x")


def _kept_sentences() -> tuple[str, str, str]:
    return (
        _("Promises were kept more often than in {month}: {now} instead of {before}."),
        _("Promises were kept less often than in {month}: {now} instead of {before}."),
        _("Promises were kept about as often as in {month}: {now}."),
    )


def _fast_sentences() -> tuple[str, str, str]:
    return (
        _("People waited less than in {month}: {now} instead of {before}."),
        _("People waited longer than in {month}: {now} instead of {before}."),
        _("People waited as long as in {month}: {now}."),
    )


def _rated_sentences() -> tuple[str, str, str]:
    return (
        _("Residents rate it better than in {month}: {now} instead of {before} of 100."),
        _("Residents rate it worse than in {month}: {now} instead of {before} of 100."),
        _("Residents rate it about as in {month}: {now} of 100."),
    )


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _turned(days: int | None) -> float | None:
    """Fewer days are better."""
    return None if days is None else -float(days)


def _days(turned: float) -> str:
    return days_told(-turned)
