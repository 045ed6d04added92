"""The `pendapa` command line, from outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pendapa.cli import installation
from pendapa.cli.main import COMMANDS, command_line
from pendapa.cli.postgres.faults import DatabaseFault


def pendapa(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pendapa.cli.main", *arguments],
        env={**os.environ, "PENDAPA_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_command_says_what_it_is_for() -> None:
    listed = {line.split()[0] for line in command_line().format_help().splitlines() if line.startswith("    ")}
    assert set(COMMANDS) <= listed


def test_a_database_that_does_not_answer_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "WAIT_SECONDS", 0.0)
    with pytest.raises(DatabaseFault, match="DATABASE_URL names does not answer"):
        installation._wait_for("postgresql://nobody@127.0.0.1:1/nothing")


def test_a_file_that_is_no_document_is_not_valid(home: Path) -> None:
    (home / "letter.pdf").write_bytes(b"%PDF-1.7 not really")
    done = pendapa(home, "verify", str(home / "letter.pdf"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert pendapa(home, "verify", str(home / "none.pdf")).returncode == 2
