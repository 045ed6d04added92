"""What the operator is told of the public log."""

from pathlib import Path
from typing import Any

import pytest

from pendapa.cli.commands import check, log
from pendapa.ledger.keeping import keep_checkpoint
from pendapa.ledger.sequencing import prepare_log
from pendapa.ledger.signing import sign_checkpoint

pytestmark = pytest.mark.django_db(transaction=True)
NAME, NEW = "tirtamaya.test/log", "tirtamaya.test/log2"


@pytest.fixture(autouse=True)
def begun(settings: Any, tmp_path: Path) -> None:
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = NAME
    prepare_log()


def test_it_tells_how_the_log_stands(capsys: pytest.CaptureFixture[str]) -> None:
    assert log._tell() == 0
    told = capsys.readouterr().out
    assert f"name    {NAME}" in told
    assert f"key     {NAME}+" in told
    assert "entries 0" in told
    assert check._log() is None


def test_it_says_what_speaks_against_signing_and_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    keep_checkpoint(sign_checkpoint(NAME, 7, b"\1" * 32))
    assert log._tell() == 1
    assert "older backup" in capsys.readouterr().err
    assert "pendapa log --begin" in str(check._log())
    assert log._begin(NEW) == 0
    told = capsys.readouterr().out
    assert "-7.txt" in told
    assert f"name    {NEW}" in told


def test_a_setting_that_names_another_log_is_told(settings: Any) -> None:
    settings.PENDAPA_LOG_NAME = NEW
    assert f"the log is {NAME}" in str(check._log())


def test_a_name_that_no_log_can_have_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert log._begin("a b") == 1
    assert "layanan.example.go.id/log2" in capsys.readouterr().err
