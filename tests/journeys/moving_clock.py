"""An installation whose months pass in a minute: the clock of all its processes is moved ahead, by whole days."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

FOLDER = Path(__file__).resolve().parent / "moved_clock"
BODY = ZoneInfo("Asia/Jakarta")
SECONDS = 30.0


@dataclass
class MovingClock:
    """Of all processes of one installation; the browser and the database have the clock of everybody."""

    told: Path
    days: int = 0

    @property
    def today(self) -> date:
        """The day that it is at the body."""
        return (datetime.now(UTC) + timedelta(days=self.days)).astimezone(BODY).date()

    def move_to(self, day: date) -> None:
        """It is that day, at this hour; returns when every process knows it. Never back."""
        self.days += (day - self.today).days
        new = self.told.with_suffix(".new")
        new.write_text(str(self.days))
        new.replace(self.told)
        deadline = time.monotonic() + SECONDS
        while late := [one.name for one in self._living() if one.read_text() != str(self.days)]:
            assert time.monotonic() < deadline, f"processes {late} have the clock of another day"
            time.sleep(0.05)

    def _living(self) -> list[Path]:
        return [one for one in self.told.with_suffix(".seen").iterdir() if _is_ours(Path("/proc", one.name))]


def _is_ours(process: Path) -> bool:
    """Whether it lives; what keeps the database may since have become another account's, and follows no more."""
    try:
        return process.stat().st_uid == os.geteuid()
    except FileNotFoundError:
        return False


@contextmanager
def moving_clock(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[MovingClock]:
    """For every process that is started in this environment from now on."""
    told = folder / "clock.days"
    told.write_text("0")
    told.with_suffix(".seen").mkdir()
    with patch.context() as environment:
        environment.setenv("PENDAPA_MOVED_CLOCK", str(told))
        environment.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(FOLDER), os.environ.get("PYTHONPATH", "")])))
        yield MovingClock(told)
