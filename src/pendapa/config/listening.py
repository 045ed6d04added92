"""Waiting to be told by the database, by threads of the worker that must not end."""

import contextlib
import threading
from collections.abc import Callable, Iterator

import psycopg
import structlog
from django.db import Error, connections

log = structlog.get_logger(__name__)

LOOK_SECONDS = 0.5
# Of many entries in a short time the first is handled at once, the others together.
GATHER_SECONDS = 0.2


def keep_up(work: Callable[[], None], stopping: threading.Event, *, name: str) -> None:
    """Do `work`, which goes on until `stopping` is set, again and again when the database is lost meanwhile."""
    while not stopping.is_set():
        try:
            work()
        except (psycopg.Error, Error) as error:
            log.warning(f"{name}_lost", error=type(error).__name__)
            stopping.wait(1)


@contextlib.contextmanager
def listening_to(*channels: str) -> Iterator[psycopg.Connection]:
    """A connection of its own that is told of these channels, for a block."""
    parameters = connections["default"].get_connection_params()
    for name in ("pool", "cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters, autocommit=True) as listener:
        for channel in channels:
            listener.execute(f"LISTEN {channel}")
        yield listener


def heard(listener: psycopg.Connection, stopping: threading.Event) -> set[str]:
    """The channels told of within half a second, with what was told just after; empty in a quiet one."""
    channels = {notice.channel for notice in listener.notifies(timeout=LOOK_SECONDS, stop_after=1)}
    if channels:
        stopping.wait(GATHER_SECONDS)
        channels |= {notice.channel for notice in listener.notifies(timeout=0)}
    return channels
