"""Asking the witnesses to sign our newest checkpoint. Source: C2SP tlog-witness.

No transaction is open while somebody else's server is waited for.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from pendapa.ledger.fetching import Answer, Fetcher, Unreachable
from pendapa.ledger.merkle import consistency_proof
from pendapa.ledger.models import Checkpoint
from pendapa.ledger.notes import LARGEST_NOTE, NoteFault, SignatureLine, read_note, read_signatures
from pendapa.ledger.queries import newest_checkpoint
from pendapa.ledger.storage import subtrees
from pendapa.ledger.witness.protocol import ADDRESS, read_size, write_submission
from pendapa.ledger.witnessing.configured import NamedWitness, named_witnesses
from pendapa.ledger.witnessing.models import Cosignature, Standing, Trouble

log = structlog.get_logger(__name__)

LEAST_PAUSE: Final = timedelta(seconds=2)
RENEW_AFTER: Final = timedelta(minutes=10)
LONGEST_PAUSE: Final = timedelta(minutes=15)
MOST_AHEAD: Final = timedelta(minutes=5)
SUBMISSIONS: Final = 3
"""How often a checkpoint is sent anew within one turn, each time from the size that the witness names."""
KEPT: Final = 1_000


class NotSigned(Exception):
    """A witness did not sign: which trouble, and in which words."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        self.trouble, self.detail = trouble, detail
        super().__init__(detail)


def ask_witnesses(at: datetime) -> int:
    """Send the newest checkpoint to every witness whose turn it is; returns how many signed."""
    checkpoint = newest_checkpoint()
    if checkpoint is None:
        return 0
    return sum(_ask(witness, checkpoint, at) for witness in named_witnesses())


def _ask(witness: NamedWitness, checkpoint: Checkpoint, at: datetime) -> bool:
    standing, _ = Standing.objects.get_or_create(key=witness.key.vkey)
    if not _is_due(standing, checkpoint, at):
        return False
    standing.asked_at = at
    try:
        signed = _signature_of(witness, checkpoint, standing, at)
    except NotSigned as fault:
        standing.failures += 1
        standing.retry_at = at + min(LEAST_PAUSE * 2 ** min(standing.failures, 12), LONGEST_PAUSE)
        standing.trouble, standing.detail = fault.trouble, _readable(fault.detail)[:500]
        standing.save()
        log.warning("witness_did_not_sign", witness=witness.key.name, trouble=fault.trouble, detail=fault.detail)
        return False
    Cosignature.objects.update_or_create(key=signed.key, size=signed.size, defaults=_told(signed))
    _forget_the_oldest(signed.key)
    standing.size, standing.failures, standing.retry_at = checkpoint.size, 0, None
    standing.trouble, standing.detail = Trouble.NONE, ""
    standing.save()
    return True


def _is_due(standing: Standing, checkpoint: Checkpoint, at: datetime) -> bool:
    if standing.asked_at is not None and standing.asked_at > at:
        return True  # the clock was set back: what it said before counts no more
    if standing.retry_at is not None and standing.retry_at > at:
        return False
    if standing.asked_at is not None and standing.asked_at + LEAST_PAUSE > at:
        return False
    if standing.asked_at is None or standing.failures or standing.asked_at + RENEW_AFTER <= at:
        return True
    text = read_note(checkpoint.note).text
    return not Cosignature.objects.filter(key=standing.key, size=checkpoint.size, text=text).exists()


def _signature_of(witness: NamedWitness, checkpoint: Checkpoint, standing: Standing, at: datetime) -> Cosignature:
    """The witness's signature, checked; learns in `standing` which size it signed last. Raises NotSigned."""
    for _ in range(SUBMISSIONS):
        old = min(standing.size, checkpoint.size)
        answer = _submitted(witness, checkpoint, old)
        if answer.status == 200:
            return _checked(witness, checkpoint, answer, at)
        named = read_size(answer.body) if answer.status == 409 else None
        if named is None:
            raise NotSigned(Trouble.REFUSED, f"status {answer.status}: {answer.body[:200].decode(errors='replace')}")
        standing.size = min(named, checkpoint.size)
        if named > checkpoint.size:
            raise NotSigned(Trouble.AHEAD, f"it has signed {named} entries, we have {checkpoint.size}")
        if named == old == checkpoint.size:
            raise NotSigned(Trouble.FORKED, f"it has signed another tree of {named} entries")
    raise NotSigned(Trouble.REFUSED, "it names another size each time")


def _submitted(witness: NamedWitness, checkpoint: Checkpoint, old: int) -> Answer:
    read = subtrees(checkpoint.size, [old - 1] if old else [])
    body = write_submission(old, consistency_proof(old, checkpoint.size, read), checkpoint.note)
    try:
        fetcher = Fetcher(witness.url)
        try:
            return fetcher.ask("POST", ADDRESS, body, most=LARGEST_NOTE)
        finally:
            fetcher.close()
    except Unreachable as error:
        raise NotSigned(Trouble.UNREACHABLE, str(error)) from error


def _checked(witness: NamedWitness, checkpoint: Checkpoint, answer: Answer, at: datetime) -> Cosignature:
    text = read_note(checkpoint.note).text
    try:
        line = _line_by(witness, read_signatures(answer.body.decode()))
        signed = witness.key.checked(text, line.signature)
    except (NoteFault, UnicodeDecodeError) as fault:
        raise NotSigned(Trouble.UNUSABLE, str(fault)) from fault
    seconds = signed.at or 0
    if not 0 < seconds <= (at + MOST_AHEAD).timestamp():
        raise NotSigned(Trouble.UNUSABLE, "it is signed at a time that has not come")
    when = datetime.fromtimestamp(seconds, UTC)
    return Cosignature(key=witness.key.vkey, size=checkpoint.size, text=text, line=line.line, at=when)


def _line_by(witness: NamedWitness, lines: tuple[SignatureLine, ...]) -> SignatureLine:
    for line in lines:
        if line.is_by(witness.key):
            return line
    raise NoteFault(f"no line is by {witness.key.name}")


def _readable(text: str) -> str:
    """What another server said, without signs that no page and no table can hold."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _told(signed: Cosignature) -> dict[str, object]:
    return {"text": signed.text, "line": signed.line, "at": signed.at}


def _forget_the_oldest(key: str) -> None:
    oldest = Cosignature.objects.filter(key=key).order_by("-size").values_list("size", flat=True)[KEPT : KEPT + 1]
    for size in oldest:
        Cosignature.objects.filter(key=key, size__lte=size).delete()
