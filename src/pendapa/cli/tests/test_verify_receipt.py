"""`pendapa verify receipt.json`, asked as at the command line."""

from pathlib import Path
from typing import Any

import pytest

from pendapa.cli.main import main
from pendapa.ledger.receipts import write_receipt
from pendapa.ledger.signing import signer_of
from pendapa.ledger.tests.logs import MemoryLog
from pendapa.ledger.tests.test_receipt_garbage import WHOLE_FILES
from pendapa.ledger.tests.test_receipts import KEY, RECEIPT, leaf


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.json"
    path.write_bytes(RECEIPT)
    return path


def test_a_receipt_is_verified_with_the_key_given(receipt: Path, capsys: Any) -> None:
    assert main(["verify", str(receipt), "--key", KEY.vkey]) == 0
    told = capsys.readouterr().out
    assert "VALID: 2 entries stand unchanged in the log tirtamaya.example/log of 341 entries." in told
    assert 'case.decided on 2026-11-24, {"unit": "dpmptsp"}' in told
    assert "Siti Rahmawati" in told
    assert "(as committed to)" in told


def test_with_one_byte_changed_it_is_refused_with_what_is_wrong(receipt: Path, capsys: Any) -> None:
    receipt.write_bytes(RECEIPT.replace(b"Rahmawati", b"Rahmawatj"))
    assert main(["verify", str(receipt), "--key", KEY.vkey]) == 1
    assert "REFUSED: the content of entry 2 is not what the log committed to" in capsys.readouterr().out


def test_without_a_key_it_must_be_of_this_installation(
    receipt: Path, capsys: Any, settings: Any, tmp_path: Path
) -> None:
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = "tirtamaya.test/log"
    assert main(["verify", str(receipt)]) == 1
    assert (
        "REFUSED: the checkpoint of tirtamaya.example/log is not signed by the key of tirtamaya.test/log"
        in capsys.readouterr().out
    )
    own = MemoryLog([leaf(1)], signer_of("tirtamaya.test/log"))
    proof = {"leaf": own.leaves[0], "index": 0, "salt": None, "payload": None, "proof": []}
    receipt.write_bytes(write_receipt([proof], own.checkpoint()))
    assert main(["verify", str(receipt)]) == 0


def test_a_key_that_is_none_is_told_of(receipt: Path, capsys: Any) -> None:
    assert main(["verify", str(receipt), "--key", "nonsense"]) == 2
    assert "is no key of a log or witness" in capsys.readouterr().err


def test_the_log_s_own_key_counts_for_no_witness(receipt: Path, capsys: Any) -> None:
    assert main(["verify", str(receipt), "--key", KEY.vkey, "--witness", KEY.vkey]) == 2
    assert "is not one of a witness" in capsys.readouterr().err


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_file_that_is_no_receipt_is_refused_in_words(name: str, receipt: Path, capsys: Any) -> None:
    receipt.write_bytes(WHOLE_FILES[name])
    assert main(["verify", str(receipt), "--key", KEY.vkey]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("REFUSED: ")
    assert told.err == ""
