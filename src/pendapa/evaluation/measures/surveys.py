"""The results of surveys as their pages show them, for whoever recomputes them from the log."""

from dataclasses import asdict
from typing import Any

from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.evaluation.survey_figures import PUBLISHED, SurveyFigures, SurveyKey, survey_index
from pendapa.journal.models import Entry
from pendapa.ledger.models import Leaf


def survey_rows(size: int) -> list[dict[str, Any]]:
    """`[{"survey", "service", "unit", "starts", "ends", "weight", "respondents", "index"}]`: every result whose
    publication is among the first `size` leaves of the log (two queries).

    They are read from the results as they were frozen, which is what people see: one that was changed by hand is
    told as it was changed, and is no longer what the log says.
    """
    leaves = Leaf.objects.filter(index__lt=size).values("entry")
    told = set(Entry.objects.filter(verb=PUBLISHED, id__in=leaves).values_list("subject_id", flat=True))
    surveys = SatisfactionSurvey.objects.filter(status=SatisfactionSurvey.Status.PUBLISHED).select_related("unit")
    return [row for survey in surveys.order_by("pk") if str(survey.pk) in told for row in _rows_of(survey)]


def _rows_of(survey: SatisfactionSurvey) -> list[dict[str, Any]]:
    kept = survey.result or {}
    counts = {"": kept["counted"], **dict(sorted(kept["services"].items()))}
    return [
        SurveyKey(str(survey.pk), service)._asdict()
        | asdict(
            SurveyFigures(
                unit=survey.unit.code,
                starts=survey.starts.isoformat(),
                ends=survey.ends.isoformat(),
                weight=kept["weight"],
                respondents=counted["respondents"],
                index=survey_index(counted["sums"], counted["respondents"], kept["weight"]),
            )
        )
        for service, counted in counts.items()
    ]
