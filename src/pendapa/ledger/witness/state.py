"""What a witness remembers, in a folder: for each log the newest tree that it signed. On the disk before it is told.

A file is written beside its place, brought to the disk, put into its place, and the folder brought to the disk. Killed
at any moment, the folder holds the old file or the new one, whole.
"""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from pendapa.ledger.notes import Checkpoint, NoteFault, read_note


class DamagedState(Exception):
    """The folder does not hold what it should; nothing is signed until a person has looked."""


class WitnessState:
    """The folder of one witness. Several threads and processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._trees = folder / "trees"
        self._forks = folder / "forks"
        for path in (self._trees, self._forks):
            path.mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def exclusively(self, origin: str) -> Iterator[None]:
        """Nobody else looks at or changes what is remembered of this log."""
        handle = os.open(self._trees / f"{_name(origin)}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def latest(self, origin: str) -> Checkpoint | None:
        """The newest tree of this log that was signed; None before the first. Raises DamagedState."""
        path = self._trees / f"{_name(origin)}.json"
        try:
            found = Checkpoint.of(read_note(json.loads(path.read_text(encoding="utf-8"))["note"]).text)
        except FileNotFoundError:
            return None
        except (NoteFault, ValueError, KeyError, TypeError) as error:
            raise DamagedState(f"{path} is damaged: bring the newest back from a backup.") from error
        if found.origin != origin:
            raise DamagedState(f"{path} tells of another log.")
        return found

    def remember(self, origin: str, note: str) -> None:
        """This checkpoint, as it was signed by its log, is the newest; on the disk when this returns."""
        _write(self._trees / f"{_name(origin)}.json", json.dumps({"origin": origin, "note": note}, ensure_ascii=False))

    def keep_fork(self, checkpoint: Checkpoint, note: str) -> None:
        """Proof that the log signed two trees of one size: this one beside the one remembered. One of each is kept."""
        path = self._forks / f"{_name(checkpoint.origin)}-{checkpoint.size}.json"
        if not path.exists():
            _write(path, json.dumps({"origin": checkpoint.origin, "note": note}, ensure_ascii=False))


def write_private(path: Path, text: str) -> None:
    """A file only its owner may read, brought to the disk whole."""
    _write(path, text)


def _name(origin: str) -> str:
    return sha256(origin.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
