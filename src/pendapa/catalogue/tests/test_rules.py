from datetime import datetime

import pytest
from django.utils import translation

from pendapa.catalogue.languages import localised, localised_tree
from pendapa.catalogue.opening import is_open_at, opening_rows
from pendapa.catalogue.rows import rupiah
from pendapa.catalogue.rules import COMPONENTS, differences, digest_of, missing_components
from pendapa.catalogue.tests.factories import standard_fields


def span(day, opens="08:00", closes="15:00"):
    return {"day": day, "opens": opens, "closes": closes}


def test_there_are_14_components_and_the_first_six_are_of_the_delivery():
    assert [component.number for component in COMPONENTS] == list(range(1, 15))
    assert [component.number for component in COMPONENTS if component.is_delivery] == [1, 2, 3, 4, 5, 6]


def test_a_complete_standard_misses_nothing_and_an_empty_one_everything():
    assert missing_components(standard_fields()) == []
    assert missing_components({}) == list(COMPONENTS)


def test_equal_content_has_an_equal_digest_whatever_its_order():
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})


def test_differences_name_what_was_added_dropped_and_changed():
    before = {"days": 3, "steps": [{"name": {"id": "Isi"}}]}
    after = {"days": 2, "steps": [{"name": {"id": "Isi"}}, {"name": {"id": "Kirim"}}]}
    found = [(d.path, d.before, d.after) for d in differences(before, after)]
    assert found == [("days", 3, 2), ("steps.2.name.id", None, "Kirim")]


def test_a_difference_knows_the_component_that_it_concerns():
    before = standard_fields()
    after = standard_fields(working_days=1, cost_note={}, validity_days=7, components={"security": {"id": "Aman"}})
    concerned = {d.component and d.component.number for d in differences(before, after)}
    assert {3, 4, 13, None} <= concerned


def test_days_with_equal_hours_are_read_together():
    hours = [*(span(day) for day in (1, 2, 3, 4)), span(5, closes="11:00"), span(6, "09:00", "10:00")]
    hours.insert(5, span(5, "13:00", "15:00"))
    with translation.override("id"):
        rows = [(row.days, row.times) for row in opening_rows(hours, "id")]
    assert rows == [
        ("Senin–Kamis", "08.00–15.00"),
        ("Jumat", "08.00–11.00, 13.00–15.00"),
        ("Sabtu", "09.00–10.00"),
    ]


@pytest.mark.parametrize(
    ("time", "is_open"),
    [("2026-03-02T08:00", True), ("2026-03-02T15:00", False), ("2026-03-03T09:00", False)],
)
def test_a_counter_is_open_from_its_opening_until_before_its_closing(time, is_open):
    assert is_open_at([span(1)], datetime.fromisoformat(time)) is is_open


def test_words_fall_back_to_indonesian():
    assert localised({"id": "Gratis", "en": ""}, "en") == "Gratis"
    assert localised({}, "en") == ""
    assert localised_tree({"a": [{"id": "satu", "en": "one"}], "b": 1}, "en") == {"a": ["one"], "b": 1}


def test_money_is_written_as_each_language_writes_it():
    assert rupiah(50_000, "id") == "Rp50.000"
    assert rupiah(50_000, "en") == "Rp50,000"
