"""A log of its own for every test: the file of the last checkpoint belongs to one database."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Where the log keeps its last checkpoint."""
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = "tirtamaya.test/log"
    return tmp_path
