"""The journal becomes a tree that only grows; what it must not tell stays out of it."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection

from pendapa.journal.actions import erase_content
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import SubscriberCursor
from pendapa.kernel.canonical import canonical_json
from pendapa.ledger import sequencing
from pendapa.ledger.keeping import keep_checkpoint, kept_checkpoint, kept_path
from pendapa.ledger.merkle import leaf_hash, root_of, verify_inclusion
from pendapa.ledger.models import Checkpoint, Handle, Leaf
from pendapa.ledger.notes import open_checkpoint
from pendapa.ledger.queries import bundle, leaves_from, log_size, newest_checkpoint, proof_for, proofs_for
from pendapa.ledger.sequencing import fault_of_tree, prepare_log, run_sequencer, sequencer
from pendapa.ledger.signing import sign_checkpoint, signer_of
from pendapa.ledger.tests.verbs_of_tests import KeptBack, Whole, tell, tell_many

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _knows_the_verbs_of_these_tests():
    sequencer.cache_clear()
    yield
    sequencer.cache_clear()


def assert_sound():
    """The tree in the database is the one that its leaves make, signed by the log's key."""
    signed = newest_checkpoint()
    opened = open_checkpoint(signed.note, signer_of("tirtamaya.test/log").verifier)
    leaves = [data for _, data in leaves_from(0, 100_000)]
    assert (opened.size, opened.root) == (signed.size, bytes(signed.root))
    assert len(leaves) == opened.size
    assert root_of(leaf_hash(leaf) for leaf in leaves) == opened.root
    assert kept_checkpoint() == opened


def test_a_log_begins_empty_and_signed():
    prepare_log()
    prepare_log()
    assert (log_size(), Checkpoint.objects.count()) == (0, 1)
    assert_sound()


def test_a_leaf_says_day_verb_public_fields_and_a_handle_and_commits_to_the_rest():
    entry = tell(subject="31", unit="dinsos")
    assert run_sequencer() == 1
    [(index, data)] = leaves_from(0, 10)
    leaf = json.loads(data)
    handle = Handle.objects.get(subject_type="case", subject_id="31").handle
    assert index == 0
    assert data == canonical_json(leaf)
    assert leaf == {
        "about": f"case:{handle.hex}",
        "at": "2027-01-05",
        "commitment": hashlib.sha256(entry.salt + canonical_json(entry.payload)).hexdigest(),
        "fields": {"due": "2027-01-08", "unit": "dinsos"},
        "v": 1,
        "verb": "test.told",
    }
    assert_sound()


def test_only_verbs_that_say_why_they_harm_nobody_are_told():
    tell(happened=KeptBack(unit="dinsos"))
    assert run_sequencer() == 0
    assert not Leaf.objects.exists()


def test_the_leaves_of_one_matter_share_a_handle_and_no_other_matter_has_it():
    for subject in ("1", "2", "1"):
        tell(subject)
        run_sequencer()
    first, second, third = (json.loads(data)["about"] for _, data in leaves_from(0, 10))
    assert first == third != second


def test_an_entry_erased_before_it_was_told_tells_nothing_but_its_commitment():
    entry = tell()
    erase_content(SYSTEM, entry, "asked for")
    run_sequencer()
    leaf = json.loads(leaves_from(0, 1)[0][1])
    assert leaf["fields"] == {}
    assert leaf["commitment"] == bytes(entry.commitment).hex()


def test_erasing_an_entry_leaves_the_log_as_it_was():
    entry = tell()
    run_sequencer()
    before = leaves_from(0, 1)
    erase_content(SYSTEM, entry, "asked for")
    run_sequencer()
    assert leaves_from(0, 1) == before
    assert_sound()


def test_a_field_too_large_for_a_leaf_is_told_by_its_digest():
    text = {"words": ["ä" * 10_000] * 4}
    tell(happened=Whole(text=text, short="kept"))
    run_sequencer()
    leaf = json.loads(leaves_from(0, 1)[0][1])
    whole = canonical_json(text)
    assert leaf["fields"] == {
        "short": "kept",
        "text": {"bytes": len(whole), "sha256": hashlib.sha256(whole).hexdigest()},
    }


@pytest.mark.parametrize("sizes", [(1, 1, 1), (255, 1, 1), (256, 1), (300, 300), (1, 1100)])
def test_the_tree_grows_by_any_steps(sizes, monkeypatch):
    for count in sizes:
        tell_many(count)
        assert run_sequencer() == count
        assert_sound()
    assert log_size() == sum(sizes)
    assert bundle(0, 1) == [leaves_from(0, 1)[0][1]]
    assert bundle(0, 256 if sum(sizes) >= 256 else sum(sizes)) is not None
    assert bundle(sum(sizes) // 256, sum(sizes) % 256 + 1) is None


def test_a_receipt_proves_its_entry():
    entries = tell_many(700)
    run_sequencer()
    tell()
    later = tell()
    assert proof_for(later) is None
    run_sequencer()
    signed = newest_checkpoint()
    for receipt in (proof_for(entries[0]), proof_for(entries[511].pk), proof_for(later)):
        assert receipt.checkpoint == signed.note
        assert verify_inclusion(leaf_hash(receipt.leaf), receipt.index, signed.size, receipt.proof, bytes(signed.root))


def test_many_receipts_cost_three_queries(django_assert_num_queries):
    entries = tell_many(600)
    run_sequencer()
    with django_assert_num_queries(3):
        found = proofs_for([entry.pk for entry in entries[::50]])
    assert [receipt.index for receipt in found] == list(range(0, 600, 50))


def test_nobody_changes_or_removes_a_leaf():
    tell()
    run_sequencer()
    for change in ("UPDATE ledger_leaf SET data = ''", "DELETE FROM ledger_leaf", "DELETE FROM ledger_checkpoint"):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_database_from_an_older_backup_is_not_signed():
    tell_many(3)
    run_sequencer()
    name = "tirtamaya.test/log"
    keep_checkpoint(sign_checkpoint(name, 5, b"\1" * 32))
    tell()
    assert run_sequencer() == 0
    assert log_size() == 3
    cursor = SubscriberCursor.objects.get(name="ledger")
    assert "older backup" in cursor.last_error
    assert "pendapa log --begin" in cursor.last_error


def test_a_tree_that_is_another_one_is_not_signed():
    tell_many(3)
    run_sequencer()
    kept_path().unlink()
    keep_checkpoint(sign_checkpoint("tirtamaya.test/log", 2, b"\1" * 32))
    tell()
    assert run_sequencer() == 0
    assert "not those that were signed" in SubscriberCursor.objects.get(name="ledger").last_error


def test_a_checkpoint_file_left_behind_by_a_crash_catches_up():
    tell_many(3)
    run_sequencer()
    older = kept_path().read_text()
    tell()
    run_sequencer()
    kept_path().write_text(older)
    signed = newest_checkpoint()
    assert fault_of_tree("tirtamaya.test/log", signed.size, bytes(signed.root)) == ""
    assert run_sequencer() == 0
    assert_sound()


def test_a_damaged_file_stops_the_log_and_says_so():
    prepare_log()
    kept_path().write_text("nonsense")
    tell()
    assert run_sequencer() == 0
    assert "bring it back from a backup" in SubscriberCursor.objects.get(name="ledger").last_error


def test_a_full_disk_undoes_nothing(monkeypatch):
    def full(_note):
        raise OSError("no space left")

    monkeypatch.setattr(sequencing, "keep_checkpoint", full)
    tell()
    assert run_sequencer() == 1
    monkeypatch.undo()
    assert run_sequencer() == 0
    assert kept_checkpoint().size == 1
