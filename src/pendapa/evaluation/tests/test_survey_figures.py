"""The results of surveys, recomputed from leaves of the public log alone."""

from typing import Any

import pytest
from hypothesis import given

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.evaluation.results import result_of
from pendapa.evaluation.survey_figures import SurveyFigures, SurveyKey, SurveyTally
from pendapa.evaluation.tests.factories import count, make_answer, publish_a_result
from pendapa.evaluation.tests.histories import Leaf, histories, leaf, survey
from pendapa.journal.models import Entry
from pendapa.people.models import Account
from pendapa.people.tests.factories import actor_of


def publication(number: str = "7", **changes: Any) -> Leaf:
    told = {
        "survey": number, "unit": "dpmptsp", "index": "75.00", "category": "C", "respondents": 12,
        "starts": "2026-01-01", "ends": "2026-03-31", "weight": "1/9",
    }  # fmt: skip
    return leaf("survey.result_published", f"survey:{1:032x}", "2026-04-02", **{**told, **changes})


def figures(*leaves: Leaf) -> dict[SurveyKey, SurveyFigures]:
    tally = SurveyTally()
    for one in leaves:
        tally.take(one)
    return tally.figures()


def test_a_result_is_the_sum_of_the_batches_that_name_its_survey() -> None:
    found = figures(
        survey("2026-01-09", 5, [20] * 9, number="7"),
        survey("2026-02-09", 5, [5] * 9),
        survey("2026-03-09", 7, [7 * 2] * 8 + [28], number="7", service="domisili"),
        survey("2026-03-09", 5, [5] * 9, number="8"),
        publication(),
    )
    told = SurveyFigures("dpmptsp", "2026-01-01", "2026-03-31", "1/9", 12, 74.07)
    assert found[SurveyKey("7")] == told
    assert {key.service: (one.respondents, one.index) for key, one in found.items()} == {
        "": (12, 74.07), "sku": (5, 100.0), "domisili": (7, 55.56),
    }  # fmt: skip


def test_a_survey_that_is_not_published_has_no_result() -> None:
    assert figures(survey("2026-01-09", 5, [20] * 9, number="7")) == {}


def test_the_rounded_weight_of_the_publication_is_used() -> None:
    (found,) = (figures(survey("2026-01-09", 5, [20] * 9, number="7"), publication(weight="0.11"))[SurveyKey("7")],)
    assert found.index == 99.0


@pytest.mark.parametrize("sums", [[21] * 9, [4] * 9, [20] * 8 + [None]])
def test_sums_that_these_respondents_cannot_have_are_passed_over(sums: list[Any]) -> None:
    found = figures(survey("2026-01-09", 5, sums, number="7"), publication())
    assert found == {SurveyKey("7"): SurveyFigures("dpmptsp", "2026-01-01", "2026-03-31", "1/9", 0, None)}


@given(histories)
def test_no_history_is_too_odd_to_be_counted(leaves: list[Leaf]) -> None:
    figures(*leaves, publication(), publication(survey=["x"]), publication(weight=7, unit=None))


@pytest.mark.django_db
def test_the_journal_recomputes_the_published_result(
    service: PublicService, survey: SatisfactionSurvey, head: Account
) -> None:
    count(service, *[make_answer(1)] * 6)
    publish_a_result(actor_of(head), survey, service)
    entries = Entry.objects.filter(verb__in=["survey.counted", "survey.result_published"]).order_by("id")
    found = figures(*(leaf(one.verb, "x", "2026-11-24", **(one.payload or {})) for one in entries))
    result = result_of(survey)
    assert result is not None
    whole = found[SurveyKey(str(survey.pk))]
    assert (whole.respondents, f"{whole.index:.2f}") == (10, str(result.index.index)) == (10, "94.44")
    assert found.keys() == {SurveyKey(str(survey.pk)), SurveyKey(str(survey.pk), service.slug)}
