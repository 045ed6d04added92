"""Headers, health and numbers, seen from outside."""

import gzip
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


def test_nothing_in_a_page_may_run_but_our_own_files(client: Client) -> None:
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Permissions-Policy", "microphone=()"),
        ("X-Request-ID", ""),
    ],
)
def test_each_answer_carries_its_guarding_headers(client: Client, header: str, part: str) -> None:
    assert part in client.get("/healthz")[header]


def test_https_is_insisted_on_only_where_it_is_spoken(client: Client) -> None:
    assert "Strict-Transport-Security" not in client.get("/healthz")
    assert settings.SESSION_COOKIE_SECURE is False


def test_a_request_keeps_the_id_its_proxy_gave_it_unless_that_is_garbage(client: Client) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-12345678"})["X-Request-ID"] == "abc-12345678"
    assert client.get("/healthz", headers={"x-request-id": "{injected}"})["X-Request-ID"] != "{injected}"


def test_pages_are_compressed_with_a_length_that_does_not_tell(client: Client) -> None:
    responses = [
        client.get("/tidak-ada/", headers={"accept-encoding": "gzip", "accept": "text/html"}) for _ in range(9)
    ]
    assert all(gzip.decompress(response.content) for response in responses)
    assert len({len(response.content) for response in responses}) > 1


def test_alive_and_ready(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_without_its_database_a_process_lives_but_is_not_ready(client: Client) -> None:
    with patch("pendapa.config.health.connection.cursor", side_effect=OperationalError):
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200


def test_the_numbers_are_for_this_machine_or_for_who_has_the_token(client: Client) -> None:
    assert b"pendapa_requests_total" in client.get("/metrics").content
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    token = {"authorization": f"Bearer {settings.PENDAPA_METRICS_TOKEN}"}
    assert client.get("/metrics", headers=token, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_the_numbers_name_routes_and_never_paths(client: Client) -> None:
    client.get("/lacak/SKU-SECRET-PATH/")
    assert b"SECRET-PATH" not in client.get("/metrics").content
