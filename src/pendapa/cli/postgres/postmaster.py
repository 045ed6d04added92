"""One run of the server: starting it, seeing that it is ready, stopping it, and clearing up after a dead one."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path

from pendapa.cli.postgres.cluster import CLEAN_ENVIRONMENT
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.cli.postgres.folders import PORT, ServerFolders

# Small on purpose: one public body on a shared machine. fsync and full page writes stay on, as PostgreSQL ships them.
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2s",
    "io_method": "sync",
}
LARGEST_LOG = 10 * 1024 * 1024
START_SECONDS = 60
STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1
READY_LINE = 7


def launch(programs: Path, folders: ServerFolders, sockets: Path) -> subprocess.Popen[bytes]:
    """Start the server and wait until it takes connections; raises DatabaseFault."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        _end_orphan(folders.data)
        process = _spawn(programs, folders, sockets)
        while process.poll() is None and time.monotonic() < deadline:
            if _is_ready(folders.data, process.pid):
                return process
            time.sleep(0.02)
        stop(process)
        # Backends of a server that was killed may need a moment to let go of its shared memory.
        if time.monotonic() >= deadline or not _is_worth_another_try(folders.log):
            raise DatabaseFault(f"The embedded database does not start. Its log says:\n{_end_of(folders.log)}")
        time.sleep(0.3)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server: finish quickly, then at once, then by force."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


def running_postmaster(data: Path) -> int | None:
    """Process id of a server at work on the data; None also when the recorded id now belongs to something else."""
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
        name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        folder = Path(f"/proc/{pid}/cwd").resolve(strict=True)
    except (OSError, ValueError):
        return None
    return pid if name == "postgres" and folder == data.resolve() else None


def _end_orphan(data: Path) -> None:
    """A server without keeper is stopped; a pid file without server is removed.

    PostgreSQL itself would refuse to start when the id in a left-over file has gone to another process.
    """
    pid = running_postmaster(data)
    if pid is not None:
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
            deadline = time.monotonic() + STOP_SECONDS
            while running_postmaster(data) == pid and time.monotonic() < deadline:
                time.sleep(0.05)
            if running_postmaster(data) != pid:
                break
    (data / "postmaster.pid").unlink(missing_ok=True)


def _spawn(programs: Path, folders: ServerFolders, sockets: Path) -> subprocess.Popen[bytes]:
    if folders.log.exists() and folders.log.stat().st_size > LARGEST_LOG:
        folders.log.replace(folders.log.with_suffix(".log.1"))
    settings = {**SETTINGS, "unix_socket_directories": str(sockets)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with folders.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            [str(programs / "postgres"), "-D", str(folders.data), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=CLEAN_ENVIRONMENT,
            umask=0o077,
            start_new_session=True,
            preexec_fn=_stop_with_parent,
            **folders.account.process_options,
        )


def _stop_with_parent() -> None:
    """Ask the kernel to stop the server when its keeper is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)


def _is_ready(data: Path, pid: int) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").split("\n")
    except OSError:
        return False
    return lines[0] == str(pid) and len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"


def _is_worth_another_try(log: Path) -> bool:
    end = _end_of(log)
    return "shared memory block" in end or "lock file" in end or "starting up" in end


def _end_of(log: Path) -> str:
    with contextlib.suppress(OSError):
        return log.read_bytes()[-1500:].decode(errors="replace")
    return ""
