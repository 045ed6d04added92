"""Using the embedded database: find it running or have it started, know its address, let go of it."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from pendapa.cli.postgres.cluster import DATABASE, ROLE
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.cli.postgres.folders import PORT, ServerFolders, server_folders
from pendapa.cli.postgres.keeper import READY
from pendapa.cli.postgres.locks import FileLock, alone, can_be_shared, is_held
from pendapa.config.secret_store import load_or_create_secrets

SOURCE = Path(__file__).resolve().parents[2]
CONNECT_SECONDS = 60.0
# The keeper looks five times a second.
NOTICE_SECONDS = 0.8


class EmbeddedDatabase:
    """Our share in the embedded server of one `$PENDAPA_HOME`; the last one to let go of it stops it."""

    def __init__(self, home: Path) -> None:
        self._home = home.resolve()
        self._folders = server_folders(self._home)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._share = FileLock(self._folders.users_lock)
        self._share.share()
        try:
            self.ensure_running()
            self.wait_for_connections()
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """Address for libpq, with the role's password."""
        sockets = self._folders.socket_pointer.read_text(encoding="utf-8").strip()
        password = load_or_create_secrets(self._home)["database_password"]
        place = urlencode({"host": sockets, "port": str(PORT)}, quote_via=quote)
        return f"postgresql://{ROLE}:{quote(password)}@/{DATABASE}?{place}"

    def ensure_running(self) -> None:
        """Start a keeper unless there is one, and wait for connections; quick when all is well. DatabaseFault."""
        if self._keeper is not None:
            self._keeper.poll()
        with alone(self._folders.start_lock):
            if is_held(self._folders.keeper_lock):
                return
            self._keeper = _start_keeper(self._home, self._folders)
        self.wait_for_connections()

    def wait_for_connections(self) -> None:
        """Return once the server takes connections; raises DatabaseFault after a minute."""
        deadline = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except (psycopg.OperationalError, FileNotFoundError) as error:
                if time.monotonic() > deadline:
                    raise DatabaseFault(f"The embedded database does not answer: {error}") from error
            time.sleep(0.05)

    def close(self) -> None:
        """Let go of the server; returns when it has stopped, or at once when others use it."""
        self._share.close()
        seen_by = time.monotonic() + NOTICE_SECONDS
        while can_be_shared(self._folders.users_lock) and time.monotonic() < seen_by:
            if not is_held(self._folders.keeper_lock):
                return
            time.sleep(0.05)
        gone_by = time.monotonic() + CONNECT_SECONDS
        while not can_be_shared(self._folders.users_lock) and time.monotonic() < gone_by:
            time.sleep(0.05)


def _start_keeper(home: Path, folders: ServerFolders) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pendapa.cli.postgres.keeper", str(home)]
    search = os.pathsep.join(filter(None, [str(SOURCE), os.environ.get("PYTHONPATH", "")]))
    with (folders.base / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd="/",
            env={**os.environ, "PYTHONPATH": search},
            start_new_session=True,
        )
    if keeper.stdout is None:
        raise DatabaseFault("The embedded database's keeper has no way to answer.")
    with keeper.stdout as answers:
        answer = answers.read().decode(errors="replace").strip()
    if answer != READY:
        raise DatabaseFault(answer or f"The embedded database's keeper ended; see {folders.base / 'keeper.log'}.")
    return keeper


@contextlib.contextmanager
def embedded_database(home: Path) -> Iterator[EmbeddedDatabase]:
    """Use the embedded server for a block."""
    database = EmbeddedDatabase(home)
    try:
        yield database
    finally:
        database.close()
