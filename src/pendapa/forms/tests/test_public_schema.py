"""The schema for other programs, where a question depends on an earlier answer."""

import json

import jsonschema_rs
import pytest

from pendapa.forms.definition import load_form
from pendapa.forms.public_schema import public_schema

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Contoh",
    "type": "object",
    "additionalProperties": False,
    "required": ["owns", "goods", "since", "what"],
    "properties": {
        "owns": {"type": "boolean"},
        "goods": {"type": "array", "items": {"type": "string", "enum": ["food", "other"]}},
        "since": {"type": "string", "format": "date"},
        "what": {"type": "string"},
    },
}
LAYOUT = """
key: contoh
pages:
  - key: one
    title: Satu
    title_en: One
    fields:
      - {name: owns, label: Punya, label_en: Owns}
      - name: goods
        label: Barang
        label_en: Goods
        choices:
          food: {label: Pangan, label_en: Food}
          other: {label: Lain, label_en: Other}
      - {name: since, label: Sejak, label_en: Since, show_if: {field: owns, is: true}}
  - key: two
    title: Dua
    title_en: Two
    show_if: {field: goods, is: other}
    fields:
      - {name: what, label: Apa, label_en: What}
"""


@pytest.mark.parametrize(
    ("answers", "fits"),
    [
        ({"owns": False, "goods": ["food"]}, True),
        ({"owns": True, "goods": ["food"]}, False),
        ({"owns": True, "goods": ["food"], "since": "2020-01-01"}, True),
        ({"owns": False, "goods": ["food", "other"]}, False),
        ({"owns": False, "goods": ["other"], "what": "Kopi"}, True),
        ({"goods": ["food"]}, False),
    ],
)
def test_what_is_required_follows_from_earlier_answers(answers: dict[str, object], fits: bool) -> None:
    schema = public_schema(load_form(json.dumps(SCHEMA), LAYOUT))
    assert jsonschema_rs.validator_for(schema).is_valid(answers) is fits
    assert schema["properties"]["goods"]["x-labels"] == {"food": "Pangan", "other": "Lain"}
