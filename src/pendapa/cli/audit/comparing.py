"""Published figures beside those recomputed from the log: every difference by its name."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from pendapa.evaluation.figures import Figures, Key
from pendapa.evaluation.survey_figures import SurveyFigures, SurveyKey, SurveyTally

FIGURES: Final = tuple(field.name for field in dataclasses.fields(Figures))
SURVEY_FIGURES: Final = tuple(field.name for field in dataclasses.fields(SurveyFigures))
REQUIRED: Final = frozenset(
    {
        "accepted",
        "decided",
        "on_time",
        "overdue_now",
        "median_days",
        "reopened",
        "respondents",
        "index",
        "open_findings",
    }
)
LONGEST_TOLD: Final = 100
"""How many signs of a strange figure, or of a name, are told."""
LAG: Final = timedelta(days=1)
"""How far figures may lag behind the log: they are counted after it, and cached on the way."""


class Unreadable(Exception):
    """What is published as figures is none."""


@dataclass(frozen=True, slots=True)
class Published:
    """The figures as the site publishes them: their day, the log and size they say to be counted from, the rows, and
    the results of surveys."""

    as_of: date
    origin: str
    size: int
    root: str
    rows: tuple[tuple[Key, Mapping[str, Any]], ...]
    surveys: tuple[tuple[SurveyKey, Mapping[str, Any]], ...] = ()

    @classmethod
    def of(cls, found: Any) -> "Published":
        """From `/kinerja/angka.json`; raises Unreadable."""
        try:
            log = found["log"]
            rows = tuple((Key(*(_text(row[part]) for part in Key._fields)), row) for row in found["figures"])
            surveys = tuple(
                (SurveyKey(*(_text(row[part]) for part in SurveyKey._fields)), row) for row in found.get("surveys", [])
            )
            as_of, size = date.fromisoformat(_text(found["as_of"])[:10]), log["size"]
            if type(size) is not int or size < 0:
                raise ValueError("a size that is none")
            return cls(as_of, _text(log["origin"]), size, _text(log["root"]), rows, surveys)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unreadable(f"the published figures cannot be read: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not what the log says. `published` is None where nothing is."""

    key: Key | SurveyKey
    figure: str
    published: Any
    recomputed: Any

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            **{part: _short(value) for part, value in self.key._asdict().items()},
            "figure": self.figure, "published": _short(self.published), "recomputed": self.recomputed,
        }  # fmt: skip

    def __str__(self) -> str:
        """For people."""
        about = ", ".join(
            f"{name} {_short(value)}" for name, value in zip(self.key._fields, self.key, strict=True) if value
        ) or "the whole body"  # fmt: skip
        return (
            f"{about}: {self.figure} is published as {_shown(self.published)}, the log says {_shown(self.recomputed)}"
        )


def compare_figures(published: Published, recomputed: Mapping[Key, Figures]) -> list[Difference]:
    """Every difference, in the order of unit, service and month."""
    rows: dict[Key, Mapping[str, Any]] = {}
    found: list[Difference] = []
    for key, row in published.rows:
        if key in rows:
            found.append(Difference(key, "row", "twice", "once"))
        rows[key] = row
    for key in sorted(rows.keys() | recomputed.keys()):
        found += _differences(key, rows.get(key), recomputed.get(key, NOTHING))
    return found


def compare_surveys(published: Published, recomputed: SurveyTally) -> list[Difference]:
    """Every difference between the results of surveys as they are shown and as they were told in the log when they
    were published, on one side, and what the counted answers come to on the other."""
    rows: dict[SurveyKey, Mapping[str, Any]] = {}
    found: list[Difference] = []
    figures = recomputed.figures()
    for key, row in published.surveys:
        if key in rows:
            found.append(Difference(key, "row", "twice", "once"))
        rows[key] = row
    for key in sorted(rows.keys() | figures.keys()):
        found += _survey_differences(key, rows.get(key), figures.get(key))
    for survey, told in recomputed.told:
        whole = figures[SurveyKey(survey)]
        index = None if whole.index is None else f"{whole.index:.2f}"
        for name, right in (("respondents", whole.respondents), ("index", index)):
            if type(told.get(name)) is not type(right) or told.get(name) != right:
                found.append(Difference(SurveyKey(survey), f"{name} at publication", told.get(name), right))
    return found


def _survey_differences(
    key: SurveyKey, row: Mapping[str, Any] | None, figures: SurveyFigures | None
) -> list[Difference]:
    if row is None or figures is None:
        counted = figures.respondents if figures is not None else None
        return [Difference(key, "respondents", row.get("respondents") if row is not None else None, counted)]
    return [
        Difference(key, name, row.get(name), getattr(figures, name))
        for name in SURVEY_FIGURES
        if type(row.get(name)) not in (int, float, str, type(None)) or row.get(name) != getattr(figures, name)
    ]


def compare_moments(published: Published, size: int, days: Mapping[int, str]) -> list[Difference]:
    """Whether figures say to be older, or to be counted from less, than the log was by then: right ones of a day long
    ago know nothing of what is overdue now. `days` are those of the entries around the figures' size, and of the last.
    """
    found = []
    newest = max(
        _day(days.get(published.size - 1)) or date.min,
        (_day(days.get(size - 1)) or date.min + LAG) - LAG,
    )
    if published.as_of < newest:
        found.append(Difference(Key(), "as_of", published.as_of.isoformat(), newest.isoformat()))
    first_left_out = _day(days.get(published.size))
    if first_left_out is not None and first_left_out < max(published.as_of, date.min + LAG) - LAG:
        found.append(Difference(Key(), "size", published.size, size))
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


NOTHING: Final = Figures(
    accepted=0, decided=0, on_time=0, overdue_now=0, median_days=None, reopened=0, respondents=0, index=None,
    open_findings=0,
)  # fmt: skip


def _differences(key: Key, row: Mapping[str, Any] | None, figures: Figures) -> list[Difference]:
    told = row if row is not None else {}
    return [
        Difference(key, name, told.get(name), getattr(figures, name))
        for name in FIGURES
        if (name in REQUIRED or name in told) and not _is_same(told.get(name), getattr(figures, name), row is None)
    ]


def _is_same(published: Any, recomputed: Any, is_left_out: bool) -> bool:
    if is_left_out:
        return not recomputed
    return type(published) in (int, float, type(None)) and published == recomputed


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:60]!r} is no text")
    return value


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(_short(value))


def _short(value: Any) -> Any:
    """What was published, as far as it can be told in a line: it may be of any kind and length."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TOLD else f"{value[:LONGEST_TOLD]}…"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return value if not isinstance(value, int) or abs(value) < 10**LONGEST_TOLD else "a number beyond all"
