"""Our log and its witnesses: real witnesses, asked over a real connection."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendapa.ledger.models import Checkpoint
from pendapa.ledger.notes import COSIGNATURE_V1, Signer, Verifier, read_note
from pendapa.ledger.queries import log_vkey, newest_checkpoint
from pendapa.ledger.sequencing import run_sequencer, sequencer
from pendapa.ledger.signing import sign_checkpoint
from pendapa.ledger.tests.verbs_of_tests import tell_many
from pendapa.ledger.witness.configuration import WitnessFolder
from pendapa.ledger.witness.cosigning import Witness
from pendapa.ledger.witness.serving import answer_to
from pendapa.ledger.witness.state import WitnessState
from pendapa.ledger.witnessing import sending, tasks
from pendapa.ledger.witnessing.models import Cosignature, Standing, Trouble
from pendapa.ledger.witnessing.queries import cosigned, witness_rows
from pendapa.ledger.witnessing.sending import ask_witnesses

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(autouse=True)
def _as_of_now():
    """Witnesses sign by the true clock: the moment is that of the test, however long after its reading it runs."""
    global NOW
    NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(autouse=True)
def _log_of_thirty():
    sequencer.cache_clear()
    grow(30)
    yield
    sequencer.cache_clear()


def grow(count):
    tell_many(count)
    run_sequencer()


def later(**time):
    return NOW + timedelta(**time)


class Served:
    """A witness behind an address; `answer` replaces what it says, `asked` counts."""

    def __init__(self, folder, name):
        WitnessFolder(folder).make_key(name)
        self.witness = Witness(WitnessFolder(folder).key(), [Verifier.of(log_vkey())], WitnessState(folder))
        self.answer, self.asked = None, 0
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                served.asked += 1
                if served.answer is not None:
                    status, body = served.answer
                    return self.tell(status, body)
                given = self.rfile.read(int(self.headers["Content-Length"]))
                status, _kind, text = answer_to(served.witness, "POST", self.path, given)
                return self.tell(status, text.encode())

            def tell(self, status, body):
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_given):
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def pair(self):
        return self.url, self.witness.signer.verifier.vkey


@pytest.fixture
def witness(tmp_path, settings):
    served = Served(tmp_path / "w1", "saksi.example/w1")
    settings.PENDAPA_WITNESSES = [served.pair]
    yield served
    served.server.shutdown()
    served.server.server_close()


def test_a_new_checkpoint_is_signed_kept_and_shown(witness):
    assert ask_witnesses(NOW) == 1
    note = newest_checkpoint().note
    shown = cosigned(note)
    assert shown.startswith(note)
    [signed] = read_note(shown).signed_by([witness.witness.signer.verifier])
    [row] = witness_rows()
    assert (row.name, row.size, row.trouble) == ("saksi.example/w1", 30, "")
    assert row.at == datetime.fromtimestamp(signed.at, UTC)


def test_the_log_grows_and_is_signed_again_each_time(witness):
    for number in range(4):
        assert ask_witnesses(later(seconds=number * 5)) == 1
        grow(number * 100 + 1)
    assert witness.asked == 4
    assert cosigned(newest_checkpoint().note) == newest_checkpoint().note
    assert witness_rows()[0].size == Cosignature.objects.order_by("-size").first().size


def test_a_witness_that_knows_more_than_we_remember_is_asked_again_from_there(witness):
    ask_witnesses(NOW)
    Standing.objects.all().delete()
    grow(40)
    assert ask_witnesses(later(seconds=5)) == 1
    assert witness.asked == 3
    assert Standing.objects.get().size == 70


def test_the_same_checkpoint_is_not_sent_again_before_its_signature_grows_old(witness):
    ask_witnesses(NOW)
    assert ask_witnesses(later(seconds=30)) == 0
    assert ask_witnesses(later(minutes=11)) == 1
    assert witness.asked == 2


def test_however_fast_the_log_grows_a_witness_is_asked_every_few_seconds_at_most(witness):
    for number in range(10):
        grow(1)
        ask_witnesses(later(milliseconds=number * 300))
    assert witness.asked == 2


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ((404, b"unknown"), Trouble.REFUSED), ((500, b""), Trouble.REFUSED), ((409, b"nonsense"), Trouble.REFUSED),
        ((409, b"5\n"), Trouble.REFUSED), ((200, b""), Trouble.UNUSABLE), ((200, b"\xff"), Trouble.UNUSABLE),
        ((409, b"31\n"), Trouble.AHEAD), ((200, b"x" * 200_000), Trouble.UNREACHABLE),
    ],
)  # fmt: skip
def test_a_witness_that_does_not_sign_is_told_of_and_asked_less_and_less(witness, answer, trouble):
    witness.answer = answer
    assert ask_witnesses(NOW) == 0
    [row] = witness_rows()
    assert (row.trouble, row.at) == (trouble.label, None)
    first = Standing.objects.get()
    assert (first.trouble, first.failures) == (trouble, 1)
    asked = witness.asked
    assert ask_witnesses(later(seconds=3)) == 0
    assert witness.asked == asked
    ask_witnesses(later(seconds=5))
    second = Standing.objects.get()
    assert second.retry_at - later(seconds=5) > first.retry_at - NOW
    witness.answer = None
    assert ask_witnesses(later(minutes=1)) == 1
    assert witness_rows()[0].trouble == ""


def test_a_signature_by_another_key_is_not_kept(witness, tmp_path):
    other = WitnessFolder(tmp_path / "other").make_key("saksi.example/w1")
    text = read_note(newest_checkpoint().note).text
    for line in (other.sign(text, at=1), witness.witness.signer.sign(text + "x\n", at=1)):
        witness.answer = (200, line.encode())
        assert ask_witnesses(NOW) == 0
        Standing.objects.all().delete()
    witness.answer = (200, witness.witness.signer.sign(text, at=int(later(hours=1).timestamp())).encode())
    assert ask_witnesses(NOW) == 0
    assert not Cosignature.objects.exists()


def test_a_witness_that_is_away_does_not_keep_the_others_from_signing(witness, settings):
    settings.PENDAPA_WITNESSES = [("http://127.0.0.1:9", _another_key()), witness.pair]
    assert ask_witnesses(NOW) == 1
    assert [row.trouble for row in witness_rows()] == [Trouble.UNREACHABLE.label, ""]


def _another_key():
    return Signer("away.example", Ed25519PrivateKey.generate(), COSIGNATURE_V1).verifier.vkey


def test_a_log_that_forked_gets_no_signature_and_its_page_says_so(witness):
    ask_witnesses(NOW)
    newest = newest_checkpoint()
    root = bytes(31) + b"\x01"
    Checkpoint.objects.create(
        size=newest.size, root=root, note=sign_checkpoint("tirtamaya.test/log", newest.size, root), at=NOW
    )
    assert ask_witnesses(later(seconds=5)) == 0
    [row] = witness_rows()
    assert (row.trouble, row.is_alarming) == (Trouble.FORKED.label, True)
    assert cosigned(newest_checkpoint().note) == newest_checkpoint().note


def test_old_signatures_are_let_go(witness, monkeypatch):
    monkeypatch.setattr(sending, "KEPT", 2)
    for number in range(4):
        ask_witnesses(later(seconds=number * 5))
        grow(1)
    assert sorted(Cosignature.objects.values_list("size", flat=True)) == [32, 33]


def test_without_witnesses_nothing_is_asked_and_the_checkpoint_is_as_it_is(django_assert_num_queries):
    note = newest_checkpoint().note
    with django_assert_num_queries(0):
        assert cosigned(note) == note
    assert ask_witnesses(NOW) == 0
    assert witness_rows() == []


def test_the_asker_is_woken_once_for_each_growth_and_only_where_there_are_witnesses(settings):
    from procrastinate.contrib.django.models import ProcrastinateJob

    waiting = ProcrastinateJob.objects.filter(task_name="ledger.ask_witnesses", status="todo")
    tasks._woken_for.clear()
    tasks.wake_asker()
    assert waiting.count() == 0
    settings.PENDAPA_WITNESSES = [("http://127.0.0.1:9", _another_key())]
    tasks.wake_asker()
    tasks.wake_asker()
    grow(1)
    tasks.wake_asker()
    assert waiting.count() == 1
    assert tasks.ask_for_signatures() == 0
    assert Standing.objects.get().trouble == Trouble.UNREACHABLE


def test_what_no_table_can_hold_is_no_way_to_stop_the_asking(witness):
    witness.answer = (500, b"no\x00\x1b[2J\xff")
    assert ask_witnesses(NOW) == 0
    standing = Standing.objects.get()
    assert (standing.trouble, standing.failures) == (Trouble.REFUSED, 1)
    assert standing.detail == "status 500: no??[2J\N{REPLACEMENT CHARACTER}"


def test_a_clock_that_was_set_back_keeps_nobody_from_being_asked(witness):
    assert ask_witnesses(later(days=3000)) == 1
    grow(5)
    assert ask_witnesses(later(minutes=1)) == 1
    assert ask_witnesses(later(minutes=1, seconds=1)) == 0
