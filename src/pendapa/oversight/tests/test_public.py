"""What residents see of findings, what they may say, and what machines read."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendapa.oversight.actions import check_effect, notice_change, publish_finding, withdraw_finding
from pendapa.oversight.models import NoticedChange
from pendapa.oversight.rules import Reading
from pendapa.oversight.tests.factories import (
    LATER,
    WORDS,
    accepted,
    auditor,
    head,
    issue,
    make_service,
    planned,
    propose,
)

pytestmark = pytest.mark.django_db
LIST = "/kinerja/temuan/"


def test_an_empty_list_says_so(client: Client) -> None:
    assert "Belum ada temuan yang diterbitkan" in client.get(LIST).content.decode()


def test_drafts_and_internal_findings_are_nowhere_in_public(client: Client) -> None:
    judge = auditor()
    for finding in (propose(judge, title="Rancangan rahasia"), issue(judge, title="Internal saja")):
        assert finding.title not in client.get(LIST).content.decode()
        assert client.get(f"{LIST}{finding.number}/").status_code == 404
        assert client.get(f"/api/v1/findings/{finding.number}").status_code == 404
    assert client.get("/api/v1/findings").json() == {"findings": [], "next": ""}


def test_a_published_finding_is_told_whole_with_action_and_effect_and_no_staff(client: Client) -> None:
    judge, chief = auditor(), head()
    action = accepted(judge, chief, measure="index")
    check_effect(judge, action.pk, Reading(71.0, 40), Reading(83.5, 30), at=LATER)
    publish_finding(judge, action.finding_id, at=LATER)
    page = client.get(f"{LIST}{action.finding.number}/").content.decode()
    for words in (*WORDS.values(), action.what, "Benar, kami perbaiki.", "83,5", "Berhasil"):
        assert words in page
    assert chief.name not in page
    assert judge.name not in page
    english = client.get(f"{LIST}{action.finding.number}/?bahasa=en").content.decode()
    assert "It worked" in english


def test_a_withdrawn_finding_stays_with_its_reason(client: Client) -> None:
    judge = auditor()
    finding = issue(judge, is_public=True)
    withdraw_finding(judge, finding.pk, "Data dari unit lain.", at=LATER)
    assert "Data dari unit lain." in client.get(f"{LIST}{finding.number}/").content.decode()


def test_a_browser_answers_once_and_nothing_tells_whose_answer_it_was(client: Client) -> None:
    finding = issue(auditor(), is_public=True)
    address = f"{LIST}{finding.number}/"
    assert client.post(address, {"answer": "yes", "comment": "Cepat sekali."}).status_code == 302
    assert client.post(address, {"answer": "no"}).status_code == 302
    kept = NoticedChange.objects.get()
    assert (kept.answer, kept.comment) == ("yes", "Cepat sekali.")
    page = client.get(address).content.decode()
    assert "Jawaban Anda dihitung" in page
    assert "Cepat sekali." not in page
    assert {field.name for field in NoticedChange._meta.fields} == {"id", "finding", "answer", "comment", "answered_on"}
    cookie = client.cookies["perubahan"]
    assert cookie["httponly"]
    assert cookie["path"] == LIST


def test_a_forged_cookie_counts_as_none(client: Client) -> None:
    finding = issue(auditor(), is_public=True)
    client.cookies["perubahan"] = "WyJUTU4iXQ:abc:def"
    assert client.post(f"{LIST}{finding.number}/", {"answer": "yes"}).status_code == 302
    assert NoticedChange.objects.count() == 1


def test_counts_are_shown_from_five_on(client: Client) -> None:
    finding = issue(auditor(), is_public=True)
    for number in range(5):
        assert client.get(f"/api/v1/findings/{finding.number}").json()["noticed"] is None
        notice_change(finding.pk, "no" if number else "yes", "", at=LATER)
    assert client.get(f"/api/v1/findings/{finding.number}").json()["noticed"] == {"yes": 1, "no": 4, "not_sure": 0}


def test_one_address_cannot_flood_a_finding(client: Client) -> None:
    finding = issue(auditor(), is_public=True)
    statuses = [Client().post(f"{LIST}{finding.number}/", {"answer": "yes"}).status_code for _time in range(21)]
    assert statuses[:20] == [302] * 20
    assert statuses[20] == 429
    assert NoticedChange.objects.count() == 20


def test_garbage_is_answered_with_a_message(client: Client) -> None:
    finding = issue(auditor(), is_public=True)
    assert client.post(f"{LIST}{finding.number}/", {"answer": "perhaps"}).status_code == 422
    assert client.post(f"{LIST}{finding.number}/", {}).status_code == 422
    assert client.get(f"{LIST}TMN-0000-0000/").status_code == 404
    assert client.get(LIST, {"sesudah": "x"}).status_code == 422
    assert client.get(LIST, {"unit": "a/b", "status": "??"}).status_code == 200
    assert client.get(f"{LIST}audit/AUD-1/").status_code == 404
    assert client.get("/api/v1/findings", {"size": 0}).status_code == 422


def test_pages_cost_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    judge, chief = auditor(), head()
    for number in range(6):
        action = planned(judge, chief, title=f"Temuan {number}")
        publish_finding(judge, action.finding_id, at=LATER + timedelta(hours=number))
    for address in (
        LIST,
        f"{LIST}{action.finding.number}/",
        "/api/v1/findings",
        f"/api/v1/findings/{action.finding.number}",
    ):
        with django_assert_max_num_queries(8):
            assert client.get(address).status_code == 200


def test_machines_page_through_and_filter(client: Client) -> None:
    judge = auditor()
    numbers = [issue(judge, is_public=True, title=f"Temuan {number}").number for number in range(3)]
    first = client.get("/api/v1/findings", {"size": 2}).json()
    rest = client.get("/api/v1/findings", {"size": 2, "cursor": first["next"]}).json()
    assert {row["number"] for row in first["findings"] + rest["findings"]} == set(numbers)
    assert client.get("/api/v1/findings", {"unit": "lain"}).json()["findings"] == []
    assert len(client.get("/api/v1/findings", {"state": "issued"}).json()["findings"]) == 3


def test_scorecards_show_what_was_found_and_what_is_done_about_it(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    judge, chief = auditor(), head()
    action = accepted(judge, chief, measure="index", service=make_service())
    check_effect(judge, action.pk, Reading(71.0, 40), Reading(83.5, 30), at=LATER)
    issue(judge, title="Internal saja")
    addresses = ("/kinerja/", "/kinerja/unit/kec-tirtasari/", "/kinerja/layanan/sku/")
    assert all("Belum ada temuan yang diterbitkan" in client.get(one).content.decode() for one in addresses)
    publish_finding(judge, action.finding_id, at=LATER)
    for address in addresses:
        with django_assert_max_num_queries(8):
            page = client.get(f"{address}?bahasa=id").content.decode()  # the first answer is remembered for a while
        for words in (f"{LIST}{action.finding.number}/", action.what, "Berhasil"):
            assert words in page
        assert "Internal saja" not in page
    assert action.finding.number not in client.get("/kinerja/unit/inspektorat/?bahasa=id").content.decode()
    assert action.finding.number in client.get(f"{LIST}?layanan=sku").content.decode()
    assert action.finding.number not in client.get(f"{LIST}?layanan=lain").content.decode()
