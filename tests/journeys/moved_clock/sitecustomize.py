"""The clock of an installation under trial: runs on, as many days ahead as a file says, and follows the file.

Python reads this at the start of every process that has this folder in PYTHONPATH (`tests.journeys.moving_clock`). A
process tells in a file of its own how far ahead it is, so that whoever moves the clock can wait for all of them.
"""

import contextlib
import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import time_machine

LOOKS_EVERY = 0.05


class MovedClock:
    """Of one process."""

    def __init__(self, told: Path) -> None:
        self.told = told
        self.days = 0
        self.traveller = time_machine.travel(time.time(), tick=True).start()

    def follow(self) -> None:
        """In a thread of its own, from now on; none outlives a fork."""
        self._look()
        threading.Thread(target=self._look_again_and_again, daemon=True).start()

    def _look(self) -> None:
        days = int(self.told.read_text())
        self.traveller.shift(timedelta(days=days - self.days))
        self.days = days
        (self.told.with_suffix(".seen") / str(os.getpid())).write_text(str(days))

    def _look_again_and_again(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                time.sleep(LOOKS_EVERY)
                if int(self.told.read_text() or self.days) != self.days:
                    self._look()


if "PENDAPA_MOVED_CLOCK" in os.environ:
    # Whoever may not read the file, such as the server of the database, has the clock of everybody.
    with contextlib.suppress(OSError):
        _clock = MovedClock(Path(os.environ["PENDAPA_MOVED_CLOCK"]))
        _clock.follow()
        os.register_at_fork(after_in_child=_clock.follow)
