"""What a witness signs: trees that extend the newest that it signed, of logs that it follows. Nothing else."""

from collections.abc import Sequence

from pendapa.ledger.merkle import EMPTY_ROOT, verify_consistency
from pendapa.ledger.notes import Checkpoint, NoteFault, Signer, Verifier
from pendapa.ledger.witness.protocol import Refusal, Submission
from pendapa.ledger.witness.state import WitnessState


class Witness:
    """A key that cosigns, the logs it follows, and what it has seen of them."""

    def __init__(self, signer: Signer, logs: Sequence[Verifier], state: WitnessState) -> None:
        self.signer = signer
        self.logs = tuple(logs)
        self._state = state

    def add_checkpoint(self, body: bytes, *, at: int) -> str:
        """The cosignature (a signature line) of the checkpoint in this request; raises Refusal.

        Looking, remembering and signing are one: of two requests at once the second sees what the first left. What is
        signed is on the disk first. `at` is POSIX seconds.
        """
        asked = Submission.of(body)
        note = asked.note.text + "\n" + self._signatures_of_the_log(asked)
        with self._state.exclusively(asked.checkpoint.origin):
            seen = self._state.latest(asked.checkpoint.origin)
            self._refuse_what_does_not_extend(asked, seen, note)
            if seen is None or seen.size < asked.checkpoint.size:
                self._state.remember(asked.checkpoint.origin, note)
            return self.signer.sign(asked.note.text, at=at)

    def seen(self) -> dict[str, Checkpoint | None]:
        """For each followed log the newest tree that was signed."""
        return {origin: self._state.latest(origin) for origin in dict.fromkeys(log.name for log in self.logs)}

    def _signatures_of_the_log(self, asked: Submission) -> str:
        """The lines by keys of this log, checked; those of others are neither believed nor kept."""
        trusted = [log for log in self.logs if log.name == asked.checkpoint.origin]
        if not trusted:
            raise Refusal(404, "This witness does not follow that log.")
        try:
            signed = asked.note.signed_by(trusted)
        except NoteFault as fault:
            raise Refusal(403, f"The checkpoint is not signed by its log: {fault}.") from fault
        if not signed:
            raise Refusal(403, "The checkpoint is not signed by a key of its log.")
        return "".join(line.line for line in asked.note.lines if any(line.is_by(found.by) for found in signed))

    def _refuse_what_does_not_extend(self, asked: Submission, seen: Checkpoint | None, note: str) -> None:
        size = seen.size if seen else 0
        new = asked.checkpoint
        if asked.old > new.size:
            raise Refusal(400, "The size that is extended is larger than the checkpoint's.")
        if asked.old != size:
            raise Refusal(409, "Another size was signed last.", size)
        if new.size == size and new.root != (seen.root if seen else EMPTY_ROOT):
            self._state.keep_fork(new, note)
            raise Refusal(409, "Another tree of this size was signed: the log has forked.", size)
        if not _extends(asked, seen):
            raise Refusal(422, "The proof does not show that the tree extends the one signed last.")


def _extends(asked: Submission, seen: Checkpoint | None) -> bool:
    if seen is None or seen.size == 0:
        return not asked.proof
    return verify_consistency(seen.size, asked.checkpoint.size, seen.root, asked.checkpoint.root, asked.proof)
