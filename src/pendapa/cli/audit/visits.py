"""What an auditor remembers of an installation: the key seen at the first visit, the tree seen at the last."""

import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pendapa.ledger.notes import Checkpoint, NoteFault, Verifier, open_checkpoint


class DamagedVisit(Exception):
    """The folder does not hold what it should: bring it back, or begin anew in another."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that found the log trustworthy: its key and the signed checkpoint."""

    log: Verifier
    note: str

    @property
    def checkpoint(self) -> Checkpoint:
        return open_checkpoint(self.note, self.log)


def default_folder() -> Path:
    """Where visits are remembered when no folder is named (XDG base directories)."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "pendapa-audit"


def last_visit(folder: Path, url: str) -> Visit | None:
    """The visit remembered of this address; None before the first. Raises DamagedVisit."""
    path = _file(folder, url)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        visit = Visit(Verifier.of(found["key"]), found["checkpoint"])
        return visit if visit.checkpoint else None
    except FileNotFoundError:
        return None
    except (OSError, NoteFault, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedVisit(f"{path} cannot be read: {error}") from error


def remember_visit(folder: Path, url: str, visit: Visit) -> None:
    """This visit instead of the last: the whole file or the old one, whatever happens."""
    told = {"url": url, "key": visit.log.vkey, "checkpoint": visit.note}
    _write(_file(folder, url), json.dumps(told, indent=1, ensure_ascii=False))


def keep_evidence(folder: Path, url: str, note: str) -> Path:
    """A signed checkpoint that contradicts what was seen before, kept beside the visit; returns where."""
    path = _file(folder, url).with_suffix(f".refused-{sha256(note.encode()).hexdigest()[:16]}.txt")
    _write(path, note)
    return path


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except OSError as error:
        raise DamagedVisit(f"{path} cannot be written: {error.strerror}") from error


def _file(folder: Path, url: str) -> Path:
    return folder / f"{sha256(url.encode()).hexdigest()[:32]}.json"
