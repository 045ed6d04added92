"""Settings from the environment: a wrong one is named with what it should be, and secrets are made once."""

import base64
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from pendapa.config.environment import WrongEnvironment, read_environment
from pendapa.config.secret_store import load_or_create_secrets

KEY = base64.b64encode(b"k" * 32).decode()


def faults(home: Path, **variables: str) -> list[str]:
    with pytest.raises(WrongEnvironment) as caught:
        read_environment({"PENDAPA_HOME": str(home), **variables})
    return caught.value.faults


def test_without_any_variable_an_installation_serves_on_this_machine_only(home: Path) -> None:
    found = read_environment({"PENDAPA_HOME": str(home)})
    assert (found.host, found.port, found.url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert not found.demo
    assert not found.is_secure


@pytest.mark.parametrize(
    ("variable", "wrong", "should_be"),
    [
        ("PORT", "eight", "a port number from 1 to 65534"),
        ("PORT", "70000", "a port number"),
        ("DATABASE_URL", "mysql://x/y", "PostgreSQL"),
        ("PENDAPA_PUBLIC_URL", "layanan.go.id", "such as https://"),
        ("PENDAPA_TIME_ZONE", "WIB", "Asia/Jakarta"),
        ("PENDAPA_WORKING_DAYS", "mon,funday", "mon,tue"),
        ("PENDAPA_EXTRA_CLOSURES", "17 August", "2026-08-18"),
        ("PENDAPA_COLLECTIVE_LEAVE", "perhaps", "yes"),
        ("PENDAPA_KEY_RING", "k1:short", "32 bytes in base64"),
        ("PENDAPA_KEY_RING", f"k1:{KEY},k1:{KEY}", "32 bytes in base64"),
        ("PENDAPA_INDEX_KEY", "!", "32 bytes in base64"),
        ("PENDAPA_SECRET_KEY", "short", "at least 50"),
        ("PENDAPA_EMAIL_URL", "mail.example", "smtp://"),
        ("PENDAPA_SIGNING_PKCS12", "/does/not/exist.p12", "PKCS#12"),
        ("PENDAPA_CLAMD", "a b", "host:3310"),
        ("PENDAPA_MAP_TILES", "https://peta.example/{z}/{x}/{y}.png", "whose they are"),
        ("PENDAPA_MAP_TILES", "https://{s}.example/{z}/{x}/{y}.png © Us", "whose they are"),
        ("PENDAPA_MAP_TILES", "https://peta.example/{z}/{x}.png © Us", "whose they are"),
        ("PENDAPA_MAP_CENTRE", "-97,112", "such as -7.98,112.63"),
        ("PENDAPA_PUZZLE_BITS", "40", "0 to 22 bits"),
        ("PENDAPA_REPORTS_HOURLY_PLAIN", "0", "without the puzzle"),
        ("PENDAPA_MAP_CENTRE", "Malang", "such as -7.98,112.63"),
        ("PENDAPA_WEB_WORKERS", "0", "1 to 64"),
        ("PENDAPA_LOG_LEVEL", "loud", "DEBUG, INFO"),
        ("PENDAPA_OIDC_PROVIDERS", "[{}]", "a JSON list"),
        ("PENDAPA_OIDC_PROVIDERS", "not json", "a JSON list"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OpenTelemetry"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_should_be(home: Path, variable: str, wrong: str, should_be: str) -> None:
    (fault,) = faults(home, **{variable: wrong})
    assert fault.startswith(f"{variable} should be ")
    assert should_be in fault


def test_a_wrong_secret_is_not_repeated_in_the_message(home: Path) -> None:
    assert "swordfish" not in faults(home, PENDAPA_SECRET_KEY="swordfish")[0]


def test_all_wrong_values_are_named_at_once(home: Path) -> None:
    assert [line.split()[0] for line in faults(home, PORT="x", PENDAPA_DEMO="x")] == ["PORT", "PENDAPA_DEMO"]


def test_the_command_stops_with_the_message_and_without_a_traceback(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pendapa.cli.main", "migrate"],
        env={**os.environ, "PENDAPA_HOME": str(home), "PENDAPA_TIME_ZONE": "Mars"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("pendapa: PENDAPA_TIME_ZONE should be a time zone")
    assert "Traceback" not in done.stderr


def test_lists_and_dates_are_read(home: Path) -> None:
    found = read_environment(
        {
            "PENDAPA_HOME": str(home),
            "PENDAPA_WORKING_DAYS": "mon, tue,wed,thu,fri,sat",
            "PENDAPA_EXTRA_CLOSURES": "2026-08-18,2026-12-31",
            "PENDAPA_KEY_RING": f"new:{KEY},old:{KEY}",
        }
    )
    assert found.working_weekdays == frozenset(range(6))
    assert found.extra_closures == {date(2026, 8, 18), date(2026, 12, 31)}
    assert found.key_ring == [("new", b"k" * 32), ("old", b"k" * 32)]


def test_processes_that_start_at_once_have_the_same_secrets(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: json.dumps(load_or_create_secrets(home)), range(8)))
    assert len(set(found)) == 1
    assert (home / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_secrets_stay_the_same_at_the_next_start(home: Path) -> None:
    first = read_environment({"PENDAPA_HOME": str(home)})
    second = read_environment({"PENDAPA_HOME": str(home)})
    assert (first.secret_key, first.key_ring, first.index_key) == (second.secret_key, second.key_ring, second.index_key)


def test_a_damaged_secrets_file_is_never_replaced(home: Path) -> None:
    (home / "secrets.json").write_text("{")
    (fault,) = faults(home)
    assert "damaged" in fault
    assert (home / "secrets.json").read_text() == "{"


def test_behind_a_proxy_cookies_are_secure_and_live_is_on_the_same_address(home: Path) -> None:
    found = read_environment({"PENDAPA_HOME": str(home), "PENDAPA_PUBLIC_URL": "https://layanan.example.go.id/"})
    assert found.is_secure
    assert found.live == found.url == "https://layanan.example.go.id"
    assert "layanan.example.go.id" in found.served_hosts


def test_a_map_is_named_together_with_whose_it_is(home: Path) -> None:
    tiles = "https://peta.example.go.id/{z}/{x}/{y}.png © Badan Informasi Geospasial"
    found = read_environment(
        {"PENDAPA_HOME": str(home), "PENDAPA_MAP_TILES": tiles, "PENDAPA_MAP_CENTRE": "-7.98,112.63"}
    )
    assert found.map_tiles == ("https://peta.example.go.id/{z}/{x}/{y}.png", "© Badan Informasi Geospasial")
    assert found.map_centre == (-7.98, 112.63)
