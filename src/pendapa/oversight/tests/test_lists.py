"""Lists that an auditor and a head work through: searched, narrowed to what is late, taken away as a table."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pendapa.kernel.calendar import local_date
from pendapa.oversight.actions import answer_finding, close_finding, withdraw_finding
from pendapa.oversight.models import CorrectiveAction, Finding
from pendapa.oversight.next_step import next_step
from pendapa.oversight.tests.factories import (
    LATER,
    accepted,
    account_of,
    auditor,
    head,
    issue,
    make_unit,
    planned,
    propose,
    reported,
)
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
ACTIONS, DESK, EXAMINED = "/meja/temuan/tindakan/", "/meja/pengawasan/", "/meja/temuan/"


def _client(role: Role) -> Client:
    client = Client()
    client.force_login(account_of(role))
    return client


def _rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_findings_are_searched_by_number_words_and_unit_and_narrowed_to_what_is_late() -> None:
    judge, keeper = auditor(), _client(Role.INTERNAL_AUDITOR)
    queue = issue(judge, title="Antrean panjang")
    map_ = issue(judge, title="Peta usang", unit=make_unit("kec-lain"))
    Finding.objects.filter(pk=map_.pk).update(due_on=local_date(timezone.now()) + timedelta(days=9))
    for query, one, other in (
        ("q=antrean", queue, map_),
        (f"q={map_.number.lower()}", map_, queue),
        ("q=kec-lain", map_, queue),
        ("lewat=1", queue, map_),
    ):
        [row] = _rows(keeper, f"{DESK}?{query}&unduh=csv")
        assert row["number"] == one.number, query
        page = keeper.get(f"{DESK}?{query}").content.decode().partition('class="toolbar"')[2]
        assert one.number in page
        assert other.number not in page
    assert "Tidak ada temuan yang cocok" in keeper.get(f"{DESK}?q=zzz").content.decode()
    for garbage in ("q=" + "9" * 900, "lewat=x&status=x&unduh=x", "tampil=zzz&q=%25"):
        assert keeper.get(f"{DESK}?{garbage}").status_code == 200
        assert keeper.get(f"{ACTIONS}?{garbage}").status_code == 200


def test_a_table_holds_only_what_its_reader_sees_and_no_formula() -> None:
    judge, chief = auditor(), _client(Role.HEAD)
    propose(judge)
    issue(judge, title="=1+1", unit=make_unit("kec-lain"))
    mine = issue(judge, title="=cmd()")
    [row] = _rows(chief, f"{EXAMINED}?unduh=csv")
    assert (row["number"], row["title"], row["is_late"]) == (mine.number, "'=cmd()", "yes")
    assert Client().get(ACTIONS).status_code == 302


def test_actions_are_listed_by_how_far_they_are(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    judge, chief = auditor(), head()
    late, waits, done, soon = (make(judge, chief) for make in (planned, reported, accepted, planned))
    CorrectiveAction.objects.filter(pk=soon.pk).update(due_on=local_date(timezone.now()) + timedelta(days=9))
    for client in (_client(Role.INTERNAL_AUDITOR), _client(Role.HEAD)):
        for stage, found in (
            ("buka", {late, waits, soon}),
            ("lewat", {late}),
            ("lapor", {waits}),
            ("selesai", {done}),
            ("", {late, waits, done, soon}),
        ):
            rows = _rows(client, f"{ACTIONS}?status={stage}&unduh=csv")
            assert {row["finding"] for row in rows} == {one.finding.number for one in found}, stage
        with django_assert_max_num_queries(8):
            assert late.finding.number in client.get(f"{ACTIONS}?status=lewat").content.decode()
    stranger = Client()
    stranger.force_login(account_of(Role.HEAD, make_unit("kec-lain")))
    assert _rows(stranger, f"{ACTIONS}?status=&unduh=csv") == []
    assert "Belum ada tindakan yang terbuka" in stranger.get(ACTIONS).content.decode()
    admin = Client()
    admin.force_login(account_of(Role.ADMINISTRATOR))
    assert admin.get(ACTIONS).status_code == 403


def test_every_state_says_what_happens_next_to_each_side() -> None:
    judge, chief = auditor(), head()
    told = set()

    def tell(finding: Finding) -> None:
        actions = list(finding.actions.all())
        for is_overseer in (True, False):
            told.add(next_step(Finding.objects.get(pk=finding.pk), actions, is_overseer=is_overseer))

    tell(propose(judge, cause=""))
    tell(propose(judge))
    issued = issue(judge)
    tell(issued)
    answer_finding(chief, issued.pk, "Ya.", agrees=True, at=LATER)
    tell(issued)
    withdraw_finding(judge, issued.pk, "Keliru.", at=LATER)
    tell(issued)
    for make in (planned, reported, accepted):
        tell(make(judge, chief).finding)
    for more in ({}, {"measure": "index"}):
        done = accepted(judge, chief, **more)
        close_finding(judge, done.finding_id, "", at=LATER)
        tell(done.finding)
    assert len(told) == 15
    page = _client(Role.HEAD).get(f"/meja/temuan/{issued.number}/").content.decode()
    assert "Langkah berikutnya" in page
