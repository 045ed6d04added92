from datetime import date

import pytest
from django.template import engines
from django.utils import translation
from lxml import html

from pendapa.forms import rules
from pendapa.forms.rendering import error_links, neighbours, page_view, progress_labels
from pendapa.forms.summary import summary
from pendapa.forms.tests.forms_of_tirtamaya import ADDRESS, SKU_ANSWERS, load_service_form
from pendapa.kernel.problems import FieldError
from pendapa.regions.models import Level, Region

FORMS = {key: load_service_form(key) for key in ("sku", "domisili")}
SKU = FORMS["sku"]
PAGES = [(form, page.key) for form in FORMS.values() for page in form.pages]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def drawn(form, page: str, data, errors=()):
    template = engines["django"].from_string("{% load form_pages %}{% form_page form page data errors %}")
    return html.fromstring(
        f"<div>{template.render({'form': form, 'page': page, 'data': data, 'errors': errors})}</div>"
    )


@pytest.mark.parametrize(("form", "page"), PAGES)
@pytest.mark.parametrize("data", [{}, SKU_ANSWERS])
def test_every_control_has_a_label_and_its_own_id(form, page, data):
    tree = drawn(form, page, data)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for control in tree.xpath("//input | //select | //textarea"):
        assert tree.xpath(f"//label[@for='{control.get('id')}']"), control.get("name")
    assert not tree.xpath("//@style")


@pytest.mark.parametrize(("form", "page"), PAGES)
def test_every_error_is_tied_to_a_control_and_linked_from_the_summary(form, page):
    errors = rules.validate_page(form, page, {}, today=date(2026, 11, 24))
    tree = drawn(form, page, {}, errors)
    for (target, message), error in zip(error_links(form, page, errors), errors, strict=True):
        assert tree.xpath(f"//*[@id='{target}'][self::input or self::select or self::textarea]"), target
        shown = tree.get_element_by_id(f"id_{error.field}-error")
        assert message in shown.text_content()
        assert tree.xpath(f"//*[contains(@aria-describedby, 'id_{error.field}-error')]")


def test_what_was_typed_stands_in_its_field_again():
    data = {"birth_date": "31/2/1990", "nik": "35 <b>", "full_name": 'Siti "Aminah"'}
    tree = drawn(SKU, "identitas", data)
    assert [tree.get_element_by_id(f"id_birth_date_{part}").get("value") for part in ("day", "month", "year")] == [
        "31",
        "2",
        "1990",
    ]
    assert tree.get_element_by_id("id_nik").get("value") == "35 <b>"
    assert tree.get_element_by_id("id_full_name").get("value") == 'Siti "Aminah"'


def test_money_stands_in_groups_and_choices_are_checked():
    tree = drawn(SKU, "usaha", SKU_ANSWERS)
    assert tree.get_element_by_id("id_monthly_turnover").get("value") == "4.500.000"
    assert tree.xpath("//input[@name='business_field'][@checked]/@value") == ["food"]


def test_a_question_that_waits_on_the_same_page_is_drawn_for_pages_without_script():
    tree = drawn(SKU, "keperluan", {})
    assert tree.xpath("//*[@data-show-if]//input/@name") == ["purpose_other"]


@pytest.mark.django_db
def test_found_places_can_be_chosen_without_script(django_assert_num_queries):
    Region.objects.create(
        code=ADDRESS["code"], name="Jatimulyo", full_name=ADDRESS["name"], level=Level.VILLAGE, words="jatimulyo"
    )
    with django_assert_num_queries(1):
        tree = drawn(SKU, "alamat", {"address": {"search": "jatim"}})
    assert tree.xpath("//input[@name='address.code']/@value") == [ADDRESS["code"]]


def test_handed_in_files_can_be_removed():
    tree = drawn(SKU, "berkas", SKU_ANSWERS)
    assert tree.xpath("//button[@name='_remove']/@value") == ["photo_business:f1", "photo_business:f2", "photo_ktp:f3"]
    assert tree.get_element_by_id("id_photo_business").get("multiple") is not None
    assert tree.get_element_by_id("id_photo_ktp").get("multiple") is None


@pytest.mark.parametrize("odd", [1, [1], {"code": 1}, [{"id": None}], True, None, "x"])
@pytest.mark.parametrize(("form", "page"), PAGES)
def test_odd_answers_are_drawn_without_harm(form, page, odd):
    page_view(form, page, dict.fromkeys(form.fields, odd))
    drawn(form, page, dict.fromkeys(form.fields, odd), [FieldError("full_name", "x")])
    summary(form, dict.fromkeys(form.fields, odd))


def test_the_check_page_shows_every_answer_and_hides_the_nik():
    rows = {row.name: row for one in summary(SKU, SKU_ANSWERS) for row in one.rows}
    assert rows["nik"].text.endswith("0001")
    assert "3573" not in rows["nik"].text
    assert rows["birth_date"].text == "17 August 1990"
    assert rows["monthly_turnover"].text == "Rp4.500.000"
    assert rows["phone"].text == "+62 812-3456-7890"
    assert rows["address"].text == "Jalan Melati 4, Jatimulyo, Lowokwaru, Kota Malang, Jawa Timur"
    assert rows["business_field"].text == "Food and drink"
    assert [file.name for file in rows["photo_business"].files] == ["foto-1.jpg", "foto-2.jpg"]
    assert "purpose_other" not in rows
    unmasked = {row.name: row.text for one in summary(SKU, SKU_ANSWERS, mask_nik=False) for row in one.rows}
    assert unmasked["nik"] == "3573055708900001"


def test_the_way_through_the_form_is_known():
    before, after = neighbours(SKU, "alamat", {})
    assert (before.key, after.key) == ("identitas", "kontak")
    assert neighbours(SKU, "pernyataan", {})[1] is None
    assert progress_labels(SKU, {}, "Check")[-2:] == ["Statement", "Check"]
