"""Where encrypted files lie: a small protocol, and the local folder that is its default."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

FOLDER_MODE = 0o700


class Storage(Protocol):
    """Keeps opaque bytes under a key. A write is whole or absent, also after a loss of power."""

    def write(self, key: str, content: bytes) -> None: ...

    def read(self, key: str) -> bytes: ...

    def delete(self, key: str) -> None: ...

    def keys_written_before(self, moment: datetime) -> Iterator[str]: ...


class LocalFolder:
    """Files under `root/aa/bb/key`, readable by the owner alone."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, key: str, content: bytes) -> None:
        """Write, sync and rename, then sync the folder: a crash leaves the whole file or none."""
        target = self._path(key)
        target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)

    def read(self, key: str) -> bytes:
        """Raises FileNotFoundError for a key that was never written or has been deleted."""
        return self._path(key).read_bytes()

    def delete(self, key: str) -> None:
        """Deleting what is not there is no error."""
        self._path(key).unlink(missing_ok=True)

    def keys_written_before(self, moment: datetime) -> Iterator[str]:
        """Keys of files last written before the moment, half-written leftovers included by their own names."""
        for path in self.root.glob("*/*/*"):
            if path.is_file() and datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < moment:
                if path.name.startswith(".writing-"):
                    path.unlink(missing_ok=True)
                else:
                    yield path.name

    def _path(self, key: str) -> Path:
        name = str(uuid.UUID(key))  # nothing but a UUID ever becomes part of a path
        return self.root / name[:2] / name[2:4] / name


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def file_storage() -> Storage:
    """The storage of this installation: `PENDAPA_FILE_STORAGE` (path of a callable), or the local folder."""
    dotted = getattr(settings, "PENDAPA_FILE_STORAGE", "")
    if dotted:
        made: Storage = import_string(dotted)()
        return made
    return LocalFolder(Path(settings.PENDAPA_HOME) / "files")
