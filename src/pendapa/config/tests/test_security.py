"""What browsers are told that our pages may do."""

from collections.abc import Iterator
from typing import Any

import pytest

from pendapa.config.security import content_security_policy


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    content_security_policy.cache_clear()
    yield
    content_security_policy.cache_clear()


def test_pictures_come_from_us_and_from_the_map_server_that_the_body_named(settings: Any) -> None:
    assert "img-src 'self' data: blob:;" in content_security_policy()
    content_security_policy.cache_clear()
    settings.PENDAPA_MAP_TILES = "https://peta.example.go.id:8443/{z}/{x}/{y}.png"
    assert "img-src 'self' data: blob: https://peta.example.go.id:8443;" in content_security_policy()
