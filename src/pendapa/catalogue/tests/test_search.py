from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from pendapa.catalogue.loader import load_folder
from pendapa.catalogue.models import PublicService
from pendapa.catalogue.search import search_services
from pendapa.catalogue.tests.factories import AT, make_service, publish
from pendapa.journal.actors import SYSTEM

DEMO = Path(__file__).resolve().parents[4] / "demo" / "tirtamaya"


@pytest.fixture
def regency(db):
    assert load_folder(DEMO, actor=SYSTEM, at=AT).is_clean


MEANT = {
    "surat keterangan usaha": "sku",
    "surt usaha": "sku",
    "jualan": "sku",
    "ijin domisli": "domisili",
    "Domisili!": "domisili",
    "akte lahir": "akta-kelahiran",
    "akta kelahirn": "akta-kelahiran",
    "ktp hilang": "ktp-el",
    "e-ktp": "ktp-el",
    "KK": "kartu-keluarga",
    "pindah almat": "pindah-datang",
    "rujukan bpjs": "rujukan-jkn",
    "difabel": "kartu-disabilitas",
    "beasiswa": "program-indonesia-pintar",
    "izin usaha": "nib",
    "kartu anak": "kia",
}


def test_what_people_type_leads_to_the_service_they_mean(regency):
    assert {typed: search_services(typed, "id")[0].service.slug for typed in MEANT} == MEANT


def test_english_words_find_english_names(regency):
    meant = {"proof of adress": "domisili", "birth certificate": "akta-kelahiran", "lost ID": "ktp-el"}
    hits = {typed: search_services(typed, "en")[0] for typed in meant}
    assert {typed: hit.service.slug for typed, hit in hits.items()} == meant
    assert hits["lost ID"].service.name == PublicService.objects.get(slug="ktp-el").name_en


def test_words_of_the_standard_are_searched_too(regency):
    assert "sku" in {hit.service.slug for hit in search_services("foto tempat usaha", "id")}


def test_a_half_typed_word_finds_its_service(regency):
    assert search_services("domis", "id")[0].service.slug == "domisili"


def test_an_odd_query_finds_nothing_and_breaks_nothing(regency):
    odd = ["", "   ", "!!!", "()&|:*'\"\\", "zzzzqqqq", "x" * 5000, "%_ \u200b", "-", "or or", "\x00"]
    assert [search_services(typed, "id") for typed in odd] == [[]] * len(odd)


def test_the_word_by_which_a_service_was_found_is_told(regency):
    assert search_services("difabel", "id")[0].matched == "difabel"


@pytest.mark.django_db
def test_a_service_is_found_as_soon_as_it_is_published_and_under_its_new_name():
    service = make_service()
    assert search_services("keterangan usaha") == []
    publish(service)
    assert [hit.service.slug for hit in search_services("keterangan usaha")] == ["sku"]
    PublicService.objects.update(name="Surat Tanda Pedagang")
    service.refresh_from_db()
    publish(service, at=AT + timedelta(days=1), working_days=2)
    assert search_services("pedagang")[0].service.name == "Surat Tanda Pedagang"


def test_searching_asks_the_database_twice_once_the_names_are_known(regency, django_assert_num_queries):
    search_services("usaha", "id")
    with django_assert_num_queries(2):
        search_services("akta", "id")


def test_the_language_in_use_is_taken_when_none_is_named(regency):
    with translation.override("en"):
        assert search_services("birth certificate")[0].service.name == "Birth certificate"
