"""Everything that differs between installations, read from the environment and checked before anything starts.

One model holds it; `settings.py` reads only from here. A wrong value is reported by the variable's name with what
it should be, all of them at once. Documented for operators in `docs/operations.md`, from these same descriptions.
"""

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pendapa.config.environment_values import (
    address_with,
    check_database_address,
    check_fingerprints,
    check_readable_file,
    check_zone,
    read_dates,
    read_json,
    read_key,
    read_key_ring,
    read_map_tiles,
    read_point,
    read_weekdays,
    read_witnesses,
    read_words,
)
from pendapa.config.secret_store import UnreadableSecrets, load_or_create_secrets

PROJECT = Path(__file__).resolve().parents[3]


class WrongEnvironment(Exception):
    """One line for each variable that is not what it should be."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


def _setting(variable: str, should_be: str, default: Any = ...) -> Any:
    return Field(default, alias=variable, description=should_be)


class IdentityProvider(BaseModel):
    """An OpenID Connect provider that people may sign in with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider_id: str
    name: str
    client_id: str
    secret: str
    server_url: Annotated[str, address_with("http", "https")]


class Environment(BaseModel):
    """Every setting of an installation; `alias` is the variable, `description` what its value should be."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=False)

    home: Path = _setting("PENDAPA_HOME", "a folder this account may write to", PROJECT / "var")
    host: str = _setting("HOST", "the address to listen on, such as 127.0.0.1", "127.0.0.1")
    port: int = Field(8000, alias="PORT", ge=1, le=65534, description="a port number from 1 to 65534")
    database_url: Annotated[str, AfterValidator(check_database_address)] = _setting(
        "DATABASE_URL", "the address of a PostgreSQL server: postgresql://user:password@host:5432/name", ""
    )
    public_url: Annotated[str, address_with("http", "https")] = _setting(
        "PENDAPA_PUBLIC_URL", "the address people use, such as https://layanan.example.go.id", ""
    )
    live_url: Annotated[str, address_with("http", "https")] = _setting(
        "PENDAPA_LIVE_URL", "the address browsers reach the live process at, such as https://layanan.example.go.id", ""
    )
    allowed_hosts: Annotated[list[str], BeforeValidator(read_words)] = _setting(
        "PENDAPA_ALLOWED_HOSTS", "host names separated by commas", []
    )
    body_name: str = Field(
        "Kabupaten Tirtamaya", alias="PENDAPA_BODY_NAME", min_length=2, max_length=120,
        description="the name of the public body, 2 to 120 letters",
    )  # fmt: skip
    operator_name: str = _setting("PENDAPA_OPERATOR_NAME", "the name of the unit that runs the site", "")
    time_zone: Annotated[str, AfterValidator(check_zone)] = _setting(
        "PENDAPA_TIME_ZONE", "a time zone, such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura", "Asia/Jakarta"
    )
    working_weekdays: Annotated[frozenset[int], BeforeValidator(read_weekdays)] = _setting(
        "PENDAPA_WORKING_DAYS", "days separated by commas, such as mon,tue,wed,thu,fri", frozenset(range(5))
    )
    collective_leave: bool = _setting(
        "PENDAPA_COLLECTIVE_LEAVE",
        "yes when the nation's collective leave days (cuti bersama) are observed, or no",
        True,
    )
    extra_closures: Annotated[frozenset[date], BeforeValidator(read_dates)] = _setting(
        "PENDAPA_EXTRA_CLOSURES", "dates separated by commas, such as 2026-08-18,2026-12-31", frozenset()
    )
    secret_key: str = Field(
        "", alias="PENDAPA_SECRET_KEY", min_length=50, description="at least 50 random letters and digits"
    )
    key_ring: Annotated[list[tuple[str, bytes]], BeforeValidator(read_key_ring)] = _setting(
        "PENDAPA_KEY_RING", "id:key pairs separated by commas, newest first, each key 32 bytes in base64", []
    )
    index_key: Annotated[bytes, BeforeValidator(read_key)] = _setting(
        "PENDAPA_INDEX_KEY", "a key of 32 bytes in base64", b""
    )
    metrics_token: str = Field(
        "", alias="PENDAPA_METRICS_TOKEN", min_length=16, description="at least 16 random letters and digits"
    )
    email_url: Annotated[str, address_with("smtp", "smtps")] = _setting(
        "PENDAPA_EMAIL_URL", "the address of a mail server: smtp://user:password@host:587 or smtps://…:465", ""
    )
    email_from: str = Field(
        "pendapa@localhost", alias="PENDAPA_EMAIL_FROM", pattern=r"^[^@\r\n]+@[^@\r\n]+$",
        description="the sender of mail, such as layanan@example.go.id",
    )  # fmt: skip
    vapid_key: Annotated[bytes, BeforeValidator(read_key)] = _setting(
        "PENDAPA_VAPID_KEY", "a key of 32 bytes in base64", b""
    )
    log_name: str = Field(
        "", alias="PENDAPA_LOG_NAME", max_length=200, pattern=r"^[^\s+]*$",
        description="the name of the public log, such as layanan.example.go.id/log, without blanks or +",
    )  # fmt: skip
    log_key: Annotated[bytes, BeforeValidator(read_key)] = _setting(
        "PENDAPA_LOG_KEY", "a key of 32 bytes in base64", b""
    )
    witnesses: Annotated[list[tuple[str, str]], BeforeValidator(read_witnesses)] = _setting(
        "PENDAPA_WITNESSES",
        "address and key of each witness of the public log, separated by commas: "
        "https://saksi.example.org saksi.example.org+1a2b3c4d+BPx…",
        [],
    )
    push_hosts: Annotated[list[str], BeforeValidator(read_words)] = _setting(
        "PENDAPA_PUSH_HOSTS",
        "hosts of push services separated by commas; a leading dot stands for all below, http:// for one without TLS",
        [],
    )
    gateway_url: Annotated[str, address_with("http", "https")] = _setting(
        "PENDAPA_GATEWAY_URL", "the address of a gateway for SMS and chat: https://gateway.example.go.id/send", ""
    )
    gateway_secret: str = Field(
        "", alias="PENDAPA_GATEWAY_SECRET", pattern=r"^(|.{32,})$",
        description="at least 32 random letters and digits, shared with the gateway",
    )  # fmt: skip
    gateway_channels: Annotated[list[Literal["sms", "chat"]], BeforeValidator(read_words)] = _setting(
        "PENDAPA_GATEWAY_CHANNELS", "sms, chat, or both separated by a comma", ["sms"]
    )
    gateway_verified: Annotated[list[Literal["sms", "chat"]], BeforeValidator(read_words)] = _setting(
        "PENDAPA_GATEWAY_VERIFIED",
        "those channels on which nobody writes from a number that is not theirs: sms, chat, or both",
        ["sms"],
    )
    demo: bool = _setting("PENDAPA_DEMO", "yes or no", False)
    debug: bool = _setting("PENDAPA_DEBUG", "yes or no (never yes where people use it)", False)
    signing_pkcs12: Annotated[Path | None, AfterValidator(check_readable_file)] = _setting(
        "PENDAPA_SIGNING_PKCS12", "a readable PKCS#12 file (.p12) with the signing certificate", None
    )
    signing_password: str = _setting("PENDAPA_SIGNING_PASSWORD", "the password of the PKCS#12 file", "")
    clamd: str = Field(
        "", alias="PENDAPA_CLAMD", pattern=r"^(|/.+|[\w.\-]+:\d+)$",
        description="where ClamAV listens: host:3310, or the path of its socket",
    )  # fmt: skip
    tsa_url: Annotated[str, address_with("http", "https")] = _setting(
        "PENDAPA_TSA_URL", "the address of a time-stamping authority (RFC 3161)", ""
    )
    file_storage: str = Field(
        "", alias="PENDAPA_FILE_STORAGE", pattern=r"^(|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+)$",
        description="the dotted path of a callable that gives the storage of files",
    )  # fmt: skip
    oidc_providers: Annotated[list[IdentityProvider], BeforeValidator(read_json)] = _setting(
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
    map_tiles: Annotated[tuple[str, str], BeforeValidator(read_map_tiles)] = _setting(
        "PENDAPA_MAP_TILES",
        "the address of map pictures and, after a blank, whose they are: "
        "https://peta.example.go.id/{z}/{x}/{y}.png © Badan Informasi Geospasial",
        ("", ""),
    )
    map_centre: Annotated[tuple[float, float] | None, BeforeValidator(read_point)] = _setting(
        "PENDAPA_MAP_CENTRE", "latitude and longitude of the middle of the territory, such as -7.98,112.63", None
    )
    reports_hourly: int = Field(
        60, alias="PENDAPA_REPORTS_HOURLY", ge=1, le=100_000,
        description="how many reports one address may send in an hour whose browser solved the puzzle",
    )  # fmt: skip
    reports_hourly_plain: int = Field(
        12, alias="PENDAPA_REPORTS_HOURLY_PLAIN", ge=1, le=100_000,
        description="how many reports one address may send in an hour without the puzzle, as browsers without script",
    )  # fmt: skip
    reports_hourly_account: int = Field(
        20, alias="PENDAPA_REPORTS_HOURLY_ACCOUNT", ge=1, le=100_000,
        description="how many reports one account may send in an hour",
    )  # fmt: skip
    report_drafts_hourly: int = Field(
        120, alias="PENDAPA_REPORT_DRAFTS_HOURLY", ge=1, le=100_000,
        description="how many reports may be begun from one address in an hour",
    )  # fmt: skip
    report_photos_hourly: int = Field(
        200, alias="PENDAPA_REPORT_PHOTOS_HOURLY", ge=1, le=100_000,
        description="how many photos of reports one address may add in an hour",
    )  # fmt: skip
    report_follows_hourly: int = Field(
        60, alias="PENDAPA_REPORT_FOLLOWS_HOURLY", ge=1, le=100_000,
        description="how often one address may say in an hour that it has the same as a report",
    )  # fmt: skip
    puzzle_bits: int = Field(
        14, alias="PENDAPA_PUZZLE_BITS", ge=0, le=22,
        description="how hard the puzzle is that browsers solve in the background, 0 to 22 bits; each doubles its time",
    )  # fmt: skip
    open311_hosts: Annotated[list[str], BeforeValidator(read_words)] = _setting(
        "PENDAPA_OPEN311_HOSTS",
        "hosts of Open311 peers inside our own network or without TLS, separated by commas, such as 10.0.0.5:8000",
        [],
    )
    app_package: str = Field(
        "", alias="PENDAPA_APP_PACKAGE", pattern=r"^(|[A-Za-z]\w*(\.[A-Za-z]\w*)+)$",
        description="the package name of the app in the stores, such as id.go.example.layanan",
    )  # fmt: skip
    app_fingerprints: Annotated[list[str], BeforeValidator(read_words), AfterValidator(check_fingerprints)] = _setting(
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
    otlp_endpoint: Annotated[str, address_with("http", "https")] = _setting(
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
