import asyncio
import base64
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.ledger.notes import COSIGNATURE_V1, Checkpoint, Signer, read_note, sign_note
from pendapa.ledger.tests.logs import ORIGIN, MemoryLog, log_key
from pendapa.ledger.witness import serving
from pendapa.ledger.witness.configuration import WitnessFolder, WrongWitness
from pendapa.ledger.witness.cosigning import Witness
from pendapa.ledger.witness.protocol import Refusal, Submission, write_submission
from pendapa.ledger.witness.serving import witness_application
from pendapa.ledger.witness.state import WitnessState

LEAVES = [f"leaf {number}".encode() for number in range(400)]
AT = 1_795_000_000


@pytest.fixture
def honest():
    return MemoryLog(LEAVES)


@pytest.fixture
def witness(tmp_path):
    signer = WitnessFolder(tmp_path).make_key("saksi.example/w1")
    return Witness(signer, [log_key().verifier], WitnessState(tmp_path))


def submit(witness, log, old, size, *, proof=None):
    steps = log.proof(old, size) if proof is None else proof
    return witness.add_checkpoint(write_submission(old, steps, log.checkpoint(size)), at=AT)


def refused(witness, log, old, size, *, proof=None):
    with pytest.raises(Refusal) as found:
        submit(witness, log, old, size, proof=proof)
    return found.value.status, found.value.size


def test_a_tree_that_grows_is_signed_step_by_step(witness, honest):
    for old, size in [(0, 3), (3, 3), (3, 260), (260, 400)]:
        line = submit(witness, honest, old, size)
        signed = read_note(honest.checkpoint(size) + line).signed_by([witness.signer.verifier])
        assert [found.at for found in signed] == [AT]
    assert witness.seen()[ORIGIN].size == 400


def test_a_log_that_is_not_followed_is_not_found(witness):
    assert refused(witness, MemoryLog(LEAVES, log_key(1, "other.example/log")), 0, 3) == (404, None)


def test_a_checkpoint_that_its_log_did_not_sign_is_forbidden(witness, honest):
    assert refused(witness, MemoryLog(LEAVES, log_key(2)), 0, 3) == (403, None)
    forged = honest.checkpoint(3).replace(f"{ORIGIN}\n3\n", f"{ORIGIN}\n4\n")
    with pytest.raises(Refusal) as found:
        witness.add_checkpoint(write_submission(0, [], forged), at=AT)
    assert found.value.status == 403
    assert witness.seen() == {ORIGIN: None}


def test_a_log_rolled_back_is_refused(witness, honest):
    submit(witness, honest, 0, 300)
    assert refused(witness, honest, 0, 200) == (409, 300)
    assert refused(witness, honest, 300, 200, proof=[]) == (400, None)
    assert witness.seen()[ORIGIN].size == 300


def test_a_forked_log_is_refused_and_the_proof_of_it_kept(witness, honest, tmp_path):
    forked = MemoryLog([*LEAVES[:250], b"another", *LEAVES[251:]])
    submit(witness, honest, 0, 300)
    assert refused(witness, forked, 300, 400) == (422, None)
    assert refused(witness, forked, 300, 300) == (409, 300)
    assert len(list((tmp_path / "forks").iterdir())) == 1
    assert witness.seen()[ORIGIN].root == honest.root(300)
    submit(witness, honest, 300, 400)


def test_a_forged_leaf_below_what_was_signed_is_refused(witness, honest):
    submit(witness, honest, 0, 100)
    forged = MemoryLog([*LEAVES[:40], b"forged", *LEAVES[41:]])
    assert refused(witness, forged, 100, 400) == (422, None)
    assert refused(witness, forged, 100, 400, proof=honest.proof(100, 400)) == (422, None)


def test_a_proof_where_none_is_due_is_refused(witness, honest):
    assert refused(witness, honest, 0, 300, proof=[bytes(32)]) == (422, None)
    submit(witness, honest, 0, 300)
    assert refused(witness, honest, 300, 300, proof=[bytes(32)]) == (422, None)
    assert refused(witness, honest, 300, 400, proof=[]) == (422, None)


def test_an_empty_log_has_one_root(witness):
    empty = MemoryLog([])
    submit(witness, empty, 0, 0)
    wrong = sign_note(Checkpoint(ORIGIN, 0, bytes(32)).text, [log_key()])
    with pytest.raises(Refusal) as found:
        witness.add_checkpoint(write_submission(0, [], wrong), at=AT)
    assert found.value.status == 409


@pytest.mark.parametrize(
    "body",
    [
        b"", b"old 0\n", b"old 0\n\n", b"new 0\n\n%s", b"old 00\n\n%s", b"old -1\n\n%s", b"old 1 \n\n%s",
        b"old 0\nnot a hash\n\n%s", b"old 0\nAAAA\n\n%s", b"%s", "old ١\n\n%s".encode(), b"\xff\n\n%s",
        b"old 0\n" + (base64.b64encode(bytes(32)) + b"\n") * 64 + b"\n%s",
    ],
)  # fmt: skip
def test_a_malformed_request_is_bad(witness, honest, body):
    with pytest.raises(Refusal) as found:
        witness.add_checkpoint(body.replace(b"%s", honest.checkpoint(3).encode()), at=AT)
    assert found.value.status == 400


@given(st.binary(max_size=300))
def test_garbage_is_bad_and_nothing_else(body):
    with pytest.raises(Refusal):
        Submission.of(body)


def test_the_request_of_the_specification_is_read():
    submission = Submission.of(
        b"old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        b"5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
        b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        b"\xe2\x80\x94 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gG"
        b"zGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    assert (submission.old, len(submission.proof), submission.checkpoint.size) == (20_852_014, 4, 20_852_163)


def test_of_many_requests_at_once_each_is_signed_only_if_it_extends(witness, honest):
    submit(witness, honest, 0, 100)
    starting = threading.Barrier(8)

    def ask(size):
        starting.wait()
        try:
            submit(witness, honest, 100, size)
        except Refusal as refusal:
            return refusal.status, refusal.size
        return 200, size

    sizes = [150, 200, 250, 300, 150, 200, 250, 300]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, sizes))
    signed = [size for status, size in answers if status == 200]
    assert len(signed) == 1
    assert all(answer in ((200, signed[0]), (409, signed[0])) for answer in answers)
    assert witness.seen()[ORIGIN].size == signed[0]


def test_what_was_seen_is_known_after_a_new_start(witness, honest, tmp_path):
    submit(witness, honest, 0, 300)
    again = Witness(WitnessFolder(tmp_path).key(), [log_key().verifier], WitnessState(tmp_path))
    assert again.signer.verifier == witness.signer.verifier
    assert refused(again, honest, 0, 200) == (409, 300)


def test_a_damaged_memory_signs_nothing(witness, honest, tmp_path):
    submit(witness, honest, 0, 300)
    file = next((tmp_path / "trees").glob("*.json"))
    file.write_text(file.read_text()[:-20])
    status, _, body = asked(witness, write_submission(0, [], honest.checkpoint(400)))
    assert (status, body) == (500, b"The witness cannot sign now.\n")


def asked(witness, body=b"", method="POST", path="/add-checkpoint"):
    """Status, headers and content of the answer to a request whose body comes in pieces."""
    pieces = [body[at : at + 50_000] for at in range(0, len(body), 50_000)] or [b""]
    told = []

    async def receive():
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message):
        told.append(message)

    asyncio.run(witness_application(witness)({"type": "http", "method": method, "path": path}, receive, send))
    headers = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], headers, told[1]["body"]


def test_a_request_that_never_ends_is_refused(witness, monkeypatch):
    monkeypatch.setattr(serving, "BODY_SECONDS", 0.05)
    told = []

    async def receive():
        await asyncio.sleep(10)

    async def send(message):
        told.append(message)

    scope = {"type": "http", "method": "POST", "path": "/add-checkpoint"}
    asyncio.run(witness_application(witness)(scope, receive, send))
    assert told[0]["status"] == 408


def test_answers_are_those_of_the_protocol(witness, honest):
    status, headers, body = asked(witness, write_submission(0, [], honest.checkpoint(300)))
    assert (status, headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert body.decode().startswith("\u2014 saksi.example/w1 ")
    assert body.endswith(b"\n")
    status, headers, body = asked(witness, write_submission(7, honest.proof(7, 300), honest.checkpoint(300)))
    assert (status, headers["content-type"], body) == (409, "text/x.tlog.size", b"300\n")
    assert asked(witness, b"x" * 100_000)[0] == 400
    assert asked(witness, method="GET")[0] == 405
    assert asked(witness, method="GET")[1]["allow"] == "POST"
    assert asked(witness, method="GET", path="/elsewhere")[0] == 404
    assert asked(witness, method="POST", path="/")[0] == 405
    assert asked(witness, method="GET", path="/healthz")[2] == b"ok\n"
    assert f"{ORIGIN}: 300 entries".encode() in asked(witness, method="GET", path="/")[2]


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    folder = WitnessFolder(tmp_path / "witness")
    with pytest.raises(WrongWitness, match="holds no key"):
        folder.key()
    made = folder.make_key("saksi.example/w1")
    assert made.algorithm == COSIGNATURE_V1
    assert folder.make_key("saksi.example/w1").verifier == made.verifier
    assert (tmp_path / "witness/key.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(WrongWitness, match="holds the key of"):
        folder.make_key("other.example")
    with pytest.raises(WrongWitness, match="cannot be a name"):
        WitnessFolder(tmp_path / "other").make_key("two words")


def test_the_list_of_logs_has_one_key_a_line(tmp_path):
    folder = WitnessFolder(tmp_path)
    (tmp_path / "logs.txt").write_text(f"# the regency\n{log_key().verifier.vkey}\n\n")
    assert folder.logs([log_key(2).verifier.vkey]) == [log_key().verifier, log_key(2).verifier]
    with pytest.raises(WrongWitness, match="is no key"):
        folder.logs(["nonsense"])
    witness_key = Signer("saksi.example", log_key().private, COSIGNATURE_V1).verifier
    with pytest.raises(WrongWitness, match="not by that of a witness"):
        folder.logs([witness_key.vkey])
