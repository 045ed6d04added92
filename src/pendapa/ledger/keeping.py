"""The last signed checkpoint, also kept outside the database: what was signed once must never be taken back.

A database brought back from an older backup does not know what it had signed since. The file does.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from pendapa.ledger.notes import Checkpoint, NoteFault, read_note

FILE_NAME = "log-checkpoint.txt"


class UnreadableCheckpoint(Exception):
    """The file is there and is no checkpoint; the text says what to do."""


def kept_path() -> Path:
    """Where it is kept."""
    return Path(settings.PENDAPA_HOME) / FILE_NAME


def kept_checkpoint() -> Checkpoint | None:
    """What was last signed as far as the file knows; None before the first. Raises UnreadableCheckpoint."""
    path = kept_path()
    try:
        return Checkpoint.of(read_note(path.read_bytes()).text)
    except FileNotFoundError:
        return None
    except (OSError, NoteFault) as error:
        raise UnreadableCheckpoint(f"{path} cannot be read ({error}): bring it back from a backup.") from error


def keep_checkpoint(note: str) -> None:
    """Write a signed checkpoint down, safe against a loss of power; one that the file is ahead of is left out."""
    path = kept_path()
    with _exclusive_use(path):
        kept, new = kept_checkpoint(), Checkpoint.of(read_note(note).text)
        if kept == new or (kept is not None and kept.size and (kept.origin != new.origin or kept.size >= new.size)):
            return
        write_durably(path, note)


def set_aside(path: Path) -> Path | None:
    """Move the file of a log that ends here out of the way, under a name that tells its size; None without one."""
    with _exclusive_use(path):
        kept = kept_checkpoint()
        if kept is None:
            return None
        aside = path.with_name(f"{path.stem}-{kept.size}{path.suffix}")
        path.replace(aside)
        _sync_folder(path.parent)
        return aside


def write_durably(path: Path, content: str) -> None:
    """Replace a file in one step; after it, a loss of power leaves the new content."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _exclusive_use(path: Path) -> Iterator[None]:
    handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
