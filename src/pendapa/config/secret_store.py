"""Secrets an installation makes for itself: written once to `$PENDAPA_HOME/secrets.json`, readable by its owner only.

Standard library only: the keeper of the embedded database imports this and should stay small.
"""

import base64
import contextlib
import fcntl
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FILE_NAME = "secrets.json"


class UnreadableSecrets(Exception):
    """The file is there, but cannot be read or is not what it should be; the text says what to do."""


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


GENERATED: dict[str, Callable[[], Any]] = {
    "secret_key": lambda: secrets.token_urlsafe(64),
    "key_ring": lambda: [f"k1:{_random_key()}"],
    "index_key": _random_key,
    "database_password": lambda: secrets.token_urlsafe(32),
    "database_admin_password": lambda: secrets.token_urlsafe(32),
    "metrics_token": lambda: secrets.token_urlsafe(32),
    "vapid_key": _random_key,
    "log_key": _random_key,
}


def load_or_create_secrets(home: Path) -> dict[str, Any]:
    """Every generated secret of the installation; what is missing is made now.

    Two processes that start at once get the same ones. Raises UnreadableSecrets.
    """
    found = _read(home / FILE_NAME)
    if GENERATED.keys() <= found.keys():
        return found
    home.mkdir(parents=True, exist_ok=True)
    with _exclusive_use(home):
        found = _read(home / FILE_NAME)
        for name, make in GENERATED.items():
            found.setdefault(name, None)
            found[name] = found[name] or make()
        _write(home / FILE_NAME, found)
    return found


def change_secret(home: Path, name: str, change: Callable[[Any], Any]) -> Any:
    """Replace one secret by what `change` makes of it; returns the new one."""
    load_or_create_secrets(home)
    with _exclusive_use(home):
        found = _read(home / FILE_NAME)
        found[name] = change(found.get(name))
        _write(home / FILE_NAME, found)
    return found[name]


@contextlib.contextmanager
def _exclusive_use(home: Path) -> Iterator[None]:
    handle = os.open(home / ".secrets.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise UnreadableSecrets(f"{path} belongs to another account; run pendapa as its owner.") from error
    except ValueError as error:
        raise UnreadableSecrets(f"{path} is damaged: bring it back from a backup.") from error
    if not isinstance(found, dict):
        raise UnreadableSecrets(f"{path} is damaged: bring it back from a backup.")
    return found


def _write(path: Path, content: dict[str, Any]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=2)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(path)
