"""`pendapa live`"""

import argparse

from pendapa.cli.installation import database_at_hand
from pendapa.config.environment import environment
from pendapa.config.logs import SERVER_LOGGING, configure_logs

HELP = "Serve the live streams (SSE) on HOST and the port after PORT."


def run(_options: argparse.Namespace) -> int:
    """Until stopped."""
    with database_at_hand():
        serve_live()
    return 0


def serve_live() -> None:
    """Serve in one worker process: a stream costs a few kilobytes, no thread."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings = environment()
    configure_logs(settings.log_level)
    Granian(
        "pendapa.config.asgi:application",
        address=settings.host,
        port=settings.port + 1,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        backpressure=10_000,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
        log_dictconfig=SERVER_LOGGING,
    ).serve()
