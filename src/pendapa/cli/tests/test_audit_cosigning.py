"""What `pendapa audit` says of the witnesses' signatures, and when it refuses for want of them."""

import base64
import contextlib
import io
import json
import time

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendapa.cli.main import main
from pendapa.ledger.notes import COSIGNATURE_V1, Signer
from pendapa.ledger.tests.logs import MemoryLog
from pendapa.ledger.tests.static_server import serving
from pendapa.ledger.witness.cosigning import Witness
from pendapa.ledger.witness.protocol import write_submission
from pendapa.ledger.witness.state import WitnessState

LOG = MemoryLog([b"{}", b'{"v":1}', b'{"v":2}'])
DAY = 86_400
NOT_SIGNED = "The witness kampus.example/w has not signed this checkpoint."


def signer(name="saksi.example/w"):
    return Signer(name, Ed25519PrivateKey.generate(), COSIGNATURE_V1)


SAKSI, KAMPUS = signer(), signer("kampus.example/w")
OTHER = ("--witness", KAMPUS.verifier.vkey)
NAMED = ("--witness", SAKSI.verifier.vkey)


def line_by(witness, seconds_ago=0, text=None):
    text = LOG.checkpoint().partition("\n\n")[0] + "\n" if text is None else text
    return witness.sign(text, at=int(time.time()) - seconds_ago)


@pytest.fixture
def audit(tmp_path):
    """Status and text of the command about the log with these lines under its checkpoint."""

    def run(lines, *options):
        told = io.StringIO()
        published = {f"/log/{path}": content for path, content in LOG.published.items()}
        published["/log/checkpoint"] += "".join(lines).encode()
        with serving(published) as url, contextlib.redirect_stdout(told):
            status = main(["audit", url, "--log-only", "--state", str(tmp_path / "visits"), *options])
        return status, told.getvalue()

    return run


def test_a_signature_that_a_witness_gave_is_told_with_its_age(audit, tmp_path):
    witness = Witness(SAKSI, [LOG.signer.verifier], WitnessState(tmp_path))
    line = witness.add_checkpoint(write_submission(0, [], LOG.checkpoint()), at=int(time.time()) - 3 * 3_600)
    status, told = audit([line], *NAMED)
    assert status == 0
    assert "Cosigned by saksi.example/w on " in told
    assert " UTC, 3 hours ago." in told
    assert "WARNING" not in told


def test_without_any_witness_it_is_right_with_a_warning(audit):
    status, told = audit([])
    assert status == 0
    assert "WARNING: No witness has signed this checkpoint" in told
    assert json.loads(audit([], "--json")[1])["warning"].startswith("No witness has signed")


def test_a_signature_whose_key_was_not_given_is_not_believed(audit):
    status, told = audit([line_by(SAKSI)])
    assert status == 0
    assert "Said to be cosigned by saksi.example/w" in told
    assert "WARNING: No signature of a witness was checked" in told
    assert audit([line_by(SAKSI)], *OTHER)[0] == 1


def test_a_missing_signature_that_was_asked_for_is_refused(audit):
    status, told = audit([line_by(SAKSI)], *NAMED, *OTHER)
    assert status == 1
    assert NOT_SIGNED in told
    assert "REFUSED: 1 of 2 witnesses asked for signed this checkpoint within 7 days, 2 needed." in told
    assert audit([line_by(SAKSI), line_by(KAMPUS)], *NAMED, *OTHER)[0] == 0


@pytest.mark.parametrize(
    ("days", "options", "expected"),
    [(6.9, (), 0), (8, (), 1), (8, ("--cosigned-within", "9"), 0), (0.6, ("--cosigned-within", "0.5"), 1)],
)
def test_an_old_signature_does_not_count(audit, days, options, expected):
    status, told = audit([line_by(SAKSI, int(days * DAY))], *NAMED, *options)
    assert status == expected
    assert ("; older than " in told) == bool(expected)


def test_a_signature_of_a_time_that_has_not_come_does_not_count(audit):
    status, told = audit([line_by(SAKSI, -DAY)], *NAMED)
    assert status == 1
    assert "a time that has not come; that does not count." in told
    beyond = SAKSI.sign(LOG.checkpoint().partition("\n\n")[0] + "\n", at=2**63 - 1)
    status, told = audit([beyond], *NAMED)
    assert status == 1
    assert "a day beyond all calendars" in told


def test_a_quorum_is_enough_and_must_be_reached(audit):
    assert audit([line_by(SAKSI)], *NAMED, *OTHER, "--quorum", "1")[0] == 0
    assert audit([line_by(SAKSI)], *NAMED, *OTHER, "--quorum", "2")[0] == 1
    status, told = audit([line_by(SAKSI, 30 * DAY)], *NAMED, *OTHER, "--quorum", "0")
    assert status == 0
    assert "WARNING: No witness has signed this checkpoint within 7 days." in told
    assert NOT_SIGNED in told


@pytest.mark.parametrize("quorum", ["3", "-1"])
def test_a_quorum_that_nobody_could_reach_is_told(audit, quorum):
    status, told = audit([line_by(SAKSI)], *NAMED, *OTHER, "--quorum", quorum)
    assert status == 3
    assert "2 named with --witness" in told


def test_one_key_counts_once_however_often_it_is_named(audit):
    again = Signer("saksi-dua.example/w", SAKSI.private, COSIGNATURE_V1)
    lines = [line_by(SAKSI), line_by(again)]
    assert audit(lines, *NAMED, *NAMED, "--quorum", "2")[0] == 3
    assert audit(lines, *NAMED, "--witness", again.verifier.vkey, "--quorum", "2")[0] == 3


def test_a_key_that_is_not_of_a_witness_counts_for_none(audit):
    """The log's own signature stands under its checkpoint; it is nobody else's."""
    status, told = audit([], "--witness", LOG.signer.verifier.vkey)
    assert status == 3
    assert "is not one of a witness" in told


@pytest.mark.parametrize("forged", ["another text", "another key", "another time", "another tree"])
def test_a_forged_signature_of_a_witness_makes_the_log_untrustworthy(audit, forged):
    line = line_by(SAKSI, text="tirtamaya.example/log\n0\nx\n") if forged == "another text" else line_by(SAKSI)
    if forged == "another key":
        line = line_by(KAMPUS).replace("kampus", "saksi")
    if forged == "another tree":
        line = line_by(SAKSI, text=LOG.checkpoint(2).partition("\n\n")[0] + "\n")
    if forged == "another time":
        line = _with_time_of(line_by(SAKSI, 30 * DAY), line_by(SAKSI))
    status, told = audit([line], *NAMED)
    if forged == "another key":  # under the name of one it carries the identifier of the other's key: not checked
        assert status == 1
        assert "Said to be cosigned by saksi.example/w" in told
    else:
        assert status == 2
        assert "a witness is said to have signed, and has not" in told


def _with_time_of(old, new):
    dash, name, encoded = old.split(" ")
    taken = base64.b64decode(new.split(" ")[2])
    signed = base64.b64decode(encoded)
    return f"{dash} {name} {base64.b64encode(signed[:4] + taken[4:12] + signed[12:]).decode()}\n"


def test_the_findings_for_machines_say_the_same(audit):
    found = json.loads(audit([line_by(SAKSI, 2 * DAY)], *NAMED, *OTHER, "--json")[1])
    assert found["verdict"] == "unwitnessed"
    assert found["quorum"] == {"needed": 2, "found": 1, "within_seconds": 7 * DAY, "met": False}
    assert found["witnesses_missing"] == ["kampus.example/w"]
    [cosigner] = found["cosigners"]
    assert cosigner["checked"] is cosigner["recent"] is True
    assert 2 * DAY <= cosigner["age_seconds"] < 2 * DAY + 60
    assert "2 needed" in found["warning"]
