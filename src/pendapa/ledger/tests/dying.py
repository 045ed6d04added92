"""The sequencer in processes of their own, each killed at one of its steps.

    python -m pendapa.ledger.tests.dying

reads lines `DATABASE HOME STEP DAYS` and answers each with the signal that ended the process which ran the sequencer
until that step, or for so long ("0.2 seconds"); 0 when it came to its end. To the sequencer it is so many days later.
The program is loaded once; every run is a fork that begins without a connection.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

STEPS = (
    "before the handles",
    "after the handles",
    "amid the leaves",
    "before the leaves are written",
    "after the leaves are written",
    "before the tiles are written",
    "after the tiles are written",
    "before signing",
    "after signing",
    "before the followers are told",
    "before the cursor moves",
    "before the commit",
    "after the commit",
    "before the checkpoint is safe in its file",
    "before the file takes its place",
    "after the file has taken its place",
    "after all",
)


def main() -> None:
    """Serve runs until the input ends."""
    import django

    django.setup()
    for line in sys.stdin:
        database, home, step, days = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            _run(database, home, step, int(days))
        if step.endswith(" seconds"):
            time.sleep(float(step.split()[0]))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.waitstatus_to_exitcode(status), flush=True)


def _run(database: str, home: str, step: str, days: int) -> None:
    from django.conf import settings
    from django.db import connections
    from django.utils import timezone

    import pendapa.ledger.tests.verbs_of_tests  # noqa: F401 - the verbs that are told
    from pendapa.ledger.sequencing import run_sequencer

    connections.settings["default"]["NAME"] = database
    connections.settings["default"]["OPTIONS"].pop("pool", None)
    settings.PENDAPA_HOME = Path(home)
    settings.PENDAPA_LOG_NAME = "tirtamaya.test/log"
    settings.PENDAPA_SEALED_MATTERS = ["pendapa.ledger.tests.verbs_of_tests.sealed_among"]
    if step in STEPS:
        _die_at(step)
    run_sequencer(timezone.now() + timedelta(days=days, minutes=11 if days else 0))
    os._exit(0)


def _die_at(step: str) -> None:
    from pendapa.journal.models import SubscriberCursor
    from pendapa.ledger import keeping, sequencing

    place: dict[str, tuple[Any, str, Callable[[Any, str], None]]] = {
        "before the handles": (sequencing, "handles_for", _before),
        "after the handles": (sequencing, "handles_for", _after),
        "amid the leaves": (sequencing, "leaf_of", _after_many),
        "before the leaves are written": (sequencing, "write_leaves", _before),
        "after the leaves are written": (sequencing, "write_leaves", _after),
        "before the tiles are written": (sequencing, "write_tiles", _before),
        "after the tiles are written": (sequencing, "write_tiles", _after),
        "before signing": (sequencing, "sign_checkpoint", _before),
        "after signing": (sequencing, "sign_checkpoint", _after),
        "before the followers are told": (sequencing, "_wake_followers", _before),
        "before the cursor moves": (SubscriberCursor, "save", _before),
        "before the commit": (SubscriberCursor, "save", _after),
        "after the commit": (sequencing, "keep_checkpoint", _before),
        "before the checkpoint is safe in its file": (keeping.os, "fsync", _before),
        "before the file takes its place": (Path, "replace", _before),
        "after the file has taken its place": (Path, "replace", _after),
        "after all": (sequencing, "keep_checkpoint", _after),
    }
    owner, name, when = place[step]
    when(owner, name)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str) -> None:
    setattr(owner, name, lambda *_given, **_named: _die())


def _after(owner: Any, name: str, *, times: int = 1) -> None:
    original, left = getattr(owner, name), [times]

    def dies_afterwards(*given: Any, **named: Any) -> Any:
        result = original(*given, **named)
        left[0] -= 1
        if not left[0]:
            _die()
        return result

    setattr(owner, name, dies_afterwards)


def _after_many(owner: Any, name: str) -> None:
    _after(owner, name, times=20)


if __name__ == "__main__":
    main()
