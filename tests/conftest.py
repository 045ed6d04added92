"""Homes for whole installations, and the one running installation that journeys and inspections share."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.hall import Hall, running_hall


@pytest.fixture
def home() -> Iterator[Path]:
    """Short path, enterable by the account a server drops to."""
    folder = Path(tempfile.mkdtemp(prefix="pendapa-home-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def hall() -> Iterator[Hall]:
    """A real installation with the demonstration regency, started once for all that walk through it."""
    with running_hall() as found:
        yield found


@pytest.fixture(scope="session")
def chromium(browser: Browser) -> Browser:
    """The browser; it keeps a loop running in this thread, in which Django would else refuse its database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return browser
