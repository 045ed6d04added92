"""`pendapa up`"""

import argparse
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from pendapa.cli.embedded_postgres import EmbeddedDatabase
from pendapa.cli.installation import database_at_hand
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.cli.postgres.locks import FileLock
from pendapa.cli.prepared import is_prepared, remember_prepared
from pendapa.cli.processes import Service, end_group, end_leftovers, start_marked, stop_services
from pendapa.config.environment import environment

HELP = "Run everything: the embedded database (unless DATABASE_URL is set), web, live and worker."
SERVICES = ("web", "live", "worker")
LOOK_SECONDS = 0.1
STOP_SECONDS = 15.0


class StopAsked(Exception):
    """Ctrl-C, or SIGTERM, while things are made ready."""


class StopNote:
    """Ctrl-C, or SIGTERM, once there are processes to look after.

    Not raised: an exception in the midst of looking could leave the lock of a process's state taken for good.
    """

    def __init__(self) -> None:
        self.is_asked = False

    def __call__(self, _sign: int, _frame: FrameType | None) -> None:
        """What the signal does."""
        self.is_asked = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The demonstration."""
    parser.add_argument("--demo", action="store_true", help="load and mark the fictional Kabupaten Tirtamaya")
    parser.add_argument(
        "--year",
        action="store_true",
        help="with --demo: at the first start also a year of its life (pendapa demo year)",
    )


def run(options: argparse.Namespace) -> int:
    """Until stopped; whatever dies is started again."""
    if options.year and not options.demo:
        return _refuse("--year invents a year of the demonstration; it goes with --demo alone.")
    if options.demo:
        os.environ.setdefault("PENDAPA_DEMO", "yes")
        os.environ.setdefault("PENDAPA_LOG_LEVEL", "WARNING")
    home = environment().home
    alone = _lock_home(home)
    if alone is None:
        return _refuse(f"another `pendapa up` runs on {home}. Stop it, or choose another PENDAPA_HOME.")
    end_leftovers(home)
    taken = [port for port in (environment().port, environment().port + 1) if _is_taken(environment().host, port)]
    if taken:
        return _refuse(f"port {taken[0]} is in use. Set PORT to a free one (live uses the one after it).")
    _on_stop(_ask_to_stop)
    try:
        with database_at_hand() as database:
            return _supervise(home, database, with_year=options.year)
    except StopAsked:
        return 0
    finally:
        alone.close()


def _refuse(reason: str) -> int:
    print(f"pendapa: {reason}", file=sys.stderr)
    return 1


def _lock_home(home: Path) -> FileLock | None:
    (home / "run").mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "run" / "up.lock")
    return lock if lock.try_to_take() else None


def _is_taken(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return True
    return False


def _ask_to_stop(_sign: int, _frame: FrameType | None) -> None:
    raise StopAsked


def _on_stop(what: Callable[[int, FrameType | None], None]) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, what)


def _supervise(home: Path, database: EmbeddedDatabase | None, *, with_year: bool) -> int:
    stop = StopNote()
    try:
        if not _prepare(home, with_year=with_year):
            return 1
    finally:
        # From here on, also on the way out: nobody who asks twice breaks off the letting go of the database.
        _on_stop(stop)
    services = [Service(name, home) for name in SERVICES]
    try:
        is_announced = False
        while not stop.is_asked:
            _look_after(services, database)
            if not is_announced and _first_page_can_be_had():
                is_announced = True
                # One line for people and scripts to wait for.
                print(f"Pendapa is ready: {environment().url}", flush=True)
            time.sleep(LOOK_SECONDS)
    finally:
        stop_services(services, STOP_SECONDS)
    return 0


def _prepare(home: Path, *, with_year: bool) -> bool:
    if is_prepared(environment(), with_year=with_year):
        return True
    process = start_marked(["-m", "pendapa.cli.preparation", *(["--year"] if with_year else [])], home)
    try:
        is_done = process.wait() == 0
    finally:
        end_group(process.pid)
    if is_done:
        remember_prepared(environment())
    return is_done


def _look_after(services: list[Service], database: EmbeddedDatabase | None) -> None:
    if database is not None:
        try:
            database.ensure_running()
        except DatabaseFault as fault:
            print(f"pendapa: {fault}", file=sys.stderr)
    for service in services:
        if service.look_after():
            print(f"pendapa: {service.name} ended and is started again.", file=sys.stderr)


def _first_page_can_be_had() -> bool:
    settings = environment()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared with
    connection = http.client.HTTPConnection(host, settings.port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Accept": "text/html", "Host": settings.served_hosts[0]})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
