"""`pendapa web`"""

import argparse
import os
import shutil
from typing import TYPE_CHECKING, Any

from pendapa.cli.installation import database_at_hand
from pendapa.config.environment import environment
from pendapa.config.logs import SERVER_LOGGING, configure_logs

if TYPE_CHECKING:
    from granian.server.common import AbstractServer

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
    web_server(APPLICATION).serve()


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
