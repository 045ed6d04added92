"""Kill -9 of web, worker and database in turn, at every process of theirs."""

import itertools
import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress

from pendapa.cli.bench.load import answers_to, raw_request
from pendapa.cli.bench.memory import tree_of
from pendapa.cli.bench.scratch import Installation, command_of
from pendapa.cli.postgres.folders import server_folders
from pendapa.cli.postgres.postmaster import running_postmaster

TARGETS = ("web", "worker", "database")
LONGEST_WAIT = 15.0


def answers_again(installation: Installation, seconds: float, stopping: threading.Event | None = None) -> bool:
    """Whether the installation says within `seconds` that it is ready; gives up early when `stopping` is set."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not (stopping and stopping.is_set()):
        [(status, _body)] = answers_to(installation.address, [raw_request("GET", "/readyz", {})])
        if status == 200:
            return True
        time.sleep(0.3)
    return False


class Killer(threading.Thread):
    """Kills one process, waits until pages are had again (or `LONGEST_WAIT`), then `pause` seconds, until told to stop.

    Without the wait a machine whose web process needs longer to start than the pauses last would never get on.
    """

    def __init__(self, installation: Installation, root: int, pause: float) -> None:
        super().__init__(name="killer", daemon=True)
        self._installation, self._root, self._pause = installation, root, pause
        self._stopping = threading.Event()
        self.killed: Counter[str] = Counter()

    def run(self) -> None:
        for target in itertools.cycle(TARGETS):
            if self._stopping.wait(self._pause):
                return
            self.kill(target)
            answers_again(self._installation, LONGEST_WAIT, self._stopping)

    def kill(self, target: str) -> None:
        """Kill one process of the target: any of the web's, the worker, or the database's first."""
        victims = self._processes(target)
        if victims:
            with suppress(ProcessLookupError):
                os.kill(random.choice(victims), signal.SIGKILL)  # noqa: S311 - any victim will do
                self.killed[target] += 1

    def stop(self) -> None:
        self._stopping.set()
        self.join()

    def _processes(self, target: str) -> list[int]:
        if target == "database":
            postmaster = running_postmaster(server_folders(self._installation.home.resolve()).data)
            return [postmaster] if postmaster else []
        return processes_of(self._root, target)


def processes_of(root: int, name: str) -> list[int]:
    """The processes of an installation that are `pendapa <name>`; `root` is the one of `pendapa up`."""
    return [pid for pid in tree_of(root) if command_of(pid).endswith(f"pendapa.cli.main {name}")]
