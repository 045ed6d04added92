"""An installation of its own to measure or to harm: a scratch home, free ports, the demonstration."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from pendapa.cli.bench.memory import tree_of
from pendapa.cli.postgres.cluster import DATABASE, ROLE
from pendapa.cli.postgres.folders import PORT, server_folders

READY = b"Pendapa is ready:"
START_SECONDS = 600.0
STOP_SECONDS = 60.0
UNCOUNTED = {"PENDAPA_API_HOURLY": "0"}
"""All its clients share one address; the limit for a single visitor is lifted."""
LEFT_OUT = ("DATABASE_URL", "PENDAPA_PUBLIC_URL", "PENDAPA_LIVE_URL", "PENDAPA_SUPERVISED", "PROMETHEUS_MULTIPROC_DIR")


class NotStarted(RuntimeError):
    """A process that was to be measured did not come up; the text says what it printed."""


@dataclass(slots=True)
class Installation:
    """One home and the ports it uses."""

    home: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Where its embedded server is; it must have been started once."""
        place = server_folders(self.home.resolve()).socket_pointer.read_text(encoding="utf-8").strip()
        password = json.loads((self.home / "secrets.json").read_text(encoding="utf-8"))["database_password"]
        query = urlencode({"host": place, "port": str(PORT)}, quote_via=quote)
        return f"postgresql://{ROLE}:{quote(password)}@/{DATABASE}?{query}"

    @property
    def environment(self) -> dict[str, str]:
        """For its processes: the caller's, less what names another installation."""
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        return {**kept, "PENDAPA_HOME": str(self.home), "HOST": "127.0.0.1", "PORT": str(self.port), **UNCOUNTED}


@contextlib.contextmanager
def running(installation: Installation, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """`pendapa up --demo` on the installation, for a block: its process, and the seconds to its ready line."""
    begun = time.perf_counter()
    with log.open("ab") as errors:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "pendapa.cli.main", "up", "--demo"],
            env=installation.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        wait_for_line(process, READY, log)
        yield process, time.perf_counter() - begun
    finally:
        stop(process)


def wait_for_line(process: subprocess.Popen[bytes], beginning: bytes, log: Path) -> None:
    """Return when the process has printed such a line; raises NotStarted."""
    deadline = time.monotonic() + START_SECONDS
    output = process.stdout
    if output is None:
        raise NotStarted("it has no output to read")
    while time.monotonic() < deadline:
        readable, _, _ = select.select([output], [], [], 0.5)
        line = output.readline() if readable else b""
        if line.startswith(beginning):
            return
        if not line and process.poll() is not None:
            break
    raise NotStarted(log.read_text(encoding="utf-8", errors="replace")[-3000:] if log.exists() else "no output")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and see to it."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


@contextlib.contextmanager
def serving_hello(installation: Installation, log: Path) -> Iterator[str]:
    """The bare Django hello with the same server settings, on a port of its own, for a block: its address."""
    port = free_port()
    environment = {**installation.environment, "PORT": str(port)}
    with log.open("ab") as errors:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "pendapa.cli.bench.hello"], env=environment, stdout=errors, stderr=errors
        )
    try:
        _wait_for_port(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


def _wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise NotStarted(log.read_text(encoding="utf-8", errors="replace")[-3000:])


@contextlib.contextmanager
def worker_at_rest(root: int) -> Iterator[None]:
    """Hold the worker still for a block, so that only requests write."""
    workers = [pid for pid in tree_of(root) if command_of(pid).endswith("pendapa.cli.main worker")]
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)


def command_of(pid: int) -> str:
    """The command line of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def free_port() -> int:
    """A port that is free, and the one after it too."""
    while True:
        with socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            try:
                next_one.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
