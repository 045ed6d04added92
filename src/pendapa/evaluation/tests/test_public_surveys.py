"""Surveys for everybody: the link, the kiosk, and the published result with its report."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import close_survey, moderate_comment
from pendapa.evaluation.models import SatisfactionSurvey, SurveyResponse, WaitingAnswer
from pendapa.evaluation.surveys import open_views, sheets
from pendapa.evaluation.tests.factories import AT, count, make_answer, publish_a_result, text_of
from pendapa.people.models import Account
from pendapa.people.tests.factories import actor_of

pytestmark = pytest.mark.django_db
ANSWERS = {f"u{place}": "3" for place in range(1, 10)}


def key_in(page: Any) -> str:
    found = re.search(r'name="key" value="([^"]+)"', text_of(page))
    assert found
    return found[1]


def test_a_sheet_from_the_link_counts_once_however_often_it_is_sent(client: Client, survey: SatisfactionSurvey) -> None:
    address = f"/nilai/s/{survey.code}/"
    sent = {**ANSWERS, "key": key_in(client.get(address)), "comment": "Baik"}
    thanks = text_of(client.post(address, sent))
    assert "Terima kasih" in thanks
    assert "tidak dapat dipakai lagi" not in thanks, "others may answer by the same link"
    assert "Terima kasih" in text_of(client.post(address, sent))
    kept = WaitingAnswer.objects.get()
    assert kept.survey == survey
    assert kept.sealed["comment"] == "Baik"


def test_a_sheet_without_a_valid_key_is_sent_once_more_with_nothing_lost(
    client: Client, survey: SatisfactionSurvey
) -> None:
    page = client.post(f"/nilai/s/{survey.code}/", {**ANSWERS, "key": "forged", "comment": "Baik"})
    assert page.status_code == 422
    assert "Baik" in text_of(page)
    assert "forged" not in text_of(page)
    assert sheets.is_valid(key_in(page))
    assert not WaitingAnswer.objects.exists()


def test_one_address_cannot_stuff_a_survey(client: Client, survey: SatisfactionSurvey, monkeypatch: Any) -> None:
    monkeypatch.setattr(sheets, "FROM_LINK", 3)
    address = f"/nilai/s/{survey.code}/"
    statuses = [client.post(address, {**ANSWERS, "key": sheets.new_key()}).status_code for _one in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert WaitingAnswer.objects.count() == 3


def test_a_sheet_that_was_refused_or_fell_over_can_be_sent_again(
    client: Client, survey: SatisfactionSurvey, monkeypatch: Any
) -> None:
    address = f"/nilai/s/{survey.code}/"
    sheet = {**ANSWERS, "key": sheets.new_key()}
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sheets, "FROM_LINK", 0)
        assert client.post(address, sheet).status_code == 429
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(open_views, "answer_open_survey", lambda *_given, **_named: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            client.post(address, sheet)
    assert not WaitingAnswer.objects.exists()
    for _click in range(2):
        assert client.post(address, sheet).status_code == 200
    assert WaitingAnswer.objects.count() == 1


def test_a_survey_that_is_over_takes_nothing(client: Client, survey: SatisfactionSurvey, head: Account) -> None:
    close_survey(actor_of(head), survey.pk, at=AT)
    for address in (f"/nilai/s/{survey.code}/", f"/nilai/s/{survey.code}/kios/", "/nilai/s/XXXX/", "/nilai/s/%00/"):
        assert client.get(address).status_code in (400, 404), address
    assert not WaitingAnswer.objects.exists()


def test_the_kiosk_asks_one_question_a_page_and_begins_anew(client: Client, survey: SatisfactionSurvey) -> None:
    address = f"/nilai/s/{survey.code}/kios/"
    start = client.get(address)
    sent = {"key": key_in(start), "service": survey.services.get().slug}
    page = client.post(address, sent)
    for place in range(1, 10):
        assert f"Pertanyaan {place} dari 9" in text_of(page)
        assert page["Refresh"].endswith(address)
        sent[f"u{place}"] = "4"
        page = client.post(address, sent)
    assert "Terima kasih" in text_of(page)
    assert page["Refresh"] == f"8; url={address}"
    client.post(address, sent)
    assert WaitingAnswer.objects.count() == 1


def test_the_kiosk_goes_one_question_back_and_forgives_garbage(client: Client, survey: SatisfactionSurvey) -> None:
    address = f"/nilai/s/{survey.code}/kios/"
    slug = survey.services.get().slug
    back = client.post(address, {"service": slug, "u1": "4", "u2": "3", "back": "1"})
    assert "Pertanyaan 2 dari 9" in text_of(back)
    odd = client.post(address, {"service": slug, "u1": "9", "u2": "3", "key": "x"})
    assert "Pertanyaan 1 dari 9" in text_of(odd)


def test_a_published_result_is_for_everybody(
    client: Client,
    survey: SatisfactionSurvey,
    head: Account,
    service: PublicService,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    address = f"/kinerja/survei/{survey.pk}/"
    assert client.get(address).status_code == 404
    assert client.get(address + "laporan.pdf").status_code == 404
    publish_a_result(actor_of(head), survey, service)
    caches["default"].clear()
    with django_assert_max_num_queries(8):
        page = text_of(client.get(address, {"x": "1"}))
    for words in ("94,44", "Loket kedua", "Sangat baik", "Jangka waktu penyelesaian"):
        assert words in page, words
    english = text_of(client.get(address, {"bahasa": "en"}))
    assert "Very good" in english
    assert survey.title_en in english
    assert survey.title in text_of(client.get("/kinerja/survei/", {"bahasa": "id"}))


def test_a_result_tells_how_many_open_answers_are_published(
    client: Client, survey: SatisfactionSurvey, head: Account, service: PublicService
) -> None:
    count(service, *[make_answer(4, f"Pendapat {place}") for place in range(6)], survey=survey)
    first, second, third, *_others = SurveyResponse.objects.exclude(comment="")
    actor, why = actor_of(head), "Tidak pantas"
    moderate_comment(actor, first.pk, first.comment, is_published=True, at=AT)
    moderate_comment(actor, second.pk, "[…]", is_published=True, reason=why, at=AT)
    moderate_comment(actor, third.pk, "", is_published=False, reason=why, at=AT)
    publish_a_result(actor, survey, service)
    address = f"/kinerja/survei/{survey.pk}/"
    page = text_of(client.get(address, {"bahasa": "en"}))
    assert "2 of 6 open answers are published, 1 of them with passages hidden." in page
    assert first.comment in page
    assert third.comment not in page
    assert "2 dari 6 pendapat terbuka diterbitkan" in text_of(client.get(address, {"bahasa": "id"}))


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_report_is_tagged_pdf_and_a_spreadsheet_of_numbers(
    client: Client, survey: SatisfactionSurvey, head: Account, service: PublicService, language: str
) -> None:
    publish_a_result(actor_of(head), survey, service)
    address = f"/kinerja/survei/{survey.pk}/"
    pdf = client.get(address + "laporan.pdf", {"bahasa": language})
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf.content or b"StructTreeRoot" in pdf.content
    ods = client.get(address + "laporan.ods", {"bahasa": language})
    with zipfile.ZipFile(io.BytesIO(ods.content)) as file:
        assert file.testzip() is None
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert file.read("mimetype").decode() == ods["Content-Type"]
        parts = {name: etree.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    numbers = {cell.get(f"{office}value") for cell in parts["content.xml"].iter(f"{table}table-cell")}
    assert {"10", "94.44", "20", "2.0000"} <= numbers
    names = [sheet.get(f"{table}name") for sheet in parts["content.xml"].iter(f"{table}table")]
    assert names[0] == ("Ringkasan" if language == "id" else "Summary")
    assert len(names) == len(set(names))
