import contextlib
import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pendapa.forms.definition import FormFaults, build_form, load_form
from pendapa.forms.structure import Kind
from pendapa.forms.tests.forms_of_tirtamaya import load_service_form

SCHEMA = """{
  "type": "object",
  "additionalProperties": false,
  "required": ["name"],
  "properties": {
    "name": {"type": "string", "maxLength": 80},
    "purpose": {"type": "string", "enum": ["bank", "other"]}
  }
}"""
LAYOUT = """key: letter
pages:
  - key: who
    title: Siapa Anda?
    title_en: Who are you?
    fields:
      - name: name
        label: Nama
        label_en: Name
      - name: purpose
        label: Keperluan
        label_en: Purpose
        choices:
          bank: {label: Bank, label_en: Bank}
          other: {label: Lain, label_en: Other}
"""


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def faults_of(schema: str = SCHEMA, layout: str = LAYOUT) -> list[tuple[str, int, str]]:
    with pytest.raises(FormFaults) as refused:
        load_form(schema, layout, ("s.json", "l.yaml"))
    return [(fault.file, fault.line, fault.message) for fault in refused.value.faults]


@pytest.mark.parametrize("service", ["sku", "domisili"])
def test_the_forms_of_the_demonstration_are_sound(service):
    form = load_service_form(service)
    assert form.key == service
    assert all(field.label.id and field.label.en for field in form.fields.values())
    assert form.fields["address"].kind is Kind.PLACE
    assert build_form(form.schema, form.layout).canonical == form.canonical


def test_words_read_in_the_language_of_the_page():
    page = load_form(SCHEMA, LAYOUT).page("who")
    with translation.override("id"):
        assert str(page.title) == "Siapa Anda?"
    with translation.override("en"):
        assert str(page.title) == "Who are you?"


def test_a_layout_may_be_json_too():
    form = load_form(SCHEMA, LAYOUT)
    assert load_form(SCHEMA, json.dumps(form.layout)) == form


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"maxLength": 80', '"maxLenght": 80', 6, "“maxLenght” is not known"),
        ('"maxLength": 80', '"format": "uuid"', 6, "“uuid” is not one of"),
        ('"maxLength": 80', '"maxLength": -1', 6, "not valid JSON Schema"),
        ('"maxLength": 80', '"pattern": "["', 6, "not valid JSON Schema"),
        ('["name"]', '["nama"]', 4, "“nama” is required but not among"),
        ("false", "true", 3, "additionalProperties"),
        ('"enum": ["bank", "other"]', '"enum": []', 7, "needs an enum"),
        ('"type": "string", "maxLength": 80', '"type": "null"', 6, "not one that a form can ask"),
        ('"name": {', '"Name": {', 6, "lower-case"),
        ('"maxLength": 80}', '"maxLength": 80,}', 6, "not JSON"),
        ('"type": "string", "maxLength": 80', '"type": "string", "format": "rupiah"', 6, '"type": "integer"'),
        (
            '"type": "string", "maxLength": 80',
            '"type": "array", "x-pendapa": "files", "x-accept": ["text/html"]',
            6,
            "x-accept must list",
        ),
        (
            '"type": "string", "maxLength": 80',
            '"type": "string", "format": "nik", "x-nik": {"sex": "purpose"}',
            6,
            "male and female",
        ),
    ],
)
def test_a_fault_in_the_schema_is_told_with_its_line(old, new, line, message):
    found = faults_of(schema=replaced(SCHEMA, old, new))
    assert any(file == "s.json" and at == line and message in text for file, at, text in found), found


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("label_en: Name", "labelen: Name", 9, "“labelen” is not known"),
        ("label_en: Name", "help: Isi", 7, "label_en is missing"),
        ("name: name", "name: nama", 7, "“nama” is not a property"),
        ("label_en: Name", "label_en: Name\n        widget: slider", 10, "widget “slider”"),
        ("label_en: Name", "label_en: Name\n        autocomplete: nik", 10, "autocomplete “nik”"),
        ("other: {label: Lain", "oter: {label: Lain", 15, "“oter” is not in the enum"),
        ("other: {label: Lain", "oter: {label: Lain", 13, "“other” of the schema needs label"),
        (
            "label_en: Name",
            "label_en: Name\n        show_if: {field: purpose, is: bank}",
            10,
            "only look at an earlier",
        ),
        ("  - key: who", "  - key: Who Is", 3, "a page needs a key"),
        ("key: letter", "key: letter\nkey: other", 2, "duplicate key"),
        ("title: Siapa Anda?", "title: [", 6, "not valid YAML"),
    ],
)
def test_a_fault_in_the_layout_is_told_with_its_line(old, new, line, message):
    found = faults_of(layout=replaced(LAYOUT, old, new))
    assert any(file == "l.yaml" and at == line and message in text for file, at, text in found), found


def test_all_faults_are_told_at_once():
    found = faults_of(SCHEMA.replace('"maxLength"', '"a"'), LAYOUT.replace("label_en: Name", "b: c"))
    assert {file for file, _line, _message in found} == {"s.json", "l.yaml"}


def test_a_property_without_a_place_in_the_layout_is_a_fault():
    layout = LAYOUT[: LAYOUT.index("      - name: purpose")]
    assert ("s.json", 7, "“purpose” is on no page of the layout") in faults_of(layout=layout)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
places_in_schema = st.sampled_from(["type", "required", "properties", "additionalProperties", "$schema"])
keywords = st.sampled_from(
    ["type", "format", "enum", "items", "x-pendapa", "x-accept", "x-nik", "x-latest", "const", "minLength", "pattern"]
)


@given(places_in_schema, keywords, json_values, json_values)
def test_any_schema_gives_a_form_or_faults(part, keyword, value, inner):
    schema = json.loads(SCHEMA)
    schema["properties"]["name"][keyword] = inner
    schema[part] = value if part != "properties" else schema[part] | {"purpose": value}
    with contextlib.suppress(FormFaults):
        load_form(json.dumps(schema), LAYOUT)


@given(st.sampled_from(["key", "pages", "title", "fields", "name", "label", "choices", "show_if"]), json_values)
def test_any_layout_gives_a_form_or_faults(part, value):
    layout = load_form(SCHEMA, LAYOUT).layout
    page = {**layout["pages"][0]}
    field = {**page["fields"][1]}
    owner = {"key": layout, "pages": layout, "title": page, "fields": page}.get(part, field)
    owner = {**owner, part: value}
    if part in ("key", "pages"):
        layout = owner
    elif part in ("title", "fields"):
        layout = {**layout, "pages": [owner]}
    else:
        layout = {**layout, "pages": [{**page, "fields": [page["fields"][0], owner]}]}
    with contextlib.suppress(FormFaults):
        load_form(SCHEMA, json.dumps(layout))
