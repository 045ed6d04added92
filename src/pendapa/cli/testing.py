"""For pytest: a throwaway home and, unless DATABASE_URL is set, a throwaway database of the embedded kind."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest


def _begin() -> None:
    """Before Django's settings are read; the worker processes of xdist inherit what the first one set."""
    if "PENDAPA_HOME" in os.environ:
        return
    home = Path(tempfile.mkdtemp(prefix="pendapa-test-"))
    home.chmod(0o755)
    (home / "static").mkdir()
    os.environ["PENDAPA_HOME"] = str(home)
    os.environ["PENDAPA_TEST_HOME"] = str(home)
    os.environ.setdefault("PENDAPA_LOG_LEVEL", "ERROR")
    if not os.environ.get("DATABASE_URL"):
        _start_database(home)


def _start_database(home: Path) -> None:
    import psycopg

    from pendapa.cli.embedded_postgres import EmbeddedDatabase

    database = EmbeddedDatabase(home)
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("ALTER ROLE pendapa SET synchronous_commit = off")
    os.environ["DATABASE_URL"] = database.url
    _open.append(database)


_open: list[Any] = []
_begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that made them puts them away."""
    home = os.environ.get("PENDAPA_TEST_HOME")
    if home is None or hasattr(config, "workerinput"):
        return
    for database in _open:
        database.close()
    shutil.rmtree(home, ignore_errors=True)
