"""A unit with the units below it: added up apart from its own figures, and each a row that leads to its page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from pendapa.catalogue.tests.factories import make_unit
from pendapa.evaluation.measures.tests.factories import month_of_work, ratings, take
from pendapa.evaluation.measures.tests.test_pages import TODAY, text_of
from pendapa.evaluation.tests.histories import Leaf, complaint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _district(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(TODAY, tick=False)
    make_unit("dpmptsp")
    district = make_unit("kec-tirtasari", make_unit("tirtamaya"))
    make_unit("kel-banyubiru", district)
    make_unit("kel-sumberagung", district)


def below() -> list[Leaf]:
    """A district and one of its two villages, and a unit elsewhere; each with days of its own."""
    return [
        *month_of_work("2026-10", kept=1, missed=4, unit="kec-tirtasari"),
        *month_of_work("2026-10", kept=15, unit="kel-banyubiru", service="domisili", first=50),
        *complaint(90, "2026-10-05", "2026-10-08", unit="kel-banyubiru"),
        *month_of_work("2026-10", kept=5, missed=5, unit="dpmptsp", first=100),
        ratings("2026-10", 4, unit="kel-banyubiru", service="domisili"),
        ratings("2026-10", 2, unit="kec-tirtasari"),
    ]


def test_a_unit_shows_its_own_figures_and_apart_from_them_those_with_the_units_below_it(client: Client) -> None:
    take(below())
    text = text_of(client, "/kinerja/unit/kec-tirtasari/?bahasa=en&bulan=2026-10")
    own, whole = text.split("Its own figures and those of all units below it, added up.")
    assert "Promises kept 20 %" in own
    assert "Time to a decision 9 days" in own
    assert "Residents say 50.00" in own
    assert "Promises kept 80 %" in whole
    assert "Time to a decision 2 days" in whole
    assert "Residents say 75.00" in whole
    assert "Overdue now 1 " in whole
    assert "Kel-Banyubiru" not in own
    page = client.get("/kinerja/unit/kec-tirtasari/?bulan=2026-10").content.decode()
    assert 'href="/kinerja/unit/kel-banyubiru/?bulan=2026-10"' in page
    assert 'href="/kinerja/unit/kel-sumberagung/?bulan=2026-10"' in page
    assert "/kinerja/unit/dpmptsp/" not in page
    assert "With the units below it" not in text_of(client, "/kinerja/unit/kel-banyubiru/?bahasa=en")


def test_whoever_is_above_all_adds_up_to_the_body_and_its_rows_to_each_branch(client: Client) -> None:
    take([*month_of_work("2026-10", kept=1, missed=4, unit="tirtamaya", first=500), *below()])
    text = text_of(client, "/kinerja/unit/tirtamaya/?bahasa=en&bulan=2026-10")
    _own, whole = text.split("Its own figures and those of all units below it, added up.")
    assert "Cases accepted 36" in whole
    assert "Cases accepted 36" in text_of(client, "/kinerja/?bahasa=en&bulan=2026-10")
    assert "kec-tirtasari unit 20 16 4 80 % 2 days 75.00 1 " in whole


def test_a_unit_without_figures_of_its_own_shows_those_of_the_units_below_it(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(month_of_work("2026-09", kept=15, unit="kel-banyubiru", service="domisili"))
    with django_assert_max_num_queries(8):
        page = client.get("/kinerja/unit/kec-tirtasari/?bahasa=en").content.decode()
    assert '<option value="2026-09" selected>' in page
    assert "100 %" in page
