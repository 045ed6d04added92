"""Everything that differs between installations, read from the environment and checked before anything starts.

One model holds it; `settings.py` reads only from here. A wrong value is reported by the variable's name with what
it should be, all of them at once. Documented for operators in `docs/operations.md`, from these same descriptions.
"""

import base64
import binascii
import json
import os
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pendapa.config.secret_store import UnreadableSecrets, load_or_create_secrets

PROJECT = Path(__file__).resolve().parents[3]
DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
KEY_BYTES = 32


class WrongEnvironment(Exception):
    """One line for each variable that is not what it should be."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def _words(value: Any) -> Any:
    return [part for part in re.split(r"[\s,]+", value.strip()) if part] if isinstance(value, str) else value


def _weekdays(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    days = frozenset(DAYS.get(word.lower()[:3], -1) for word in _words(value))
    if not days or -1 in days:
        raise ValueError("not a day of the week")
    return days


def _dates(value: Any) -> Any:
    return frozenset(date.fromisoformat(word) for word in _words(value)) if isinstance(value, str) else value


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError("not 32 bytes long")
    return key


def _key_ring(value: Any) -> list[tuple[str, bytes]]:
    pairs = [word.partition(":") for word in _words(value)]
    ring = [(name, _key(text)) for name, _, text in pairs]
    if not ring or len({name for name, _ in ring}) != len(ring) or not all(name for name, _ in ring):
        raise ValueError("empty, or an id twice")
    return ring


def _index_key(value: Any) -> bytes:
    return value if isinstance(value, bytes) else _key(value)


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("unknown zone")
    return value


def _address(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in schemes or not parts.hostname):
            raise ValueError("not such an address")
        return value.rstrip("/")

    return AfterValidator(check)


def _database_address(value: str) -> str:
    if value and urlsplit(value).scheme not in {"postgresql", "postgres"}:
        raise ValueError("not a PostgreSQL address")
    return value


def _readable_file(value: Path | None) -> Path | None:
    if value is not None and not os.access(value, os.R_OK):
        raise ValueError("no such readable file")
    return value


def _fingerprints(values: list[str]) -> list[str]:
    if not all(re.fullmatch(r"([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}", value) for value in values):
        raise ValueError("not a fingerprint")
    return [value.upper() for value in values]


def _map_tiles(value: Any) -> Any:
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


def _witnesses(value: Any) -> Any:
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


def _point(value: Any) -> Any:
    """(latitude, longitude) in degrees."""
    if not isinstance(value, str):
        return value
    latitude, longitude = (float(part) for part in _words(value))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("not on the earth")
    return latitude, longitude


def _setting(variable: str, should_be: str, default: Any = ...) -> Any:
    return Field(default, alias=variable, description=should_be)


class IdentityProvider(BaseModel):
    """An OpenID Connect provider that people may sign in with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider_id: str
    name: str
    client_id: str
    secret: str
    server_url: Annotated[str, _address("http", "https")]


class Environment(BaseModel):
    """Every setting of an installation; `alias` is the variable, `description` what its value should be."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=False)

    home: Path = _setting("PENDAPA_HOME", "a folder this account may write to", PROJECT / "var")
    host: str = _setting("HOST", "the address to listen on, such as 127.0.0.1", "127.0.0.1")
    port: int = Field(8000, alias="PORT", ge=1, le=65534, description="a port number from 1 to 65534")
    database_url: Annotated[str, AfterValidator(_database_address)] = _setting(
        "DATABASE_URL", "the address of a PostgreSQL server: postgresql://user:password@host:5432/name", ""
    )
    public_url: Annotated[str, _address("http", "https")] = _setting(
        "PENDAPA_PUBLIC_URL", "the address people use, such as https://layanan.example.go.id", ""
    )
    live_url: Annotated[str, _address("http", "https")] = _setting(
        "PENDAPA_LIVE_URL", "the address browsers reach the live process at, such as https://layanan.example.go.id", ""
    )
    allowed_hosts: Annotated[list[str], BeforeValidator(_words)] = _setting(
        "PENDAPA_ALLOWED_HOSTS", "host names separated by commas", []
    )
    body_name: str = Field(
        "Kabupaten Tirtamaya", alias="PENDAPA_BODY_NAME", min_length=2, max_length=120,
        description="the name of the public body, 2 to 120 letters",
    )  # fmt: skip
    operator_name: str = _setting("PENDAPA_OPERATOR_NAME", "the name of the unit that runs the site", "")
    time_zone: Annotated[str, AfterValidator(_zone)] = _setting(
        "PENDAPA_TIME_ZONE", "a time zone, such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura", "Asia/Jakarta"
    )
    working_weekdays: Annotated[frozenset[int], BeforeValidator(_weekdays)] = _setting(
        "PENDAPA_WORKING_DAYS", "days separated by commas, such as mon,tue,wed,thu,fri", frozenset(range(5))
    )
    collective_leave: bool = _setting(
        "PENDAPA_COLLECTIVE_LEAVE",
        "yes when the nation's collective leave days (cuti bersama) are observed, or no",
        True,
    )
    extra_closures: Annotated[frozenset[date], BeforeValidator(_dates)] = _setting(
        "PENDAPA_EXTRA_CLOSURES", "dates separated by commas, such as 2026-08-18,2026-12-31", frozenset()
    )
    secret_key: str = Field(
        "", alias="PENDAPA_SECRET_KEY", min_length=50, description="at least 50 random letters and digits"
    )
    key_ring: Annotated[list[tuple[str, bytes]], BeforeValidator(_key_ring)] = _setting(
        "PENDAPA_KEY_RING", "id:key pairs separated by commas, newest first, each key 32 bytes in base64", []
    )
    index_key: Annotated[bytes, BeforeValidator(_index_key)] = _setting(
        "PENDAPA_INDEX_KEY", "a key of 32 bytes in base64", b""
    )
    metrics_token: str = Field(
        "", alias="PENDAPA_METRICS_TOKEN", min_length=16, description="at least 16 random letters and digits"
    )
    email_url: Annotated[str, _address("smtp", "smtps")] = _setting(
        "PENDAPA_EMAIL_URL", "the address of a mail server: smtp://user:password@host:587 or smtps://…:465", ""
    )
    email_from: str = Field(
        "pendapa@localhost", alias="PENDAPA_EMAIL_FROM", pattern=r"^[^@\r\n]+@[^@\r\n]+$",
        description="the sender of mail, such as layanan@example.go.id",
    )  # fmt: skip
    vapid_key: Annotated[bytes, BeforeValidator(_index_key)] = _setting(
        "PENDAPA_VAPID_KEY", "a key of 32 bytes in base64", b""
    )
    log_name: str = Field(
        "", alias="PENDAPA_LOG_NAME", max_length=200, pattern=r"^[^\s+]*$",
        description="the name of the public log, such as layanan.example.go.id/log, without blanks or +",
    )  # fmt: skip
    log_key: Annotated[bytes, BeforeValidator(_index_key)] = _setting(
        "PENDAPA_LOG_KEY", "a key of 32 bytes in base64", b""
    )
    witnesses: Annotated[list[tuple[str, str]], BeforeValidator(_witnesses)] = _setting(
        "PENDAPA_WITNESSES",
        "address and key of each witness of the public log, separated by commas: "
        "https://saksi.example.org saksi.example.org+1a2b3c4d+BPx…",
        [],
    )
    push_hosts: Annotated[list[str], BeforeValidator(_words)] = _setting(
        "PENDAPA_PUSH_HOSTS",
        "hosts of push services separated by commas; a leading dot stands for all below, http:// for one without TLS",
        [],
    )
    gateway_url: Annotated[str, _address("http", "https")] = _setting(
        "PENDAPA_GATEWAY_URL", "the address of a gateway for SMS and chat: https://gateway.example.go.id/send", ""
    )
    gateway_secret: str = Field(
        "", alias="PENDAPA_GATEWAY_SECRET", pattern=r"^(|.{32,})$",
        description="at least 32 random letters and digits, shared with the gateway",
    )  # fmt: skip
    gateway_channels: Annotated[list[Literal["sms", "chat"]], BeforeValidator(_words)] = _setting(
        "PENDAPA_GATEWAY_CHANNELS", "sms, chat, or both separated by a comma", ["sms"]
    )
    demo: bool = _setting("PENDAPA_DEMO", "yes or no", False)
    debug: bool = _setting("PENDAPA_DEBUG", "yes or no (never yes where people use it)", False)
    signing_pkcs12: Annotated[Path | None, AfterValidator(_readable_file)] = _setting(
        "PENDAPA_SIGNING_PKCS12", "a readable PKCS#12 file (.p12) with the signing certificate", None
    )
    signing_password: str = _setting("PENDAPA_SIGNING_PASSWORD", "the password of the PKCS#12 file", "")
    clamd: str = Field(
        "", alias="PENDAPA_CLAMD", pattern=r"^(|/.+|[\w.\-]+:\d+)$",
        description="where ClamAV listens: host:3310, or the path of its socket",
    )  # fmt: skip
    tsa_url: Annotated[str, _address("http", "https")] = _setting(
        "PENDAPA_TSA_URL", "the address of a time-stamping authority (RFC 3161)", ""
    )
    file_storage: str = Field(
        "", alias="PENDAPA_FILE_STORAGE", pattern=r"^(|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+)$",
        description="the dotted path of a callable that gives the storage of files",
    )  # fmt: skip
    oidc_providers: Annotated[list[IdentityProvider], BeforeValidator(_json)] = _setting(
        "PENDAPA_OIDC_PROVIDERS",
        "a JSON list of objects with provider_id, name, client_id, secret and server_url",
        [],
    )
    api_hourly: int = Field(
        60, alias="PENDAPA_API_HOURLY", ge=0, le=1_000_000,
        description="how many applications one address may send by the API in an hour (0: as many as it likes)",
    )  # fmt: skip
    complaint_desk: str = Field(
        "", alias="PENDAPA_COMPLAINT_DESK", max_length=40, pattern=r"^[-a-z0-9]*$",
        description="the code of the unit where reports arrive and are checked (empty: the public body itself)",
    )  # fmt: skip
    jurisdiction: str = Field(
        "", alias="PENDAPA_JURISDICTION", max_length=120, pattern=r"^\S*$",
        description="the jurisdiction_id of the Open311 endpoint, such as tirtamaya.example.go.id",
    )  # fmt: skip
    duplicate_days: int = Field(
        30, alias="PENDAPA_DUPLICATE_DAYS", ge=1, le=366,
        description="how many days back complaints about the same are looked for",
    )  # fmt: skip
    duplicate_metres: int = Field(
        300, alias="PENDAPA_DUPLICATE_METRES", ge=10, le=5_000,
        description="how far away complaints about the same are looked for",
    )  # fmt: skip
    map_tiles: Annotated[tuple[str, str], BeforeValidator(_map_tiles)] = _setting(
        "PENDAPA_MAP_TILES",
        "the address of map pictures and, after a blank, whose they are: "
        "https://peta.example.go.id/{z}/{x}/{y}.png © Badan Informasi Geospasial",
        ("", ""),
    )
    map_centre: Annotated[tuple[float, float] | None, BeforeValidator(_point)] = _setting(
        "PENDAPA_MAP_CENTRE", "latitude and longitude of the middle of the territory, such as -7.98,112.63", None
    )
    open311_hosts: Annotated[list[str], BeforeValidator(_words)] = _setting(
        "PENDAPA_OPEN311_HOSTS",
        "hosts of Open311 peers inside our own network or without TLS, separated by commas, such as 10.0.0.5:8000",
        [],
    )
    app_package: str = Field(
        "", alias="PENDAPA_APP_PACKAGE", pattern=r"^(|[A-Za-z]\w*(\.[A-Za-z]\w*)+)$",
        description="the package name of the app in the stores, such as id.go.example.layanan",
    )  # fmt: skip
    app_fingerprints: Annotated[list[str], BeforeValidator(_words), AfterValidator(_fingerprints)] = _setting(
        "PENDAPA_APP_FINGERPRINTS",
        "SHA-256 fingerprints of the app's signing keys, separated by commas, each 32 pairs such as 14:6D:E9:…",
        [],
    )
    live_streams: int = Field(
        10_000, alias="PENDAPA_LIVE_STREAMS", ge=1, le=100_000,
        description="how many live streams one process keeps open",
    )  # fmt: skip
    live_streams_each: int = Field(
        300, alias="PENDAPA_LIVE_STREAMS_EACH", ge=0, le=100_000,
        description="how many live streams one address may keep open (0: as many as it likes)",
    )  # fmt: skip
    web_workers: int = Field(2, alias="PENDAPA_WEB_WORKERS", ge=1, le=64, description="a number from 1 to 64")
    web_threads: int = Field(3, alias="PENDAPA_WEB_THREADS", ge=1, le=64, description="a number from 1 to 64")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _setting(
        "PENDAPA_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR", "INFO"
    )
    otlp_endpoint: Annotated[str, _address("http", "https")] = _setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "the address of an OpenTelemetry collector, such as http://127.0.0.1:4318", ""
    )

    @property
    def url(self) -> str:
        """The address people use; without one given, where this process listens."""
        return self.public_url or f"http://{_as_host(self.host)}:{self.port}"

    @property
    def live(self) -> str:
        """Where pages reach the live process: behind a proxy the public address, else the port after ours."""
        return self.live_url or self.public_url or f"http://{_as_host(self.host)}:{self.port + 1}"

    @property
    def served_hosts(self) -> list[str]:
        """Host names this process answers to."""
        named = [urlsplit(self.url).hostname or "", self.host, *self.allowed_hosts]
        return list(dict.fromkeys([*filter(None, named), "127.0.0.1", "localhost", "[::1]"]))

    @property
    def is_secure(self) -> bool:
        """Whether people come by https."""
        return self.url.startswith("https://")


def _as_host(host: str) -> str:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared with, not bound to
    return everywhere.get(host, f"[{host}]" if ":" in host else host)


def read_environment(variables: Mapping[str, str]) -> Environment:
    """The checked settings; secrets that are not given come from `$PENDAPA_HOME/secrets.json`.

    Raises WrongEnvironment with one line for each wrong variable.
    """
    known = {field.alias for field in Environment.model_fields.values()}
    given: dict[str, Any] = {name: value for name, value in variables.items() if name in known and value.strip()}
    home = Path(given.get("PENDAPA_HOME", PROJECT / "var")).expanduser().absolute()
    given["PENDAPA_HOME"] = home
    faults = _faults(given)
    if faults:
        raise WrongEnvironment(faults)
    try:
        secrets = load_or_create_secrets(home)
    except UnreadableSecrets as error:
        raise WrongEnvironment([str(error)]) from error
    except OSError as error:
        raise WrongEnvironment([f"PENDAPA_HOME should be a folder this account may write to: {error}."]) from error
    made = {
        "PENDAPA_SECRET_KEY": secrets["secret_key"],
        "PENDAPA_KEY_RING": ",".join(secrets["key_ring"]),
        "PENDAPA_INDEX_KEY": secrets["index_key"],
        "PENDAPA_METRICS_TOKEN": secrets["metrics_token"],
        "PENDAPA_VAPID_KEY": secrets["vapid_key"],
        "PENDAPA_LOG_KEY": secrets["log_key"],
    }
    try:
        return Environment.model_validate({**made, **given})
    except ValidationError as error:
        raise WrongEnvironment(_messages(error, "secrets.json is damaged: ")) from error


def _faults(given: dict[str, Any]) -> list[str]:
    try:
        Environment.model_validate(given)
    except ValidationError as error:
        return _messages(error)
    return []


def _messages(error: ValidationError, prefix: str = "") -> list[str]:
    """Never shows the value: it may be a secret."""
    descriptions = {field.alias: field.description for field in Environment.model_fields.values()}
    variables = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_input=False))
    return [f"{prefix}{name} should be {descriptions.get(name)}." for name in variables]


@cache
def environment() -> Environment:
    """The settings of this process, read once."""
    return read_environment(os.environ)
