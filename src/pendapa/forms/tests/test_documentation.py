from pathlib import Path

import pytest

from pendapa.forms.layout_reading import FIELD_KEYS, PAGE_KEYS
from pendapa.forms.schema_reading import FIELD_KEYWORDS, FORM_KEYWORDS, MEDIA_TYPES

PAGE = (Path(__file__).parents[4] / "docs/forms.md").read_text(encoding="utf-8")
SPELLED_OUT = {"$schema", "$id"}


@pytest.mark.parametrize(
    "word", sorted((FIELD_KEYWORDS | FORM_KEYWORDS | FIELD_KEYS | PAGE_KEYS | MEDIA_TYPES) - SPELLED_OUT)
)
def test_everything_a_form_may_say_is_documented(word):
    assert word.removesuffix("_en") in PAGE
