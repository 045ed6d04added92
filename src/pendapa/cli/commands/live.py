"""`pendapa live`"""

import argparse
import sys

from pendapa.cli.installation import database_at_hand
from pendapa.config.environment import environment
from pendapa.config.logs import SERVER_LOGGING, configure_logs

HELP = "Serve the live streams (SSE) on HOST and the port after PORT."
BACKLOG = 4096
"""Pages that come back all at once after the process was started again."""


def run(_options: argparse.Namespace) -> int:
    """Until stopped."""
    with database_at_hand():
        serve_live()
    return 0


def serve_live() -> None:
    """Serve in one worker process: a stream costs some thirty kilobytes, no thread."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from pendapa.config.live_limits import OTHER_FILES, allow_open_files

    settings = environment()
    configure_logs(settings.log_level)
    streams = allow_open_files(settings.live_streams)
    if streams < settings.live_streams:
        print(
            f"pendapa: live keeps at most {streams} streams open, not {settings.live_streams}: the system allows it "
            f"too few open files. Set its limit (ulimit -n, LimitNOFILE=) to {settings.live_streams + OTHER_FILES}.",
            file=sys.stderr,
        )
    Granian(
        "pendapa.config.asgi:application",
        address=settings.host,
        port=settings.port + 1,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=False,
        backlog=BACKLOG,
        backpressure=settings.live_streams + OTHER_FILES,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
        log_dictconfig=SERVER_LOGGING,
    ).serve()
