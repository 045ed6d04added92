import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pendapa.journal.actions import commitment_of
from pendapa.kernel.canonical import canonical_json
from pendapa.ledger.notes import COSIGNATURE_V1, Signer, Verifier, read_note
from pendapa.ledger.receipts import ReceiptFault, Wrong, check_receipt, looks_like_receipt, write_receipt
from pendapa.ledger.tests.logs import MemoryLog, log_key

SALT = bytes(range(32))
PAYLOAD = {"name": "Siti Rahmawati", "unit": "dpmptsp", "due": "2026-12-01", "fee": 0}
WITNESS = Signer("saksi.example/w", Ed25519PrivateKey.from_private_bytes(b"w" * 32), COSIGNATURE_V1)


def leaf(number, commitment="0" * 64):
    told = {"about": f"case:{number:032x}", "at": "2026-11-24", "commitment": commitment, "fields": {"unit": "dpmptsp"}}
    return canonical_json({**told, "v": 1, "verb": "case.decided"})


LOG = MemoryLog([leaf(n) for n in range(40)] + [leaf(40, commitment_of(SALT, PAYLOAD).hex())] + [leaf(41)] * 300)
KEY = LOG.signer.verifier


def entry(index, salt=None, payload=None):
    proof = LOG.inclusion(index)
    return {"leaf": LOG.leaves[index], "index": index, "salt": salt, "payload": payload, "proof": proof}


RECEIPT = write_receipt([entry(3), entry(40, SALT, PAYLOAD)], LOG.checkpoint())


def changed(change):
    found = json.loads(RECEIPT)
    change(found)
    return json.dumps(found).encode()


def fault_of(content, key=KEY, witnesses=()):
    with pytest.raises(ReceiptFault) as found:
        check_receipt(content, key, witnesses)
    return found.value


def test_a_receipt_holds_offline_under_the_key_of_its_log():
    checked = check_receipt(RECEIPT, KEY)
    assert checked.checkpoint.size == 341
    assert [(one.index, one.verb, one.day, one.fields) for one in checked.entries] == [
        (3, "case.decided", "2026-11-24", {"unit": "dpmptsp"}),
        (40, "case.decided", "2026-11-24", {"unit": "dpmptsp"}),
    ]
    assert [one.payload for one in checked.entries] == [None, PAYLOAD]
    assert looks_like_receipt(RECEIPT)
    assert not looks_like_receipt(b"%PDF-1.7")


def test_a_receipt_set_out_for_reading_holds_too():
    assert check_receipt(json.dumps(json.loads(RECEIPT), indent=2, ensure_ascii=False).encode(), KEY).entries


@given(st.data())
@settings(deadline=None, max_examples=400)
def test_no_receipt_with_a_changed_byte_holds(data):
    at = data.draw(st.integers(0, len(RECEIPT) - 1))
    other = data.draw(st.integers(1, 255))
    spoiled = bytearray(RECEIPT)
    spoiled[at] ^= other
    fault = fault_of(bytes(spoiled))
    assert fault.detail
    assert fault.wrong in Wrong


def test_what_is_wrong_is_said():
    def content(receipt):
        receipt["entries"][1]["payload"]["name"] = "Siti Rahmawat"

    def salt(receipt):
        receipt["entries"][1]["salt"] = "00" * 32

    def shown(receipt):
        receipt["entries"][0]["leaf"] = receipt["entries"][0]["leaf"].replace("dpmptsp", "dinsos")

    def place(receipt):
        receipt["entries"][0]["index"] = 4

    def size(receipt):
        receipt["checkpoint"] = receipt["checkpoint"].replace("\n341\n", "\n342\n")

    def half(receipt):
        receipt["entries"][1]["salt"] = None

    def more(receipt):
        receipt["entries"][0]["note"] = "x"

    def none(receipt):
        receipt["entries"] = []

    for change, wrong, number in (
        (content, Wrong.CONTENT, 2), (salt, Wrong.CONTENT, 2),
        (shown, Wrong.NOT_IN_LOG, 1), (place, Wrong.NOT_IN_LOG, 1),
        (size, Wrong.SIGNATURE, None), (half, Wrong.UNREADABLE, 2), (more, Wrong.UNREADABLE, 1),
        (none, Wrong.UNREADABLE, None),
    ):  # fmt: skip
        fault = fault_of(changed(change))
        assert (fault.wrong, fault.entry) == (wrong, number), change


@pytest.mark.parametrize(
    "leaf",
    [
        leaf(1).replace(b'"v":1', b'"v":1,"verb":"case.withdrawn"'),
        leaf(1).replace(b'"v":1', b'"v":1.0'),
        leaf(1) + b" ",
        b'{"verb":NaN}',
    ],
)
def test_an_entry_that_could_be_read_in_two_ways_proves_nothing(leaf):
    log = MemoryLog([leaf])
    receipt = write_receipt(
        [{"leaf": leaf, "index": 0, "salt": None, "payload": None, "proof": log.inclusion(0)}], log.checkpoint()
    )
    assert fault_of(receipt, log.signer.verifier).wrong == Wrong.UNREADABLE


def test_the_receipt_of_another_log_is_not_ours():
    assert fault_of(RECEIPT, log_key(2).verifier).wrong is Wrong.OTHER_LOG
    assert fault_of(RECEIPT, Verifier("other.example/log", KEY.algorithm, KEY.public)).wrong is Wrong.OTHER_LOG


def test_witnesses_are_told_with_their_time_and_a_false_one_is_refused():
    text = read_note(LOG.checkpoint()).text
    note = LOG.checkpoint() + WITNESS.sign(text, at=1_795_000_000)
    [(name, at)] = check_receipt(write_receipt([entry(3)], note), KEY, [WITNESS.verifier]).cosigned
    assert (name, at.isoformat()) == ("saksi.example/w", "2026-11-18T11:06:40+00:00")
    assert check_receipt(write_receipt([entry(3)], note), KEY).cosigned == ()
    false = LOG.checkpoint() + WITNESS.sign(text + "x\n", at=1)
    assert fault_of(write_receipt([entry(3)], false), witnesses=[WITNESS.verifier]).wrong is Wrong.WITNESS
    late = LOG.checkpoint() + WITNESS.sign(text, at=2**62)
    assert fault_of(write_receipt([entry(3)], late), witnesses=[WITNESS.verifier]).wrong is Wrong.WITNESS


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_garbage_is_no_receipt(content):
    assert fault_of(content).wrong is Wrong.UNREADABLE


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000, b'{"a":' * 100_000, b"{}", b"null", b'{"type":"pendapa-log-receipt/v1"}', b"\xef\xbb\xbf{}",
        b'{"type":"pendapa-log-receipt/v1","entries":[1],"checkpoint":"\\ud800"}', b"{" + b" " * 10_000_001,
        b'{"type":"pendapa-log-receipt/v1","entries":[{"leaf":"\\ud800"}],"checkpoint":"x"}',
        b'{"type":"pendapa-log-receipt/v1","entries":[NaN],"checkpoint":"x"}',
        b'{"type":"pendapa-log-receipt/v1","type":"pendapa-log-receipt/v1","entries":[1],"checkpoint":"x"}',
    ],
)  # fmt: skip
def test_what_is_built_to_break_is_refused(content):
    assert fault_of(content).wrong is Wrong.UNREADABLE
