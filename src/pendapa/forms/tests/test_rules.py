from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pendapa.forms import rules
from pendapa.forms.tests.forms_of_tirtamaya import ADDRESS, SKU_ANSWERS, load_service_form, photo

SKU = load_service_form("sku")
TODAY = date(2026, 11, 24)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
answers = st.dictionaries(st.sampled_from(sorted(SKU.fields)), json_values)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def faults(**changes) -> dict[str, str]:
    data = {name: value for name, value in (SKU_ANSWERS | changes).items() if value is not None}
    return {error.field: error.message for error in rules.validate_all(SKU, data, today=TODAY)}


def test_a_complete_form_has_nothing_to_correct():
    assert faults() == {}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("full_name", None, "Fill in full name."),
        ("full_name", "Al", "Full name has at least 3 letters."),
        ("full_name", "a" * 81, "Shorten full name to 80 letters; now there are 81."),
        ("nik", "3573055708900", "Write the 16 digits"),
        ("nik", "3573055608900001", "another date of birth"),
        ("birth_date", "31/2/1990", "Write a real date"),
        ("birth_date", "2026-11-25", "lies in the future"),
        ("birth_date", "1899-12-31", "not earlier than"),
        ("phone", "12", "Write a phone number that can be called"),
        ("email", "siti@", "Write an e-mail address"),
        ("business_field", None, "Choose line of business."),
        ("business_field", "arms", "Choose one of the answers"),
        ("business_since", None, "Answer the question"),
        ("monthly_turnover", "banyak", "Write the amount in whole rupiah"),
        ("monthly_turnover", 10**11, "at most Rp10.000.000.000"),
        ("address", None, "Search for the village"),
        ("address", {"street": "Jalan Melati 4"}, "Search for the village"),
        ("address", ADDRESS | {"street": ""}, "Write the street"),
        ("address", ADDRESS | {"name": ""}, "Search for the village"),
        ("photo_business", [photo(n) for n in range(4)], "Keep at most 3 files."),
        ("photo_business", [], "Add photos of the business."),
        ("photo_ktp", [photo(size=11 * 1024 * 1024)], "at most 10 MB"),
        ("photo_ktp", [photo(type="text/html")], "This file cannot be used"),
        ("declaration", False, "Tick the statement"),
        ("declaration", None, "Tick the statement"),
    ],
)
def test_each_fault_says_plainly_what_to_do(field, value, message):
    found = faults(**{field: value})
    assert set(found) <= {field, "nik"}  # a NIK is compared with the date of birth
    assert message in found[field]


def test_a_question_that_does_not_apply_is_not_required_and_not_sent():
    assert faults(purpose="other") == {"purpose_other": "Write what the certificate is for."}
    assert faults(purpose="other", purpose_other="pameran usaha") == {}
    kept = SKU_ANSWERS | {"purpose": "school", "purpose_other": "pameran usaha"}
    assert "purpose_other" not in rules.visible_data(SKU, kept)


def test_an_answer_to_no_question_is_refused():
    assert faults(is_admin=True) == {"is_admin": "This form has no such question."}


def test_typed_answers_become_values():
    typed = {
        "business_name": "  Warung   Soto ",
        "business_field": "food",
        "business_since": "1/3/2021",
        "monthly_turnover": "Rp 4.500.000",
        "is_admin": "yes",
    }
    assert rules.normalise(SKU, "usaha", typed) == {
        "business_name": "Warung Soto",
        "business_field": "food",
        "business_since": "2021-03-01",
        "monthly_turnover": 4_500_000,
    }


def test_what_cannot_be_read_stays_as_typed():
    assert rules.normalise(SKU, "usaha", {"monthly_turnover": "kira-kira 4 juta"}) == {
        "monthly_turnover": "kira-kira 4 juta"
    }


@given(answers, st.sampled_from([page.key for page in SKU.pages]))
def test_validation_never_fails_on_any_answers(data, page):
    rules.validate_page(SKU, page, data, today=TODAY)
    rules.validate_all(SKU, data, today=TODAY)
    rules.visible_pages(SKU, data)


@given(json_values)
def test_validation_never_fails_on_any_value_as_a_form(value):
    rules.validate_all(SKU, value, today=TODAY)


@given(answers, st.sampled_from([page.key for page in SKU.pages]))
def test_normalising_twice_changes_nothing_more(data, page):
    once = rules.normalise(SKU, page, data)
    assert rules.normalise(SKU, page, once) == once


@pytest.mark.parametrize("odd", ["\ud800", float("nan"), 10**400, {"code": "\ud800"}, [["\ud800"]]])
@pytest.mark.parametrize("name", sorted(SKU.fields))
def test_odd_values_are_answers_to_correct(name, odd):
    assert set(faults(**{name: odd})) <= {name, "nik", "purpose_other"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "Siti\x00 Rahmawati"),
        ("full_name", "Siti \x1b[31mRahmawati"),
        ("full_name", "Siti \u202eitamhaR"),
        ("full_name", "Siti\r\nBcc: semua@contoh.id"),
        ("full_name", "Siti \uffff"),
        ("business_name", "Warung \ud800"),
        ("address", ADDRESS | {"street": "Jalan \udfff 4"}),
        ("address", ADDRESS | {"street": "Jalan\nMelati"}),
        ("address", ADDRESS | {"search\ud800": "Jalan"}),
    ],
)
def test_signs_that_are_no_text_are_not_taken_in(field, value):
    assert "cannot be read" in faults(**{field: value})[field]
