from functools import lru_cache

import pytest

from pendapa.catalogue.loader import reading

_parse_once = lru_cache(maxsize=None)(reading.parse_yaml)


@pytest.fixture(autouse=True)
def _each_text_is_parsed_once(monkeypatch):
    """The demonstration folder is loaded by many tests; its YAML need not be parsed anew for each."""
    monkeypatch.setattr(reading, "parse_yaml", _parse_once)
