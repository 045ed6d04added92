"""A log to audit, and the command that does it."""

import contextlib
import io

import pytest

from pendapa.cli.main import main
from pendapa.cli.tests.audited import leaves_of
from pendapa.ledger.tests.logs import MemoryLog


@pytest.fixture
def log():
    return MemoryLog(leaves_of(150))


@pytest.fixture
def audit(tmp_path):
    """Status and text of the command; the text is printed too (`pytest -s` shows it)."""

    def run(url, *options):
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            status = main(["audit", url, "--state", str(tmp_path / "visits"), *options])
        print(f"\n[{status}] {told.getvalue()}")
        return status, told.getvalue()

    return run
