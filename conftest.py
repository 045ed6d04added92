"""What every test of the program shares."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from playwright.sync_api import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
APPEND_ONLY_TABLES = ("journal_entry", "journal_erasure", "ledger_leaf", "ledger_checkpoint")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives the browser of a whole process: its loop stays, and no other may then be started beside it."""
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True, scope="session")
def _test_database_can_be_emptied() -> Iterator[None]:
    """The journal refuses TRUNCATE, by which Django empties the test database after a transactional test.

    The refusal is lifted for that one statement list only; tests themselves meet the real triggers.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_without_refusal(self: DatabaseOperations, sql_list: list[str]) -> Any:
        tables = [table for table in APPEND_ONLY_TABLES if any(f'"{table}"' in sql for sql in sql_list)]
        lift = [f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate" for table in tables]
        restore = [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate" for table in tables]
        return flush(self, [*lift, *sql_list, *restore])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_refusal)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered_from_other_tests() -> None:
    """A process remembers names and counts and, for some seconds, public pages; tests roll all of it back."""
    from django.core.cache import caches

    from pendapa.config.page_cache import pages
    from pendapa.regions.queries import forget_names

    forget_names()
    pages.forget()
    caches["process"].clear()


@pytest.fixture(autouse=True)
def _a_log_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier test had signed is not to be extended by the next, whose database is another one."""
    from pendapa.ledger import keeping

    process = os.environ.get("PYTEST_XDIST_WORKER", "test")
    monkeypatch.setattr(keeping, "FILE_NAME", f"log-checkpoint-{process}.txt")
    keeping.kept_path().unlink(missing_ok=True)


@pytest.fixture
def phone() -> Iterator[Page]:
    """A small phone for tests that look at pages of their own server."""
    from pendapa.ui.tests.small_phone import small_phone

    with small_phone() as page:
        yield page


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright drives the system's Chromium; as root a browser has no sandbox of its own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": found, "args": [*QUIET, *sandbox]}
