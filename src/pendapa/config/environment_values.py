"""How values of the environment are read and checked: from text to what the settings hold; ValueError for the rest."""

import base64
import binascii
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator

DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
KEY_BYTES = 32


def read_words(value: Any) -> Any:
    return [part for part in re.split(r"[\s,]+", value.strip()) if part] if isinstance(value, str) else value


def read_weekdays(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    days = frozenset(DAYS.get(word.lower()[:3], -1) for word in read_words(value))
    if not days or -1 in days:
        raise ValueError("not a day of the week")
    return days


def read_dates(value: Any) -> Any:
    return frozenset(date.fromisoformat(word) for word in read_words(value)) if isinstance(value, str) else value


def read_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError("not 32 bytes long")
    return key


def read_key_ring(value: Any) -> list[tuple[str, bytes]]:
    pairs = [word.partition(":") for word in read_words(value)]
    ring = [(name, _key(text)) for name, _, text in pairs]
    if not ring or len({name for name, _ in ring}) != len(ring) or not all(name for name, _ in ring):
        raise ValueError("empty, or an id twice")
    return ring


def read_key(value: Any) -> bytes:
    return value if isinstance(value, bytes) else _key(value)


def check_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("unknown zone")
    return value


def address_with(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in schemes or not parts.hostname):
            raise ValueError("not such an address")
        return value.rstrip("/")

    return AfterValidator(check)


def check_database_address(value: str) -> str:
    if value and urlsplit(value).scheme not in {"postgresql", "postgres"}:
        raise ValueError("not a PostgreSQL address")
    return value


def check_readable_file(value: Path | None) -> Path | None:
    if value is not None and not os.access(value, os.R_OK):
        raise ValueError("no such readable file")
    return value


def check_fingerprints(values: list[str]) -> list[str]:
    if not all(re.fullmatch(r"([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}", value) for value in values):
        raise ValueError("not a fingerprint")
    return [value.upper() for value in values]


def read_map_tiles(value: Any) -> Any:
    """(address with {z}, {x} and {y}, whose map it is) of "https://… © The agency": no map without its owner."""
    if not isinstance(value, str):
        return value
    address, _, credit = value.strip().partition(" ")
    parts = urlsplit(address)
    has_squares = all(address.count(sign) == 1 for sign in ("{z}", "{x}", "{y}"))
    is_plain = not re.search(r"[{};,'\"\s]", parts.netloc) and parts.hostname
    if parts.scheme not in {"http", "https"} or not has_squares or not is_plain or len(credit.strip()) < 2:
        raise ValueError("not a tile server with its source")
    return address, credit.strip()


def read_witnesses(value: Any) -> Any:
    """(address, key) of each witness from "https://saksi.example.org saksi.example.org+1a2b3c4d+BPx…, …"."""
    if not isinstance(value, str) or not value.strip():
        return value or []
    from pendapa.ledger.witnessing.keys import witness_key

    found = [tuple(entry.split()) for entry in value.split(",") if entry.strip()]
    if any(len(pair) != 2 for pair in found):
        raise ValueError("not an address and a key each")
    for address, vkey in found:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username:
            raise ValueError("not the address of a witness")
        witness_key(vkey)
    if len({vkey for _, vkey in found}) != len(found):
        raise ValueError("one key twice")
    return [(address.rstrip("/"), vkey) for address, vkey in found]


def read_point(value: Any) -> Any:
    """(latitude, longitude) in degrees."""
    if not isinstance(value, str):
        return value
    latitude, longitude = (float(part) for part in read_words(value))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("not on the earth")
    return latitude, longitude
