"""Background learning: once a week, from the body's own history."""

import subprocess
import sys

from procrastinate.contrib.django import app

SECONDS = 1800.0


@app.periodic(cron="30 1 * * 0")
@app.task(name="complaints.learn_suggestions", queueing_lock="complaints.learn_suggestions")
def learn_suggestions(timestamp: int = 0) -> int:
    """On Sundays: learn anew, in a process of its own, whose memory ends with it; returns its exit status."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "pendapa.cli.main", "complaints", "train", "--if-worth"],
        stdin=subprocess.DEVNULL,
        timeout=SECONDS,
        check=True,
    )
    return done.returncode
