"""Locks the kernel takes back when their holder dies, however it dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class FileLock:
    """One open lock file; closing it gives the lock back."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self) -> None:
        """Wait for a place among those who share it."""
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def try_to_share(self) -> bool:
        """Share it unless somebody has it alone; says whether that worked."""
        return self._try(fcntl.LOCK_SH)

    def take(self) -> None:
        """Wait until it is ours alone."""
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def try_to_take(self) -> bool:
        """Take it alone if nobody has it; says whether that worked."""
        return self._try(fcntl.LOCK_EX)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Give it back."""
        os.close(self._handle)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock alone for a block."""
    lock = FileLock(path)
    try:
        lock.take()
        yield
    finally:
        lock.close()


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock now."""
    lock = FileLock(path)
    try:
        return not lock.try_to_take()
    finally:
        lock.close()


def can_be_shared(path: Path) -> bool:
    """Whether nobody holds the lock alone now."""
    lock = FileLock(path)
    try:
        return lock.try_to_share()
    finally:
        lock.close()
