"""One connection that listens to the journal, and the queues of everybody who follows a subject."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import psycopg
import structlog
from django.db import connections

log = structlog.get_logger(__name__)

CHANNEL = "pendapa_journal"
FOLLOWERS_AT_MOST = 5000
WAITING_AT_MOST = 200
MISSED_AT_MOST = 200
RECONNECT_SECONDS = 1.0
MISSED = "SELECT id FROM journal_entry WHERE subject_type = %s AND subject_id = %s AND id > %s ORDER BY id LIMIT %s"

Subject = tuple[str, str]


class Full(Exception):
    """More followers than one process takes."""


def _parameters() -> dict[str, Any]:
    """What psycopg needs to reach the database Django uses."""
    given = connections["default"].get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey")
    return {name: given[name] for name in wanted if given.get(name)}


class Feed:
    """Hands each notification to those who follow its subject."""

    def __init__(self) -> None:
        self.is_listening = False
        self._followers: dict[Subject, set[asyncio.Queue[int]]] = defaultdict(set)
        self._count = 0

    async def listen(self) -> None:
        """Listen for good; connects again when the database goes away."""
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError) as error:
                log.warning("live_feed_lost", error=type(error).__name__)
            self.is_listening = False
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen_once(self) -> None:
        connection = await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
        async with connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self.is_listening = True
            async for notice in connection.notifies():
                self.hand_out(notice.payload)

    def hand_out(self, payload: str) -> None:
        """Give `subject_type subject_id entry_id` to its followers; one that reads too slowly misses it."""
        kind, _, rest = payload.partition(" ")
        identity, _, entry = rest.rpartition(" ")
        if not entry.isdigit():
            return
        for queue in self._followers.get((kind, identity), ()):
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(int(entry))

    @contextlib.contextmanager
    def follow(self, kind: str, identity: str) -> Iterator[asyncio.Queue[int]]:
        """A queue of entry ids for as long as the block lasts; raises Full."""
        if self._count >= FOLLOWERS_AT_MOST:
            raise Full
        queue: asyncio.Queue[int] = asyncio.Queue(WAITING_AT_MOST)
        self._followers[kind, identity].add(queue)
        self._count += 1
        try:
            yield queue
        finally:
            self._count -= 1
            self._followers[kind, identity].discard(queue)
            if not self._followers[kind, identity]:
                del self._followers[kind, identity]

    async def entries_after(self, kind: str, identity: str, entry: int) -> list[int]:
        """Ids written after `entry`, oldest first, at most 200; empty while the database is away."""
        try:
            connection = await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True)
            async with connection:
                rows = await connection.execute(MISSED, [kind, identity, entry, MISSED_AT_MOST])
                return [row[0] async for row in rows]
        except (psycopg.Error, OSError):
            return []
