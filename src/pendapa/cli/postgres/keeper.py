"""The keeper: a small process that runs the server for as long as anybody uses it.

Everybody who uses the server shares one lock; the kernel takes a share back when its holder ends, even by kill -9.
When the keeper can have the lock alone, nobody is left, and it stops the server. If the server dies, the keeper
starts it again; if the keeper dies, the server stops, and the next user starts another keeper.
"""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from pendapa.cli.postgres.binaries import programs_for
from pendapa.cli.postgres.cluster import prepare_cluster
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.cli.postgres.folders import make_socket_folder, server_folders
from pendapa.cli.postgres.locks import FileLock
from pendapa.cli.postgres.postmaster import launch, running_postmaster, stop
from pendapa.config.secret_store import UnreadableSecrets, load_or_create_secrets

WATCH_SECONDS = 0.2
LONGEST_PAUSE = 10.0
READY = "ready"


class Stopped(Exception):
    """Somebody asked the keeper itself to end."""


def keep_server(home: Path) -> None:
    """Run the server until nobody uses it; says READY on standard output once it takes connections."""
    folders = server_folders(home)
    mine, users = FileLock(folders.keeper_lock), FileLock(folders.users_lock)
    mine.take()
    programs = programs_for(folders.account)
    sockets = make_socket_folder(folders)
    if running_postmaster(folders.data) is None:
        (folders.data / "postmaster.pid").unlink(missing_ok=True)
        prepare_cluster(programs, folders, load_or_create_secrets(home))
    server = launch(programs, folders, sockets)
    _say(READY)
    pause = WATCH_SECONDS
    try:
        while not users.try_to_take():
            time.sleep(WATCH_SECONDS)
            if server.poll() is None:
                pause = WATCH_SECONDS
                continue
            with contextlib.suppress(DatabaseFault):
                server = launch(programs, folders, sockets)
                continue
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    finally:
        stop(server)


def _say(text: str) -> None:
    """Tell whoever started us, who may be gone; then let go of the pipe."""
    with contextlib.suppress(OSError):
        os.write(1, f"{text}\n".encode())
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _end(_sign: int, _frame: FrameType | None) -> None:
    raise Stopped


def main() -> int:
    """Entry point: `python -m pendapa.cli.postgres.keeper HOME`."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        keep_server(Path(sys.argv[1]))
    except Stopped:
        return 0
    except (DatabaseFault, UnreadableSecrets) as fault:
        _say(str(fault))
        return 1
    except OSError as fault:
        _say(f"The embedded database cannot be started: {fault}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
