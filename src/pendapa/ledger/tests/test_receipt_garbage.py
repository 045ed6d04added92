"""Files that say to be receipts and are none: a clear answer each, soon, and never a failure of ours."""

import base64
import json
import time
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from pendapa.ledger.receipts import LARGEST, ReceiptFault, Wrong, check_receipt
from pendapa.ledger.signing import signer_of
from pendapa.ledger.tests.logs import MemoryLog
from pendapa.ledger.tests.test_receipts import leaf

SOON = 3.0
"""Seconds of the processor."""
NAME = "tirtamaya.test/log"
SALT = "00" * 32


@pytest.fixture(autouse=True)
def _fresh(settings, tmp_path):
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = NAME
    caches["process"].clear()


@pytest.fixture
def log():
    return MemoryLog([leaf(1), leaf(2), leaf(3)], signer_of(NAME))


def _receipt(log, **change):
    """A sound receipt of the second leaf, but for these parts of its entry, or of itself (`whole_…`)."""
    proof = [base64.b64encode(step).decode() for step in log.inclusion(1)]
    entry = {"leaf": log.leaves[1].decode(), "index": 1, "salt": None, "payload": None, "proof": proof}
    whole = {"type": "pendapa-log-receipt/v1", "entries": [entry], "checkpoint": log.checkpoint()}
    for name, value in change.items():
        if name.startswith("whole_"):
            whole[name.removeprefix("whole_")] = value
        else:
            entry[name] = value
    return json.dumps(whole).encode()


def _deep(depth):
    value = 1
    for _step in range(depth):
        value = [value]
    return value


UNREADABLE, NOT_IN_LOG = Wrong.UNREADABLE, Wrong.NOT_IN_LOG
WHOLE_FILES = {
    "nothing": b"{",
    "deep lists": b'{"a":' + b"[" * 500_000 + b"]" * 500_000 + b"}",
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "ten megabytes": b'{"a":"' + b"x" * 10_000_000 + b'"}',
    "many lists": b'{"a":[' + b"[]," * 600_000 + b"[]]}",
    "many fractions": b'{"a":[' + b"0.1," * 480_000 + b"1]}",
    "a name twice": b'{"type":"pendapa-log-receipt/v1","type":"pendapa-log-receipt/v1","entries":[],"checkpoint":""}',
    "NaN": b'{"type":NaN,"entries":Infinity,"checkpoint":-Infinity}',
    "a number beyond all": b'{"type":1e999,"entries":' + b"9" * 5_000 + b"}",
    "no UTF-8": b'{"type":"\xff"}',
    "UTF-16": b"{" + '"type":1}'.encode("utf-16"),
    "zero bytes": b"{\0\0\0}",
    "wrong types": b'{"type":"pendapa-log-receipt/v1","entries":{"0":1},"checkpoint":[]}',
}  # fmt: skip
PARTS: list[tuple[dict[str, Any], Wrong]] = [
    ({"index": -1}, NOT_IN_LOG),
    ({"index": 3}, NOT_IN_LOG),
    ({"index": 10**400}, NOT_IN_LOG),
    ({"index": 1.0}, UNREADABLE),
    ({"index": True}, UNREADABLE),
    ({"index": "1"}, UNREADABLE),
    ({"index": float("nan")}, UNREADABLE),
    ({"index": None}, UNREADABLE),
    ({"leaf": {}}, UNREADABLE),
    ({"leaf": "\ud800"}, UNREADABLE),
    ({"leaf": "[" * 100_000}, NOT_IN_LOG),
    ({"proof": {}}, UNREADABLE),
    ({"proof": [None]}, UNREADABLE),
    ({"proof": ["\ud800"]}, UNREADABLE),
    ({"proof": ["A" * 43 + "="] * 40_000}, NOT_IN_LOG),
    ({"payload": {}}, UNREADABLE),
    ({"salt": SALT}, UNREADABLE),
    ({"salt": SALT, "payload": []}, UNREADABLE),
    ({"salt": SALT * 3, "payload": {}}, UNREADABLE),
    ({"salt": SALT, "payload": {"a": float("nan")}}, UNREADABLE),
    ({"salt": SALT, "payload": {"a": float("inf")}}, UNREADABLE),
    ({"salt": SALT, "payload": {"a": 2**60}}, UNREADABLE),
    ({"salt": SALT, "payload": {"a": "\ud800"}}, UNREADABLE),
    ({"salt": SALT, "payload": {"\udfff": 1}}, UNREADABLE),
    ({"salt": SALT, "payload": {"a": _deep(50)}}, Wrong.CONTENT),
    ({"salt": SALT, "payload": {"a": [0.1] * 300_000}}, UNREADABLE),
    ({"salt": SALT, "payload": {}}, Wrong.CONTENT),
    ({"whole_entries": []}, UNREADABLE),
    ({"whole_entries": [None]}, UNREADABLE),
    ({"whole_entries": [[]] * 10_001}, UNREADABLE),
    ({"whole_entries": "abc"}, UNREADABLE),
    ({"whole_checkpoint": None}, UNREADABLE),
    ({"whole_checkpoint": "\ud800\n\n\u2014 a b\n"}, UNREADABLE),
    ({"whole_checkpoint": "x" * 100_000}, UNREADABLE),
    ({"whole_more": 1}, UNREADABLE),
    ({"more": 1}, UNREADABLE),
]


def test_the_receipt_that_is_spoilt_here_is_sound(log):
    assert check_receipt(_receipt(log), log.signer.verifier).entries[0].index == 1


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_a_file_that_is_no_receipt_is_called_so_and_soon(log, name):
    begun = time.process_time()
    with pytest.raises(ReceiptFault) as fault:
        check_receipt(WHOLE_FILES[name], log.signer.verifier)
    assert fault.value.wrong == UNREADABLE
    assert time.process_time() - begun < SOON


@pytest.mark.parametrize(("change", "wrong"), PARTS, ids=[str(change)[:40] for change, _wrong in PARTS])
def test_a_part_that_is_none_is_named(log, change, wrong):
    content = _receipt(log, **change)
    assert len(content) < LARGEST
    begun = time.process_time()
    with pytest.raises(ReceiptFault) as fault:
        check_receipt(content, log.signer.verifier)
    assert fault.value.wrong == wrong
    assert time.process_time() - begun < SOON


@pytest.mark.django_db
def test_the_page_answers_each_of_them_in_words(log, client):
    spoilt = [*WHOLE_FILES.values(), *(_receipt(log, **change) for change, _wrong in PARTS)]
    for number, content in enumerate(spoilt):
        sent = {"berkas": SimpleUploadedFile("receipt.json", content)}
        response = client.post("/verifikasi/", sent, REMOTE_ADDR=f"192.0.2.{number}")
        page = response.content.decode()
        assert response.status_code in (200, 413, 422), content[:60]
        assert "Tanda terima ini asli" not in page
        assert "<h1" in page
