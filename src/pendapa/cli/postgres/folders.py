"""Where the server's data, socket and locks lie.

Normally under `$PENDAPA_HOME/postgres`. Where we are root and the unprivileged account cannot enter that folder
(a project in `/root`, say), under `/var/lib/pendapa/<hash of home>`; a pointer file in the home says so.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pendapa.cli.postgres.account import ServerAccount, server_account
from pendapa.cli.postgres.faults import DatabaseFault

SYSTEM_FOLDER = Path("/var/lib/pendapa")
POINTER = "data-is-at"
PORT = 5432
# sun_path holds 107 bytes; PostgreSQL adds "/.s.PGSQL.5432" and, for its lock, ".lock".
LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}.lock")


@dataclass(frozen=True, slots=True)
class ServerFolders:
    """The places of one embedded server."""

    base: Path
    account: ServerAccount

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "postgres.log"

    @property
    def users_lock(self) -> Path:
        """Shared by everybody who uses the server; the keeper stops it when nobody does."""
        return self.base / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the one keeper for as long as it lives."""
        return self.base / "keeper.lock"

    @property
    def start_lock(self) -> Path:
        """Held while somebody looks for a keeper and starts one."""
        return self.base / "start.lock"

    @property
    def socket_pointer(self) -> Path:
        """Names the folder of the socket, which may lie elsewhere."""
        return self.base / "socket-is-at"


def server_folders(home: Path) -> ServerFolders:
    """The folders for one `$PENDAPA_HOME`, made when missing; raises DatabaseFault."""
    state = home / "postgres"
    try:
        base = _base_folder(home, state)
        return ServerFolders(base, server_account(base / "data"))
    except PermissionError as error:
        raise DatabaseFault(
            f"{error.filename} belongs to another account. Run pendapa as the account that first started it, "
            "or choose another PENDAPA_HOME."
        ) from error


def _base_folder(home: Path, state: Path) -> Path:
    state.mkdir(parents=True, exist_ok=True)
    pointer = state / POINTER
    if pointer.exists():
        return _usable(Path(pointer.read_text(encoding="utf-8").strip()))
    account = server_account(state / "data")
    if os.geteuid() == account.uid or account.passes("-x", state):
        return _usable(state)
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    base = SYSTEM_FOLDER / hashlib.sha256(str(home).encode()).hexdigest()[:16]
    base.mkdir(mode=0o711, exist_ok=True)
    pointer.write_text(f"{base}\n", encoding="utf-8")
    return base


def _usable(base: Path) -> Path:
    if not base.is_dir():
        raise DatabaseFault(f"The database should be in {base}, but that folder is gone: bring it back from a backup.")
    if not os.access(base, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(13, "not ours", str(base))
    return base


def make_socket_folder(folders: ServerFolders) -> Path:
    """A folder only the server's account can enter, with a path short enough for a socket."""
    for candidate in _socket_candidates(folders):
        if len(os.fsencode(candidate)) <= LONGEST_SOCKET_FOLDER and _is_private_folder(candidate, folders.account):
            folders.socket_pointer.write_text(f"{candidate}\n", encoding="utf-8")
            return candidate
    raise DatabaseFault("No private folder with a short enough path for the database's socket could be made in /tmp.")


def _socket_candidates(folders: ServerFolders) -> list[Path]:
    mark = hashlib.sha256(str(folders.base).encode()).hexdigest()[:12]
    short = [Path(f"/tmp/pendapa-{folders.account.uid}-{mark}-{number}") for number in range(9)]  # noqa: S108
    return [folders.base / "socket", *short]


def _is_private_folder(path: Path, account: ServerAccount) -> bool:
    """Make it if missing; refuses a link, and a folder that somebody else put there first."""
    try:
        path.mkdir(mode=0o700)
        account.own(path)
    except FileExistsError:
        pass
    except OSError:
        return False
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
        return False
    path.chmod(0o700)
    return account.passes("-w", path)
