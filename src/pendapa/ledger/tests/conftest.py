"""A log of its own for every test: the file of the last checkpoint belongs to one database."""

from pathlib import Path
from typing import Any

import pytest

from pendapa.ledger import keeping


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the log keeps its last checkpoint, under the name that it really has."""
    monkeypatch.setattr(keeping, "FILE_NAME", "log-checkpoint.txt")
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = "tirtamaya.test/log"
    return tmp_path
