"""`pendapa up` on a fresh home: ready, killed piece by piece, stopped; nothing stays behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pendapa.cli.postgres.folders import server_folders
from pendapa.cli.postgres.postmaster import running_postmaster
from pendapa.cli.processes import MARK, end_leftovers

pytestmark = pytest.mark.xdist_group("supervision")
PATIENCE = 90


def two_free_ports() -> int:
    for port in range(20000 + os.getpid() % 10000, 60000, 2):
        try:
            for number in (port, port + 1):
                with closing(socket.socket()) as trial:
                    trial.bind(("127.0.0.1", number))
        except OSError:
            continue
        return port
    raise AssertionError("no two free ports")


class Hall:
    """One running `pendapa up`."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, two_free_ports()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PENDAPA_DEMO"}},
            "PENDAPA_HOME": str(home),
            "PORT": str(self.port),
            "PENDAPA_WEB_WORKERS": "1",
            "PENDAPA_LOG_LEVEL": "ERROR",
        }
        self.process = self.start()

    def start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "pendapa.cli.main", "up"]
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)

    def is_ready(self, path: str = "/readyz", port: int | None = None) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def processes(self, name: str = "") -> list[int]:
        """Ids of its processes, parents first; with a name only those that run that service."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                is_ours = f"{MARK}={self.home}".encode() in (folder / "environ").read_bytes().split(b"\0")
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if is_ours and (not name or name.encode() in words):
                found.append(int(folder.name))
        return sorted(found)

    def postmaster(self) -> int | None:
        return running_postmaster(server_folders(self.home).data)


def wait_until(question: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.1)


@pytest.fixture
def hall(home: Path) -> Iterator[Hall]:
    hall = Hall(home)
    yield hall
    if hall.process.poll() is None:
        hall.process.kill()
    hall.process.communicate()
    end_leftovers(home)
    wait_until(lambda: hall.postmaster() is None, "the database has stopped")


def test_whatever_is_killed_comes_back_and_nothing_outlives_the_whole(hall: Hall) -> None:
    assert hall.process.stdout.readline() == f"Pendapa is ready: http://127.0.0.1:{hall.port}\n"
    wait_until(lambda: hall.is_ready("/healthz", hall.port + 1), "live listens")
    wait_until(lambda: hall.processes("worker"), "the worker runs")

    for name in ("web", "live", "worker"):
        killed = hall.processes(name)[0]
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda name=name, killed=killed: set(hall.processes(name)) - {killed}, f"{name} is back")
    wait_until(hall.is_ready, "pages are back")

    killed = hall.postmaster()
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: hall.postmaster() not in {None, killed}, "the database is back")
    wait_until(hall.is_ready, "pages are back")
    wait_until(lambda: hall.is_ready("/healthz", hall.port + 1), "live listens again")

    second = subprocess.run(
        [sys.executable, "-m", "pendapa.cli.main", "up"], env=hall.environment, capture_output=True, text=True
    )
    assert second.returncode == 1
    assert "another `pendapa up` runs" in second.stderr

    hall.process.kill()
    wait_until(lambda: not hall.processes() and hall.postmaster() is None, "a killed supervisor leaves nothing")

    hall.process.communicate()
    hall.process = hall.start()
    assert hall.process.stdout.readline().startswith("Pendapa is ready: ")
    hall.process.send_signal(signal.SIGINT)
    assert hall.process.wait(PATIENCE) == 0
    assert not hall.processes()
    assert hall.postmaster() is None
