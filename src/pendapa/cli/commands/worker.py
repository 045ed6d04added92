"""`pendapa worker`"""

import argparse
import asyncio
import contextlib
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pendapa.cli.installation import database_at_hand, set_up_django
from pendapa.config.environment import environment

HELP = "Do the background jobs and read the journal to its subscribers."

JOBS_AT_ONCE = 2
# Who waits for a page goes before what can wait; but on a busy machine news must still go out: a tenth of a share.
NICENESS = 10
AUTOGROUP = Path("/proc/self/autogroup")


def run(_options: argparse.Namespace) -> int:
    """Until stopped."""
    with database_at_hand():
        set_up_django()
        give_way()
        work()
    return 0


def give_way() -> None:
    """Let others go first, also where Linux weighs sessions against each other (`autogroup`): there the niceness of a
    process counts among those of its own session only, and the session has one of its own."""
    os.nice(NICENESS)
    with contextlib.suppress(OSError):
        AUTOGROUP.write_text(str(NICENESS))


def work() -> None:
    """Jobs on the main thread, the journal's subscribers and the public log each on another; SIGTERM ends them all
    after the present step."""
    from pendapa.config.journal_loop import run_subscribers
    from pendapa.config.log_loop import keep_log

    stopping = threading.Event()
    readers = [
        threading.Thread(target=loop, args=(stopping,), name=name, daemon=True)
        for name, loop in (("journal", run_subscribers), ("log", keep_log))
    ]
    for reader in readers:
        reader.start()
    try:
        asyncio.run(_work_on_jobs())
    finally:
        stopping.set()
        for reader in readers:
            reader.join(timeout=10)


async def _work_on_jobs() -> None:
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app

    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    # Each thread keeps its connection: as many as jobs, and one for whatever else asyncio hands to a thread.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(JOBS_AT_ONCE + 1))
    connector = PsycopgConnector(conninfo=environment().database_url, min_size=1, max_size=JOBS_AT_ONCE + 2)
    jobs = app.with_connector(connector)
    async with jobs.open_async():
        working = asyncio.create_task(
            jobs.run_worker_async(concurrency=JOBS_AT_ONCE, install_signal_handlers=False, delete_jobs="successful")
        )
        asked = asyncio.create_task(stopped.wait())
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        working.cancel()
        await asyncio.wait({working}, timeout=10)
