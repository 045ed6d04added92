"""A log that cannot go on begins anew under another name, and tells so itself."""

import json
from datetime import UTC, datetime

import pytest

from pendapa.kernel.problems import Invalid
from pendapa.ledger.beginning import begin_under
from pendapa.ledger.keeping import keep_checkpoint, kept_checkpoint, kept_path
from pendapa.ledger.models import Log
from pendapa.ledger.notes import open_checkpoint
from pendapa.ledger.queries import leaves_from, log_size, newest_checkpoint
from pendapa.ledger.sequencing import fault_of_tree, run_sequencer, sequencer
from pendapa.ledger.signing import sign_checkpoint, signer_of
from pendapa.ledger.tests.verbs_of_tests import tell, tell_many

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2027, 1, 5, 3, tzinfo=UTC)
OLD, NEW = "tirtamaya.test/log", "tirtamaya.test/log2"


@pytest.fixture(autouse=True)
def _knows_the_verbs_of_these_tests():
    sequencer.cache_clear()
    yield
    sequencer.cache_clear()


@pytest.fixture
def lost() -> None:
    """A log of three leaves that had been signed up to nine."""
    tell_many(3)
    run_sequencer()
    keep_checkpoint(sign_checkpoint(OLD, 9, b"\1" * 32))
    tell()
    assert run_sequencer() == 0


@pytest.mark.usefixtures("lost")
def test_it_goes_on_under_another_name_and_says_why(home) -> None:
    aside = begin_under(NEW, at=AT)
    assert aside == home / "log-checkpoint-9.txt"
    assert aside.read_text().startswith(f"{OLD}\n9\n")
    assert run_sequencer() == 2
    signed = open_checkpoint(newest_checkpoint().note, signer_of(NEW).verifier)
    assert (signed.origin, signed.size) == (NEW, 5)
    assert kept_checkpoint() == signed
    told = json.loads(leaves_from(4, 1)[0][1])
    assert told["verb"] == "log.begun"
    assert told["fields"] == {"name": NEW, "previous": OLD, "signed_before": 9, "begins_at": 3}


@pytest.mark.usefixtures("lost")
def test_after_a_crash_amid_it_the_same_command_does_the_rest() -> None:
    old = kept_path().read_text()
    begin_under(NEW, at=AT)
    kept_path().write_text(old)
    signed = newest_checkpoint()
    assert "is of the log" in fault_of_tree(NEW, signed.size, bytes(signed.root))
    begin_under(NEW, at=AT)
    assert fault_of_tree(NEW, signed.size, bytes(signed.root)) == ""
    assert run_sequencer() == 2
    assert log_size() == 5


@pytest.mark.usefixtures("lost")
def test_an_empty_database_begins_under_another_name() -> None:
    Log.objects.all().delete()
    begin_under(NEW, at=AT)
    assert Log.objects.get().name == NEW


@pytest.mark.parametrize("name", ["", "a b", "a+b", "x" * 201])
def test_a_name_that_no_log_can_have_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        begin_under(name, at=AT)
