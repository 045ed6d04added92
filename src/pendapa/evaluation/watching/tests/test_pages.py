"""Alarms at the desk: who sees them, who judges them."""

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from pendapa.evaluation.watching.actions import watch_measures
from pendapa.evaluation.watching.models import Alarm, WatchRule
from pendapa.evaluation.watching.tests.factories import AFTER, ratings, work
from pendapa.evaluation.watching.tests.test_watch import gather
from pendapa.evaluation.watching.wording import expected_told, value_told
from pendapa.journal.models import Entry
from pendapa.people.models import Membership, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization

pytestmark = pytest.mark.django_db
LIST = "/meja/peringatan/"


@pytest.fixture(autouse=True)
def _demonstration(settings: pytest.FixtureRequest) -> None:
    settings.PENDAPA_DEMO = True  # type: ignore[attr-defined]
    body = make_organization("tirtamaya")
    for code in ("dpmptsp", "dukcapil", "inspektorat"):
        make_organization(code, body)


def client_of(role: Role, unit: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_member(Organization.objects.get(code=unit), role))
    return client


def an_alarm() -> Alarm:
    ratings(9, 3)
    watch_measures(at=AFTER)
    return Alarm.objects.get()


def test_an_alarm_is_told_with_its_chart_and_its_table(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    alarm, auditor = an_alarm(), client_of(Role.INTERNAL_AUDITOR, "inspektorat")
    for address in (LIST, f"{LIST}{alarm.pk}/", f"{LIST}{alarm.pk}/bukan/", f"{LIST}aturan/", f"{LIST}aturan/index/"):
        with django_assert_max_num_queries(8):
            response = auditor.get(address)
        assert response.status_code == 200, address
    page = auditor.get(f"{LIST}{alarm.pk}/").content.decode()
    assert "<svg" in page
    assert page.count('class="alarmed"') == page.count('<tr class="late">') >= 1
    assert page.count('class="point"') + page.count('class="alarmed"') == len(alarm.evidence["periods"])


def test_a_cluster_is_told_without_small_counts() -> None:
    gather(3, range(100, 400, 90))
    gather(8, range(1, 25, 2))
    watch_measures(at=AFTER)
    page = client_of(Role.OVERSEER, "tirtamaya").get(f"{LIST}{Alarm.objects.get().pk}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "kurang dari 5" in text or "fewer than 5" in text


def test_heads_read_the_alarms_of_their_units_and_nobody_elses() -> None:
    alarm = an_alarm()
    own, other = client_of(Role.HEAD, "dpmptsp"), client_of(Role.HEAD, "dukcapil")
    assert own.get(f"{LIST}{alarm.pk}/").status_code == 200
    assert other.get(f"{LIST}{alarm.pk}/").status_code == 404
    assert client_of(Role.OFFICER, "dpmptsp").get(LIST).status_code == 403
    assert client_of(Role.ADMINISTRATOR, "tirtamaya").get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.HEAD, "dpmptsp"), (Role.OFFICER, "dpmptsp"), (Role.HEAD, "tirtamaya"), (Role.ADMINISTRATOR, "tirtamaya"),
     (Role.INTERNAL_AUDITOR, "dpmptsp")],
)  # fmt: skip
def test_nobody_who_answers_for_a_unit_judges_its_alarm_or_sets_the_watch(role: Role, unit: str) -> None:
    alarm, client = an_alarm(), client_of(role, unit)
    assert client.post(f"{LIST}{alarm.pk}/bukan/", {"reason": "Bukan salah kami."}).status_code in (403, 404)
    if role != Role.INTERNAL_AUDITOR:
        assert client.post(f"{LIST}aturan/index/", {}).status_code == 403
    alarm.refresh_from_db()
    assert not alarm.is_dismissed


def test_an_overseer_judges_with_a_reason_and_the_chart_begins_anew() -> None:
    alarm, overseer = an_alarm(), client_of(Role.OVERSEER, "tirtamaya")
    address = f"{LIST}{alarm.pk}/bukan/"
    assert overseer.post(address, {"reason": "  "}).status_code == 422
    assert overseer.post(address, {"reason": "Kuesioner diganti bulan itu."}).status_code == 302
    assert overseer.post(address, {"reason": "Lagi."}).status_code == 403 or Alarm.objects.get().dismissal
    assert Entry.objects.filter(verb="alarm.dismissed").count() == 1
    assert "Kuesioner diganti" in overseer.get(f"{LIST}{alarm.pk}/").content.decode()
    assert watch_measures(at=AFTER) == 0


def test_an_overseer_sets_the_watch_and_the_log_tells_it() -> None:
    overseer = client_of(Role.OVERSEER, "tirtamaya")
    given = {"least_count": "30", "baseline": "6", "allowance": "1", "limit": "5"}
    assert overseer.post(f"{LIST}aturan/on_time/", {**given, "limit": "banyak"}).status_code == 422
    assert overseer.post(f"{LIST}aturan/on_time/", {**given, "baseline": "-1"}).status_code == 422
    assert overseer.post(f"{LIST}aturan/on_time/", given).status_code == 302
    assert overseer.post(f"{LIST}aturan/cluster/", {"is_watched": "on"}).status_code == 302
    rule = WatchRule.objects.get(measure="on_time")
    assert (rule.is_watched, rule.least_count, rule.limit) == (False, 30, 5.0)
    assert Entry.objects.filter(verb="watch.changed").count() == 2
    work(9, 3)
    watch_measures(at=AFTER)
    assert not Alarm.objects.filter(measure="on_time").exists()


def test_an_overseer_who_is_head_of_a_unit_too_does_not_set_how_it_is_watched() -> None:
    account = make_member(Organization.objects.get(code="tirtamaya"), Role.OVERSEER)
    Membership.objects.create(
        account=account,
        organization=Organization.objects.get(code="dpmptsp"),
        role=Role.HEAD,
        starts=account.memberships.get().starts,
    )
    client = Client()
    client.force_login(account)
    assert client.post(f"{LIST}aturan/cluster/", {}).status_code == 403
    assert "aturan/cluster/" not in client.get(f"{LIST}aturan/").content.decode()
    assert not WatchRule.objects.exists()


@pytest.mark.parametrize("address", ["99999999999999999999/", "0/", "0/bukan/", "aturan/nothing/"])
def test_garbage_in_an_address_is_not_found(address: str) -> None:
    assert client_of(Role.OVERSEER, "tirtamaya").get(LIST + address).status_code == 404


def test_an_empty_list_says_so() -> None:
    assert client_of(Role.OVERSEER, "tirtamaya").get(LIST).status_code == 200


def test_values_are_rounded_and_not_cut_off() -> None:
    with override("id"):
        assert value_told("index", 87.6157) == "87,62"
        assert value_told("complaints", 11.8) == "12"
        assert expected_told("cluster", 0.36) == "0,4"
