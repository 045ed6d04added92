"""Child processes of the supervisor: each in a group of its own, none outliving us, none left from before."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

MARK = "PENDAPA_SUPERVISED"
PR_SET_PDEATHSIG = 1
SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
STEADY_SECONDS = 30.0


def _end_with_supervisor() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def start_marked(arguments: list[str], home: Path) -> subprocess.Popen[bytes]:
    """Start `python …` in a process group of its own; it is told to stop when we die."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *arguments],
        env={**os.environ, MARK: str(home)},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_supervisor,
    )


@dataclass
class Service:
    """One process that should always run."""

    name: str
    home: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    next_start: float = 0.0
    pause: float = field(default=SHORTEST_PAUSE)

    def start(self) -> None:
        """Start it."""
        self.process = start_marked(["-m", "pendapa.cli.main", self.name], self.home)
        self.started_at = time.monotonic()

    def look_after(self) -> bool:
        """Start it again if it has ended, later each time it ends soon; returns whether it had ended just now."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return False
            end_group(self.process.pid)
            if now - self.started_at > STEADY_SECONDS:
                self.pause = SHORTEST_PAUSE
            self.process, self.next_start = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            return True
        if now >= self.next_start:
            self.start()
        return False


def stop_services(services: list[Service], seconds: float) -> None:
    """Ask all to finish, wait for them together, then end what is left, with everything they started."""
    running = [service.process for service in services if service.process is not None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + seconds
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(deadline - time.monotonic(), 0.1))
        end_group(process.pid)
        process.wait()


def end_group(leader: int) -> None:
    """Kill what is left of a process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def end_leftovers(home: Path) -> int:
    """Kill processes that a supervisor of the same home left when it was killed; returns how many.

    They carry our mark in their environment, so that a process id used again is never mistaken for one of ours.
    """
    mark = f"{MARK}={home}".encode()
    count = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_ours = mark in (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if is_ours and int(folder.name) != os.getpid():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(int(folder.name), signal.SIGKILL)
                count += 1
    return count
