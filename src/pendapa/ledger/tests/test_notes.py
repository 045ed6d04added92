import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pendapa.ledger.notes import (
    COSIGNATURE_V1,
    Checkpoint,
    NoteFault,
    Signer,
    Verifier,
    open_checkpoint,
    open_note,
    read_note,
    sign_note,
)
from pendapa.ledger.tests.definition import opened_checkpoint

EXAMPLE = Path(__file__).parents[5] / "shared/data/merkle/signed_note_example.json"
LOG = Signer("tirtamaya.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer("tirtamaya.example/log", Ed25519PrivateKey.from_private_bytes(bytes(32)))
WITNESS = Signer("saksi.example/w1", Ed25519PrivateKey.from_private_bytes(b"w" * 32), COSIGNATURE_V1)
CHECKPOINT = Checkpoint("tirtamaya.example/log", 20_852_163, bytes(range(32)))


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example of C2SP is not beside this checkout")
def test_the_published_note_opens_with_the_published_key():
    example = json.loads(EXAMPLE.read_text())
    verifier = Verifier.of(example["vkey"])
    text, signed = open_note(example["note"], [verifier])
    assert text == "This is an example message.\n"
    assert [found.by for found in signed] == [verifier]
    assert verifier.vkey == example["vkey"]
    assert read_note(example["note"]).lines[0].line == example["note"].splitlines(keepends=True)[-1]


def test_the_cosignature_of_the_specification_has_its_time_and_shape():
    # From tlog-cosignature: name, key identifier, then eight bytes of time and 64 of signature.
    note = read_note(
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+"
        "zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
        "xUe+mbIUBkBIfZ+qnA==\n"
    )
    assert len(note.lines[0].signature) == 64
    assert len(note.lines[1].signature) == 72
    assert int.from_bytes(note.lines[1].signature[:8], "big") == 1_679_315_147
    assert Checkpoint.of(note.text).size == 20_852_163


def test_a_checkpoint_is_written_signed_and_read_also_by_the_definition():
    note = sign_note(CHECKPOINT.text, [LOG])
    assert note.startswith("tirtamaya.example/log\n20852163\nAAECAwQF")
    assert open_checkpoint(note, LOG.verifier) == CHECKPOINT
    assert opened_checkpoint(note.encode(), LOG.verifier.vkey) == (CHECKPOINT.origin, 20_852_163, CHECKPOINT.root)
    extended = Checkpoint(CHECKPOINT.origin, 0, CHECKPOINT.root, ("more",))
    assert open_checkpoint(sign_note(extended.text, [LOG]), LOG.verifier) == extended


def test_a_cosignature_covers_its_time():
    note = sign_note(CHECKPOINT.text, [LOG]) + WITNESS.sign(CHECKPOINT.text, at=1_800_000_000)
    signed = read_note(note).signed_by([LOG.verifier, WITNESS.verifier])
    assert [found.at for found in signed] == [None, 1_800_000_000]
    line = read_note(note).lines[1]
    later = (1_800_000_001).to_bytes(8, "big") + line.signature[8:]
    with pytest.raises(NoteFault, match=r"saksi\.example/w1 does not hold"):
        WITNESS.verifier.checked(CHECKPOINT.text, later)
    with pytest.raises(NoteFault, match="malformed"):
        WITNESS.verifier.checked(CHECKPOINT.text, b"\xff" + later[1:])


def test_the_same_key_under_another_algorithm_or_name_is_another_key():
    assert Verifier(LOG.name, COSIGNATURE_V1, LOG.verifier.public).key_id != LOG.verifier.key_id
    assert Verifier("other.example", 1, LOG.verifier.public).key_id != LOG.verifier.key_id
    with pytest.raises(NoteFault, match="none of the trusted keys"):
        open_note(sign_note(CHECKPOINT.text, [LOG]), [OTHER.verifier])


def test_signatures_by_unknown_keys_are_passed_over_and_a_known_one_that_fails_is_not():
    note = sign_note(CHECKPOINT.text, [OTHER, LOG])
    assert open_checkpoint(note, LOG.verifier) == CHECKPOINT
    forged = note.replace("20852163", "20852164")
    with pytest.raises(NoteFault, match="does not hold"):
        open_checkpoint(forged, LOG.verifier)


def test_a_checkpoint_of_another_log_is_refused_also_when_the_key_signed_it():
    note = sign_note(Checkpoint("other.example/log", 1, bytes(32)).text, [LOG])
    with pytest.raises(NoteFault, match="not of tirtamaya"):
        open_checkpoint(note, LOG.verifier)


@given(st.data())
@settings(deadline=None)
def test_no_checkpoint_with_a_changed_byte_opens_as_another(data):
    note = sign_note(CHECKPOINT.text, [LOG]).encode()
    at = data.draw(st.integers(0, len(note) - 1))
    changed = bytearray(note)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NoteFault):
        open_checkpoint(bytes(changed), LOG.verifier)


@given(st.binary(max_size=300))
def test_garbage_is_no_note(content):
    with pytest.raises(NoteFault):
        open_note(content, [LOG.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n", "a\n\n" + base64.b64encode(bytes(32)).decode() + "\n", "a\n01\nAAAA\n", "a\n1\nAAAA\n",
        "a\n-1\n" + base64.b64encode(bytes(32)).decode() + "\n", "a\n1\n" + base64.b64encode(bytes(32)).decode(),
        "a\n١\n" + base64.b64encode(bytes(32)).decode() + "\n", "",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteFault):
        Checkpoint.of(text)


@pytest.mark.parametrize(
    "spoil", [str.upper, lambda vkey: vkey[:-2], lambda vkey: "x" + vkey, lambda _: "", lambda _: "+"]
)
def test_a_key_copied_wrongly_is_refused(spoil):
    with pytest.raises(NoteFault):
        Verifier.of(spoil(LOG.verifier.vkey))
    assert Verifier.of(LOG.verifier.vkey + "\n") == LOG.verifier


@pytest.mark.parametrize("text", ["no newline", "tab\t\n", "", "\x00\n", "\ud800\n"])
def test_a_text_that_can_be_no_note_is_not_signed(text):
    with pytest.raises(NoteFault):
        sign_note(text, [LOG])


def test_the_private_key_is_not_shown():
    assert "private" not in repr(LOG)
