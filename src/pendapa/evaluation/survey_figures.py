"""The results of surveys, recomputed from the public log: pure, so that anyone with its leaves comes to the same.

- A survey has a result once a leaf `survey.result_published` names it: unit, first and last day, weight.
- Its answers are those of the leaves `survey.counted` that name it, counted by the rule of the scorecards
  (`figures`): `respondents` persons, the sums `u1`…`u9`.
- `index`: sum of the nine sums ÷ respondents × weight × 25, rounded half up to two decimals (PermenPANRB 14/2017). One
  row tells the whole survey (service ""), one each service that it asked about.

Answers that a survey leaves over when it ends are in no leaf that names it, and in no published result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from pendapa.evaluation.cells import ELEMENTS
from pendapa.evaluation.counting import TAKES, Counts, day_number
from pendapa.evaluation.rules import WEIGHTS, satisfaction_index

COUNTED: Final = "survey.counted"
PUBLISHED: Final = "survey.result_published"
EXACT: Final = "1/9"


class SurveyKey(NamedTuple):
    """What a result is about: the number of a survey, and the code of a service or "" for the whole of it."""

    survey: str
    service: str = ""


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """A published result; days inclusive, the index on 25–100 and None without respondents."""

    unit: str
    starts: str
    ends: str
    weight: str
    respondents: int
    index: float | None


class SurveyTally:
    """Counts leaves one after the other. `told` are the publications, with their survey, in the order of the log."""

    __slots__ = ("_counts", "told")

    def __init__(self) -> None:
        self._counts: dict[str, Counts] = {}
        self.told: list[tuple[str, Mapping[str, Any]]] = []

    def take(self, leaf: Mapping[str, Any]) -> None:
        """Count the leaf, if it is about a survey."""
        verb, day, told = leaf.get("verb"), leaf.get("at"), leaf.get("fields")
        if verb not in (COUNTED, PUBLISHED) or not isinstance(told, dict):
            return
        survey = _text(told, "survey")
        if not survey or not isinstance(day, str) or not day_number(day):
            return
        if verb == PUBLISHED:
            self.told.append((survey, told))
        else:
            TAKES[COUNTED](self._counts.setdefault(survey, Counts(None, None)), "", day, told)

    def figures(self) -> dict[SurveyKey, SurveyFigures]:
        """The result of each survey that was published so far."""
        found: dict[SurveyKey, SurveyFigures] = {}
        for survey, told in self.told:
            if SurveyKey(survey) not in found:
                found |= self._of(survey, told)
        return found

    def _of(self, survey: str, told: Mapping[str, Any]) -> dict[SurveyKey, SurveyFigures]:
        respondents: dict[str, int] = {"": 0}
        sums: dict[str, list[int]] = {"": [0] * len(ELEMENTS)}
        for key, cell in self._counts.get(survey, Counts(None, None)).cells.items():
            for service in {"", key.service}:
                respondents[service] = respondents.get(service, 0) + cell.respondents
                before = sums.get(service, [0] * len(ELEMENTS))
                sums[service] = [mine + its for mine, its in zip(before, cell.ratings, strict=True)]
        weight = _text(told, "weight")
        return {
            SurveyKey(survey, service): SurveyFigures(
                unit=_text(told, "unit"),
                starts=_text(told, "starts"),
                ends=_text(told, "ends"),
                weight=weight,
                respondents=count,
                index=survey_index(sums[service], count, weight),
            )
            for service, count in respondents.items()
        }


def survey_index(sums: list[int], respondents: int, weight: str) -> float | None:
    """The index as a number with two decimals; None without respondents. An unknown weight counts as the exact one."""
    if not respondents:
        return None
    return float(satisfaction_index(sums, respondents, weight if weight in WEIGHTS else EXACT).index)


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
