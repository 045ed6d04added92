import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries
from time_machine import TimeMachineFixture

from pendapa.catalogue.tests.factories import make_service, make_unit, publish
from pendapa.evaluation.figures import Tally
from pendapa.evaluation.measures.queries import counted_leaves
from pendapa.evaluation.measures.tests.factories import month_of_work, ratings, take
from pendapa.evaluation.measures.wording import points_told, rate_told
from pendapa.evaluation.tests.histories import Leaf, application, complaint, leaf

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PAGES = ("/kinerja/", "/kinerja/layanan/", "/kinerja/unit/dpmptsp/", "/kinerja/layanan/sku/")


@pytest.fixture(autouse=True)
def _today(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(TODAY, tick=False)


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    unit = make_unit("dpmptsp", make_unit("tirtamaya"))
    publish(make_service("sku", unit))
    make_service("lama", unit, name="Layanan lama", name_en="Old service", number_prefix="LAM")


def worse_then_better() -> list[Leaf]:
    return [
        *month_of_work("2026-09", kept=5, missed=5),
        ratings("2026-09", 3),
        *month_of_work("2026-10", kept=9, missed=1, first=100),
        ratings("2026-10", 4),
        *application(900, "2026-11-02", "2026-11-05"),
    ]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("address", PAGES)
def test_a_scorecard_tells_what_was_kept_and_missed_in_plain_words(client: Client, address: str) -> None:
    take(worse_then_better())
    text = text_of(client, f"{address}?bahasa=en")
    assert "October 2026" in text
    assert "90 %" in text
    if address != "/kinerja/layanan/":
        assert "Promises were kept more often than in September 2026: 90 % instead of 50 %." in text
        assert "People waited as long as in September 2026: 2 days." in text
        assert "Residents rate it better than in September 2026: 100.00 instead of 75.00 of 100." in text
        assert "category A" in text


@pytest.mark.parametrize("address", PAGES)
def test_every_page_asks_at_most_eight_questions(
    client: Client, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    take(worse_then_better())
    with django_assert_max_num_queries(8):
        assert client.get(f"{address}?bulan=2026-10").status_code == 200


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_stands_without_any_figure_too(client: Client, address: str, language: str) -> None:
    text = text_of(client, f"{address}?bahasa={language}")
    assert ("Belum ada angka" if language == "id" else "There are no figures yet") in text


def test_a_month_may_be_chosen_and_all_of_them_together(client: Client) -> None:
    take(worse_then_better())
    assert "50 %" in text_of(client, "/kinerja/unit/dpmptsp/?bulan=2026-09")
    assert "70 %" in text_of(client, "/kinerja/unit/dpmptsp/?bulan=semua")
    assert client.get("/kinerja/?bulan=2031-05").status_code == 200


@pytest.mark.parametrize("asked", ["2026-13", "x", "2026-10-01", "0000-01", "٢٠٢٦-١٠"])
@pytest.mark.parametrize("address", PAGES)
def test_what_is_no_month_is_not_found(client: Client, address: str, asked: str) -> None:
    assert client.get(f"{address}?bulan={asked}").status_code == 404


@pytest.mark.parametrize("address", ["/kinerja/unit/nowhere/", "/kinerja/layanan/nothing/"])
def test_units_and_services_that_are_not_there_are_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_service_that_is_offered_no_more_keeps_its_figures(client: Client) -> None:
    take(month_of_work("2026-10", kept=5, service="lama"))
    text = text_of(client, "/kinerja/layanan/lama/?bahasa=en")
    assert "Old service" in text
    assert "offered no more" in text
    assert "100 %" in text


def test_of_fewer_than_five_decisions_no_share_and_no_time_is_told(client: Client) -> None:
    take(month_of_work("2026-10", kept=4))
    text = text_of(client, "/kinerja/unit/dpmptsp/?bahasa=en")
    assert "only 4 decisions: too few for a share" in text
    assert "100 %" not in text


def test_what_staff_split_off_is_told_apart(client: Client) -> None:
    part = complaint(700, "2026-10-05", "2026-10-08")
    part[1]["fields"]["source"] = "split"
    take([*month_of_work("2026-10", kept=5), *complaint(701, "2026-10-05", "2026-10-08"), *part])
    text = text_of(client, "/kinerja/unit/dpmptsp/?bulan=2026-10&bahasa=en")
    assert "Reports of residents 1 " in text
    assert "Parts of reports that we made reports of their own; counted above only where late 1 " in text


def test_units_are_compared_and_lead_to_their_own_pages(client: Client) -> None:
    make_unit("dukcapil", make_unit("tirtamaya"))
    take(
        [
            *month_of_work("2026-10", kept=5),
            *month_of_work("2026-10", kept=5, missed=5, unit="dukcapil", service="ktp", first=50),
        ]
    )
    page = client.get("/kinerja/?bulan=2026-10").content.decode()
    assert page.index("/kinerja/unit/dukcapil/?bulan=2026-10") < page.index("/kinerja/unit/dpmptsp/?bulan=2026-10")


def test_the_first_page_shows_the_fifteen_services_with_most_decisions_and_leads_to_all(client: Client) -> None:
    leaves = [month_of_work("2026-10", kept=n, service=f"layanan-{n:02}", first=100 * n) for n in range(1, 16)]
    take([one for some in leaves for one in some])
    assert "/kinerja/layanan/?bulan=2026-10" not in client.get("/kinerja/?bulan=2026-10").content.decode()
    take(month_of_work("2026-10", kept=16, service="layanan-16", first=5000), counted_leaves())
    page = client.get("/kinerja/?bulan=2026-10&lagi=1").content.decode()
    assert 'href="/kinerja/layanan/?bulan=2026-10"' in page
    assert re.findall(r"layanan-\d\d", page) == [f"layanan-{n:02}" for n in range(16, 1, -1)]
    assert "layanan-01" in client.get("/kinerja/layanan/?bulan=2026-10").content.decode()


def test_charts_have_title_description_and_a_table_and_no_style_of_their_own(client: Client) -> None:
    take(worse_then_better())
    page = client.get("/kinerja/?bahasa=en").content.decode()
    drawing = page[page.index('<svg class="drawing"') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert 'role="img"' in drawing
    assert "<title id=" in drawing
    assert "September 2026: 50 %; October 2026: 90 %" in drawing
    assert " style=" not in page
    assert "Month by month, as a table" in page


def test_steps_and_abandoned_pages_are_told_of_a_service(client: Client) -> None:
    discarded = [
        leaf("application.draft_discarded", f"draft:{number:032x}", "2026-10-05", service="sku", page="berkas")
        for number in range(10)
    ]
    take([*month_of_work("2026-10", kept=10), *discarded])
    text = text_of(client, "/kinerja/layanan/sku/?bahasa=en")
    assert "check 10 2 days" in text
    assert "berkas 10 50 %" in text


def test_the_document_for_machines_is_what_an_outsider_counts_over_the_leaves_it_names(client: Client) -> None:
    leaves = worse_then_better()
    take(leaves)
    # The log itself is empty in this test: only the count of leaves and the figures are looked at.
    from pendapa.evaluation.measures import downloads

    published = downloads.published_figures(TODAY.date())
    tally = Tally()
    for index, one in enumerate(leaves):
        tally.take(index, one)
    assert published.size == len(leaves)
    assert published.figures == tally.figures(TODAY.date())


def test_the_document_of_an_empty_log_is_whole(client: Client) -> None:
    told = json.loads(client.get("/kinerja/angka.json").content)
    assert told["as_of"] == "2026-11-24"
    assert told["log"]["size"] == 0
    assert told["log"]["root"] == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert told["figures"] == []
    rows = list(csv.reader(io.StringIO(client.get("/kinerja/angka.csv").content.decode())))
    assert rows == [["unit", "service", "month", "accepted", "decided", "on_time", "overdue_now", "median_days",
                     "reopened", "respondents", "index", "open_findings", "late", "split"]]  # fmt: skip


@pytest.mark.parametrize("address", [*PAGES, "/kinerja/angka.json", "/kinerja/angka.csv"])
def test_nothing_is_written_by_looking(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_values_are_rounded_and_not_cut_off() -> None:
    with override("id"):
        assert points_told(3.126) == "3,13"
        assert rate_told(0.19) == "0,2"


def test_a_chart_says_nothing_of_a_month_in_which_nothing_was_decided(client: Client) -> None:
    take([*month_of_work("2026-08", kept=5), *month_of_work("2026-10", kept=5, missed=5, first=100)])
    for address in PAGES[2:]:
        told = re.findall(r'text-anchor="middle">([^<]*)<', client.get(address).content.decode())
        assert [told[place - 1] for place, one in enumerate(told) if one == "Sep"] == ["–", "–"]
        assert "None" not in told
