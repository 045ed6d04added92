"""What a visitor finds of the reports of others: empty, with some, and very full."""

import json
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendapa.complaints.models import Complaint, Follower
from pendapa.complaints.public.tests.factories import answer, publish, publish_many
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_topic, make_unit

pytestmark = pytest.mark.django_db
_visits = count()
PAGES = ("/laporan/", "/laporan/peta/", "/laporan/statistik/", "/lapor/tanya-jawab/")
MACHINES = ("/laporan/atom.xml", "/laporan/statistik.csv", "/laporan/statistik.json")


def _text(client: Client, address: str) -> str:
    """The page as it is now: each visit has an address of its own, for pages are kept some seconds."""
    join = "&" if "?" in address else "?"
    response = client.get(f"{address}{join}visit={next(_visits)}")
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("address", [*PAGES, *MACHINES])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_there_before_any_report_is(client: Client, address: str, language: str) -> None:
    assert _text(client, f"{address}?bahasa={language}")


def test_a_published_report_is_in_the_list_and_has_a_page_of_its_own(client: Client) -> None:
    complaint = publish("Lampu di depan balai desa mati.", topic=make_topic().slug, latitude=-7.98765, longitude=112.6)
    listed = _text(client, "/laporan/")
    assert "Lampu di depan balai desa mati." in listed
    page = _text(client, f"/laporan/{complaint.case.number}/")
    assert "Lampu di depan balai desa mati." in page
    assert "Lampu Jalan" in page
    assert "-7.988" in page
    assert "98765" not in page


def test_the_page_tells_the_way_and_the_public_answers_without_names(client: Client) -> None:
    complaint = answer(publish(), "Terima kasih Bapak Suparman, hubungi 0812 3456 7890. Sudah diganti.")
    page = _text(client, f"/laporan/{complaint.case.number}/")
    assert "Sudah diganti." in page
    assert "Suparman" not in page
    assert "3456" not in page
    assert "Dinas-Pu menjawab." in page


def test_an_answer_that_names_its_reporter_names_nobody_in_public(client: Client) -> None:
    asked = publish(name="Siti Rahayu", email="siti@example.org", topic=make_topic().slug)
    number = answer(asked, "Halo Kak Siti Rahayu, terima kasih. Lampu sudah diganti, Siti.").case.number
    addresses = (
        f"/laporan/{number}/", f"/api/v1/complaints/{number}", "/api/v1/complaints",
        f"/open311/v2/requests/{number}.json", f"/open311/v2/requests.xml?service_request_id={number}",
    )  # fmt: skip
    for address in addresses:
        told = _text(client, address)
        assert "sudah diganti" in told, address
        assert "Siti" not in told, address
        assert "Rahayu" not in told, address


def test_an_answer_that_is_not_public_is_not_shown(client: Client) -> None:
    complaint = answer(publish(), "Hanya untuk Anda.", is_public=False)
    assert "Hanya untuk Anda." not in _text(client, f"/laporan/{complaint.case.number}/")


def test_the_filters_narrow_the_list_the_feed_and_the_figures(client: Client) -> None:
    topic = make_topic("sampah")
    publish("Sampah menumpuk di pasar.", topic=topic.slug)
    answer(publish("Lampu jalan mati di gang."), unit=make_unit("dinhub"))
    publish("Jalan berlubang.", at=A_MONDAY - timedelta(days=60))
    for query, there, not_there in (
        ("topik=sampah", "Sampah menumpuk", "Lampu jalan"),
        ("unit=dinhub", "Lampu jalan", "Sampah menumpuk"),
        ("status=dijawab", "Lampu jalan", "Sampah menumpuk"),
        ("q=sampah+pasar", "Sampah menumpuk", "Lampu jalan"),
        ("sampai=2026-02-01", "Jalan berlubang", "Lampu jalan"),
        ("dari=2026-02-01", "Lampu jalan", "Jalan berlubang"),
    ):
        for address in ("/laporan/", "/laporan/atom.xml"):
            text = _text(client, f"{address}?{query}")
            assert there in text, (address, query)
            assert not_there not in text, (address, query)
    assert json.loads(_text(client, "/laporan/statistik.json?topik=sampah"))["total"]["reports"] == 1


@pytest.mark.parametrize("query", ["q=%00", "dari=x", "sampai=9999-99-99", "status=zzz", "sesudah=zzz", "tempat=3.5."])
@pytest.mark.parametrize("address", [*PAGES, *MACHINES])
def test_any_filter_is_taken_or_refused_plainly(client: Client, address: str, query: str) -> None:
    assert client.get(f"{address}?{query}").status_code in (200, 400, 422)


def test_who_has_this_too_is_counted_once_and_named_nowhere(client: Client) -> None:
    complaint = publish()
    address = f"/laporan/{complaint.case.number}/ikut/"
    key = client.get(address).context["form"]["key"].value()
    for _again in range(2):
        sent = client.post(address, {"email": "budi@example.org", "key": key})
        assert sent.status_code == 302
    assert Complaint.objects.get(pk=complaint.pk).follower_count == 1
    assert "1 orang lain" in _text(client, f"/laporan/{complaint.case.number}/")
    assert "budi" not in _text(client, f"/laporan/{complaint.case.number}/")


def test_a_machine_in_the_trap_counts_for_nothing_and_a_wrong_address_is_said(client: Client) -> None:
    address = f"/laporan/{publish().case.number}/ikut/"
    key = client.get(address).context["form"]["key"].value()
    assert client.post(address, {"key": key, "website": "http://x"}).status_code == 302
    assert not Follower.objects.exists()
    wrong = client.post(address, {"key": key, "email": "bukan alamat"})
    assert wrong.status_code == 422
    assert "bukan alamat" in wrong.content.decode()


def test_a_hidden_number_answers_like_one_that_never_was(client: Client) -> None:
    hidden = complain().case.number
    for path in ("", "ikut/", "foto/1/", "foto/1/kecil/"):
        assert client.get(f"/laporan/{hidden}/{path}").status_code == 404
        assert client.get(f"/laporan/LPR-0000-0000/{path}").status_code == 404


def test_three_thousand_reports_are_paged_light_and_cheap(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publish_many(3000, topic=make_topic().slug, latitude=-7.98, longitude=112.63)
    for address in (*PAGES[:3], *MACHINES):
        with django_assert_max_num_queries(8):
            response = client.get(address, headers={"accept-encoding": "gzip"})
        assert response.status_code == 200
        assert len(response.content) < 25_000, address
    seen: set[str] = set()
    address = "/laporan/"
    for _page in range(3):
        response = client.get(address)
        numbers = {row["number"] for row in response.context["rows"]}
        assert len(numbers) == 20
        assert not numbers & seen
        seen |= numbers
        address = response.context["next"]
    with django_assert_max_num_queries(8):
        client.get(f"/laporan/{seen.pop()}/")
