from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pendapa.evaluation.cells import Key
from pendapa.evaluation.figures import Tally
from pendapa.evaluation.measures.models import CasesAtWork, MeasuredCase, MeasuredFinding, MonthlyCount, Progress
from pendapa.evaluation.measures.queries import months_of, published_figures, work_now, work_of
from pendapa.evaluation.measures.recounting import forget_counts
from pendapa.evaluation.measures.taking import take_leaves
from pendapa.evaluation.tests.histories import DAYS, Leaf, application, complaint, decision, histories
from pendapa.ledger.following import LoggedLeaf

pytestmark = pytest.mark.django_db


def numbered(leaves: list[Leaf]) -> list[LoggedLeaf]:
    return [LoggedLeaf(index, data) for index, data in enumerate(leaves)]


def tally_of(leaves: list[Leaf]) -> Tally:
    tally = Tally()
    for index, one in enumerate(leaves):
        tally.take(index, one)
    return tally


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories, st.lists(st.integers(0, 60), max_size=4), st.sampled_from(DAYS))
def test_the_tables_come_to_the_figures_that_an_outsider_counts(leaves: list[Leaf], cuts: list[int], day: str) -> None:
    for model in (Progress, MeasuredCase, CasesAtWork, MeasuredFinding, MonthlyCount):
        model.objects.all().delete()
    as_of = date.fromisoformat(day)
    given_leaves = numbered(leaves)
    edges = sorted({0, *(cut for cut in cuts if cut < len(leaves)), len(leaves)})
    for first, last in zip(edges, edges[1:], strict=False):
        take_leaves(given_leaves[first:last])
    published = published_figures(as_of)
    counted = tally_of(leaves)
    assert published.size == len(leaves)
    assert published.figures == counted.figures(as_of)
    waiting = sum(bool(case.accepted_on) and not case.is_ended for case in counted.cases.values())
    assert work_of(work_now(as_of)).waiting == waiting


def test_leaves_handed_over_twice_are_counted_once_and_a_gap_is_refused() -> None:
    leaves = numbered([*application(1, "2026-01-09", "2026-01-12"), *decision(1, "2026-01-10", "2026-01-12")])
    take_leaves(leaves[:3])
    take_leaves(leaves)
    take_leaves(leaves)
    assert published_figures(date(2026, 2, 1)).figures[Key()].decided == 1
    with pytest.raises(ValueError, match="where 4 is next"):
        take_leaves([LoggedLeaf(5, leaves[0].data)])
    assert Progress.objects.get().size == 4


def test_what_waits_and_what_is_overdue_is_told_by_unit_and_service() -> None:
    leaves = [*application(1, "2026-01-09", "2026-01-12"), *application(2, "2026-01-09", "2026-01-28"),
              *complaint(3, "2026-01-09", "2026-01-12", unit="dukcapil"),
              *application(4, "2026-01-09", "2026-01-12"), *decision(4, "2026-01-10", "2026-01-12")]  # fmt: skip
    take_leaves(numbered(leaves))
    found = work_now(date(2026, 1, 13))
    assert (work_of(found).waiting, work_of(found).overdue) == (3, 2)
    assert (work_of(found, "dpmptsp").waiting, work_of(found, "dpmptsp").overdue) == (2, 1)
    assert work_of(found, service="sku").waiting == 2
    assert months_of("dpmptsp", "sku")["2026-01"].decided == 1


def test_counting_anew_comes_to_the_same_figures() -> None:
    leaves = numbered([*application(1, "2026-01-09", "2026-01-12"), *complaint(2, "2026-01-09", "2026-01-12")])
    take_leaves(leaves)
    before = published_figures(date(2026, 2, 1))
    assert forget_counts() == len(leaves)
    assert published_figures(date(2026, 2, 1)).figures == {}
    take_leaves(leaves)
    assert published_figures(date(2026, 2, 1)) == before
