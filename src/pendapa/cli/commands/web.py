"""`pendapa web`"""

import argparse
import gc
import os
import shutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

import structlog

from pendapa.cli.installation import database_at_hand, set_up_django
from pendapa.config.environment import environment
from pendapa.config.logs import SERVER_LOGGING, configure_logs

if TYPE_CHECKING:
    from granian.server.common import AbstractServer

log = structlog.get_logger(__name__)

HELP = "Serve pages and the API (WSGI) on HOST and PORT."
APPLICATION = "pendapa.config.wsgi:application"


def run(_options: argparse.Namespace) -> int:
    """Until stopped; a worker process that dies is replaced."""
    with database_at_hand():
        serve_web()
    return 0


def serve_web() -> None:
    """Serve in this process and its workers."""
    settings = environment()
    folder = settings.home / "run" / f"metrics-{settings.port}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    configure_logs(settings.log_level)
    load_pages()
    web_server(APPLICATION).serve()


def load_pages() -> None:
    """Load every module that answers a request, once: the server forks its workers from here, and they share it.

    Opens no connection and starts no thread, neither of which would outlive the fork. Ends the process when a module
    is broken, with the reason in the log.
    """
    try:
        set_up_django()
        import_module("pendapa.config.urls")
    except Exception as error:
        log.exception("start_failed")
        raise SystemExit(1) from error
    gc.collect()
    gc.freeze()


def web_server(target: str) -> "AbstractServer[Any]":
    """The server of pages for a WSGI application ("module:name"), not yet serving."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings = environment()
    configure_logs(settings.log_level)
    return Granian(
        target,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=settings.web_threads,
        backpressure=max(settings.web_threads * 16, 64),
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
        log_dictconfig=SERVER_LOGGING,
    )
