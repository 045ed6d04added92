"""Whether the last preparation still holds, found without loading Django: a warm start need not wait for it."""

import hashlib
import json
import site
from pathlib import Path

import psycopg

from pendapa.config.environment import Environment

PACKAGES = Path(__file__).resolve().parents[1]
STATE = "SELECT (SELECT system_identifier FROM pg_control_system()), current_database(), count(*), max(id) FROM {table}"


def is_prepared(settings: Environment, *, with_year: bool = False) -> bool:
    """Same code, same libraries, same database with the same migrations, files published, demonstration loaded, and
    its year made where that is wanted."""
    if not (settings.home / "static" / ".published").exists():
        return False
    if settings.demo and not (settings.home / "demo-accounts.json").exists():
        return False
    if with_year and not year_note(settings).exists():
        return False
    try:
        return _note(settings).read_text(encoding="utf-8") == _mark(settings)
    except (OSError, psycopg.Error):
        return False


def remember_prepared(settings: Environment) -> None:
    """After a preparation that went well."""
    _note(settings).write_text(_mark(settings), encoding="utf-8")


def year_note(settings: Environment) -> Path:
    """The file that says that the demonstration's year was made and counted."""
    return settings.home / "run" / "demo-year"


def _note(settings: Environment) -> Path:
    return settings.home / "run" / "prepared"


def _mark(settings: Environment) -> str:
    with psycopg.connect(settings.database_url) as connection:
        state = connection.execute(STATE.format(table="django_migrations")).fetchone()
    return hashlib.sha256(json.dumps([[str(part) for part in state or ()], _code()]).encode()).hexdigest()


def _code() -> list[str]:
    """Everything that migrations and published files come from, by size and time of change."""
    own = [path for folder in ("migrations", "static") for path in PACKAGES.glob(f"*/{folder}/**/*") if path.is_file()]
    marks = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in own if path.suffix != ".pyc"]
    libraries = [path.name for folder in site.getsitepackages() for path in Path(folder).glob("*.dist-info")]
    return sorted([*marks, *libraries])
