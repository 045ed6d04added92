"""The public pages: what a resident reads, in both languages, at a bounded cost."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendapa.applications.tests.factories import make_service, submit
from pendapa.cases.models import Case, Status
from pendapa.complaints.models import KnowledgeAnswer
from pendapa.complaints.public.tests.factories import publish
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_body
from pendapa.evaluation.models import ELEMENTS, SurveyResponse
from pendapa.journal.actors import Actor
from pendapa.people.tests.factories import actor_of, make_account

pytestmark = pytest.mark.django_db
PAGES = ["/", "/layanan/", "/layanan/domisili/", "/layanan/domisili/standar/", "/layanan/domisili/standar/1/"]
STILL_PAGES = ["/bantuan/", "/aksesibilitas/", "/privasi/", "/cari/", "/cari/?q=domisli"]


@pytest.mark.parametrize("address", [*PAGES, *STILL_PAGES])
@pytest.mark.parametrize(("language", "word"), [("id", "Lewati ke isi utama"), ("en", "Skip to the main content")])
def test_every_public_page_can_be_had_in_both_languages(client: Client, address: str, language: str, word: str) -> None:
    make_service()
    page = client.get(address, {"bahasa": language, **({"q": "domisli"} if "q=" in address else {})})
    assert page.status_code == 200
    assert word in page.content.decode()


def test_the_service_page_leads_with_cost_time_output_and_rating(client: Client) -> None:
    make_service()
    text = client.get("/layanan/domisili/").content.decode()
    assert "Gratis" in text
    assert "2 hari kerja" in text
    assert "Tampil mulai 5 jawaban" in text


def test_the_index_shows_from_five_answers_on(client: Client) -> None:
    service = make_service().service
    for _answer in range(5):
        SurveyResponse.objects.create(
            service=service, unit=service.owner, counted_on="2026-11-01", **dict.fromkeys(ELEMENTS, 4)
        )
    page = client.get("/layanan/domisili/", {"jawaban": "5"})  # an address of its own: a page is kept for some seconds
    assert "100,00 dari 100" in page.content.decode()


@pytest.mark.parametrize("address", ["/layanan/tidak-ada/", "/peristiwa/tidak-ada/", "/layanan/domisili/standar/9/"])
def test_what_is_not_there_is_said_plainly(client: Client, address: str) -> None:
    make_service()
    page = client.get(address)
    assert page.status_code == 404
    assert "<h1>" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "status"), [("\x00", 400), ("%", 200), ("a" * 5000, 200), ("' OR 1=1 --", 200), ("😀", 200)]
)
def test_any_search_words_are_taken_or_refused_plainly(client: Client, query: str, status: int) -> None:
    make_service()
    assert client.get("/cari/", {"q": query}).status_code == status


def test_a_typing_error_still_finds_the_service(client: Client) -> None:
    make_service()
    assert "/layanan/domisili/" in client.get("/cari/", {"q": "surat domisli"}).content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_asks_the_database_at_most_eight_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    make_service()
    with django_assert_max_num_queries(8):
        client.get(address)


def test_a_person_finds_their_matters_under_their_account(client: Client) -> None:
    account = make_account(name="Siti Rahmawati")
    receipt = submit(make_service(), actor_of(account))
    client.force_login(account)
    assert receipt.case.number in client.get("/akun/").content.decode()
    assert "Belum ada yang melihat data Anda" in client.get("/akun/jejak/").content.decode()


def test_the_account_is_for_those_who_are_signed_in(client: Client) -> None:
    for address in ("/akun/", "/akun/jejak/"):
        assert client.get(address)["Location"].startswith("/masuk/")


def test_somebody_elses_matter_is_not_among_ones_own(client: Client) -> None:
    receipt = submit(make_service(), Actor(kind="anonymous"))
    client.force_login(make_account())
    assert receipt.case.number not in client.get("/akun/").content.decode()


def test_a_search_finds_published_reports_and_answers_beside_services_and_nothing_hidden(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_service()
    shown = [publish("Lampu jalan mati di Melati.") for _each in range(5)]
    hidden = complain("Lampu jalan mati, kata Zainuddin.", is_secret=True).case.number
    KnowledgeAnswer.objects.create(
        question="Kapan lampu jalan diperbaiki?", answer="Dalam tiga hari kerja.", unit=make_body(), is_published=True,
        created_at=A_MONDAY, updated_at=A_MONDAY,
    )  # fmt: skip
    with django_assert_max_num_queries(8):
        page = client.get("/cari/", {"q": "lampu jalan"}).content.decode()
    found = [report.case.number for report in shown if report.case.number in page]
    assert len(found) == 4
    assert "/laporan/?q=lampu%20jalan" in page
    assert "Dalam tiga hari kerja." in page
    assert hidden not in page
    assert "Zainuddin" not in page
    assert shown[0].case.number in client.get("/cari/", {"q": shown[0].case.number}).content.decode()


def test_a_solved_report_looks_solved_among_ones_own_matters(client: Client) -> None:
    account = make_account(name="Siti Rahmawati")
    case = complain(actor=actor_of(account)).case
    Case.objects.filter(pk=case.pk).update(status=Status.RESOLVED, closed_at=A_MONDAY)
    client.force_login(account)
    page = client.get("/akun/").content.decode()
    assert case.number in page
    assert "badge-good" in page
