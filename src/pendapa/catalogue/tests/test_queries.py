from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import translation

from pendapa.catalogue import queries
from pendapa.catalogue.actions import note_catalogue_change
from pendapa.catalogue.loader import load_folder
from pendapa.catalogue.models import PublicService, ServiceStandard
from pendapa.catalogue.tests.factories import AT, make_service, make_unit, publish
from pendapa.journal.actors import SYSTEM, Actor, Grant

DEMO = Path(__file__).resolve().parents[4] / "demo" / "tirtamaya"


@pytest.fixture
def regency(db):
    assert load_folder(DEMO, actor=SYSTEM, at=AT).is_clean


def test_the_page_of_a_service_takes_three_queries_and_has_all_14_components(regency, django_assert_num_queries):
    with django_assert_num_queries(3), translation.override("id"):
        page = queries.service_page("sku", "id")
    assert page.name == "Surat Keterangan Usaha"
    assert page.unit.code == "kec-tirtasari"
    assert [component.number for component in page.standard.components] == list(range(1, 15))
    assert all(component.text or component.lines for component in page.standard.components)
    assert len(page.standard.delivery) == 6
    assert page.standard.working_days == 3
    assert page.standard.is_free
    assert [channel.kind for channel in page.channels] == ["online", "counter", "phone"]
    counter = page.channels[1]
    assert (counter.hours[0].days, counter.hours[0].times) == ("Senin–Kamis", "08.00–15.00")
    assert [event.key for event in page.life_events] == ["membuka-usaha"]
    assert "Kecamatan Tirtasari" in page.pledge.text


def test_the_page_of_a_service_is_wholly_english_in_english(regency):
    with translation.override("en"):
        page = queries.service_page("sku")
    assert page.name == "Business certificate"
    assert page.standard.components[0].title == "Requirements"
    assert page.standard.evidence[0].name.startswith("Electronic identity card")
    assert page.channels[1].hours[0].days == "Monday–Thursday"
    assert page.channels[1].hours[0].times == "08:00–15:00"
    assert page.pledge.text.startswith("We,")


def test_a_unit_without_a_pledge_stands_under_the_pledge_of_the_unit_above(regency):
    assert queries.service_page("rujukan-jkn").pledge.unit_name == "Pemerintah Kabupaten Tirtamaya"


def test_services_are_listed_by_life_event_in_two_queries(regency, django_assert_num_queries):
    with django_assert_num_queries(2):
        groups = queries.services_by_life_event("id")
    assert [event.key for event, _services in groups][0] == "punya-anak"
    assert all(event.services == len(services) > 0 for event, services in groups)


def test_services_can_be_narrowed_to_a_unit_and_to_those_online(regency):
    assert {s.slug for s in queries.published_services(unit="tirtamaya/kec-tirtasari")} == {"sku", "domisili"}
    assert {s.slug for s in queries.published_services(is_online=True)} == {"sku", "domisili"}
    assert "kia" in {s.slug for s in queries.published_services(life_event="sekolah")}


@pytest.mark.django_db
def test_a_service_without_a_published_standard_is_not_public():
    make_service()
    assert queries.published_services() == []
    assert queries.service_page("sku") is None
    assert queries.versions_of("sku") == []


@pytest.mark.django_db
def test_the_history_of_a_standard_is_public_and_older_versions_can_be_read():
    service = make_service()
    publish(service)
    publish(service, at=AT + timedelta(days=30), working_days=2)
    assert [(v.version, v.status, v.valid_from) for v in queries.versions_of("sku")] == [
        (2, "published", date(2026, 4, 1)),
        (1, "superseded", date(2026, 3, 2)),
    ]
    assert queries.published_version("sku", 1).working_days == 3
    assert queries.published_version("sku", 3) is None
    newest = ServiceStandard.objects.get(version=2)
    assert [(d.path, d.before, d.after) for d in queries.version_differences(newest)] == [("working_days", 3, 2)]


def test_only_online_services_with_form_and_process_can_be_applied_for(regency):
    assert queries.standard_for_application("sku").form_version is not None
    assert queries.standard_for_application("nib") is None
    PublicService.objects.filter(slug="sku").update(is_online=False)
    note_catalogue_change()
    assert queries.standard_for_application("sku") is None


@pytest.mark.django_db
def test_drafts_are_seen_by_those_who_look_after_them_alone():
    publish(make_service(owner=make_unit("dukcapil")))
    administrator = Actor(kind="person", grants=(Grant("administrator", "tirtamaya", "tirtamaya"),))
    officer = Actor(kind="person", grants=(Grant("officer", "dukcapil", "tirtamaya/dukcapil"),))
    foreign = Actor(kind="person", grants=(Grant("administrator", "tirta", "tirta"),))
    assert queries.standards_visible_to(administrator).count() == 1
    assert queries.standards_visible_to(officer).count() == 0
    assert queries.standards_visible_to(foreign).count() == 0
