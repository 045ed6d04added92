"""A receipt of the public log handed in on the verification page."""

from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pendapa.journal.actions import commitment_of
from pendapa.kernel.canonical import canonical_json
from pendapa.ledger.notes import COSIGNATURE_V1, Signer, read_note
from pendapa.ledger.receipts import write_receipt
from pendapa.ledger.signing import signer_of
from pendapa.ledger.tests.logs import MemoryLog, log_key

pytestmark = pytest.mark.django_db
SALT = bytes(range(32))
DECIDED = {"outcome": "granted", "number": "SKU-7Q2M-48KX"}


@pytest.fixture(autouse=True)
def _fresh(settings: Any, tmp_path: Any) -> None:
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = "tirtamaya.test/log"
    caches["process"].clear()


@pytest.fixture
def log() -> MemoryLog:
    told = {"about": "case:1", "at": "2026-11-24", "fields": {"outcome": "granted"}, "v": 1, "verb": "case.decided"}
    leaf = canonical_json({**told, "commitment": commitment_of(SALT, DECIDED).hex()})
    return MemoryLog([leaf, canonical_json({"verb": "unknown", "at": "2026-11-25"})], signer_of("tirtamaya.test/log"))


def receipt_of(log: MemoryLog, note: str = "") -> bytes:
    first = {"leaf": log.leaves[0], "index": 0, "salt": SALT, "payload": DECIDED, "proof": log.inclusion(0)}
    second = {"leaf": log.leaves[1], "index": 1, "salt": None, "payload": None, "proof": log.inclusion(1)}
    return write_receipt([first, second], note or log.checkpoint())


@pytest.fixture
def ask(client: Any) -> Any:
    def ask(content: bytes, language: str = "en") -> str:
        client.cookies["bahasa"] = language
        response = client.post("/verifikasi/", {"berkas": SimpleUploadedFile("receipt.json", content)})
        assert response.status_code == 200
        return str(response.content.decode())

    return ask


def test_a_genuine_receipt_tells_what_it_proves(log: MemoryLog, ask: Any) -> None:
    page = ask(receipt_of(log))
    assert "This receipt is genuine: all that it tells stands in the public log." in page
    assert "tirtamaya.test/log" in page
    assert "content as committed to" in page
    assert "24 November 2026" in page
    assert "Tanda terima ini asli" in ask(receipt_of(log), "id")


def test_witnesses_that_signed_it_are_named(log: MemoryLog, ask: Any, settings: Any) -> None:
    witness = Signer("saksi.example/w", log_key(7).private, COSIGNATURE_V1)
    settings.PENDAPA_WITNESSES = [("https://saksi.example", witness.verifier.vkey)]
    note = log.checkpoint()
    text = read_note(note).text
    assert "saksi.example/w" in ask(receipt_of(log, note + witness.sign(text, at=1_795_000_000)))
    assert "A witness is said to have signed it" in ask(receipt_of(log, note + witness.sign("x\n", at=1)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"granted", b"refused", "The entry number 1"),
        (b"48KX", b"48KY", "It is the entry number 1 of the receipt"),
        (b"\\n2\\n", b"\\n3\\n", "does not carry our signature"),
    ],
)
def test_a_changed_receipt_is_refused_with_what_is_wrong(
    log: MemoryLog, ask: Any, old: bytes, new: bytes, words: str
) -> None:
    assert old in receipt_of(log)
    page = ask(receipt_of(log).replace(old, new, 1))
    assert "This receipt was changed. Do not rely on it." in page
    assert words.lower().removeprefix("the ") in page.lower()


def test_the_receipt_of_another_log_is_not_judged(ask: Any) -> None:
    log = MemoryLog([canonical_json({"verb": "unknown"})] * 2, log_key(9, "other.example/log"))
    assert "This receipt is not of our log." in ask(receipt_of(log))


@given(st.binary(max_size=200))
@hypothesis_settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_garbage_is_told_of(ask: Any, content: bytes) -> None:
    caches["process"].clear()
    assert "We cannot check this receipt." in ask(b"{" + content)


def test_a_receipt_costs_few_queries(log: MemoryLog, client: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        client.post("/verifikasi/", {"berkas": SimpleUploadedFile("receipt.json", receipt_of(log))})
