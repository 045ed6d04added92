"""Reads the journal as it grows and tells every stream that follows a topic, each entry once.

A notification only wakes the reader; what is new is asked of the journal, from one snapshot to the next. So nothing
depends on a notification that came too early, too late or while the database was away, and a stream can resume
anywhere: the id of each event says how far it has come (`journal.positions.Place`).
"""

import asyncio
import bisect
import contextlib
import time
from collections import defaultdict
from collections.abc import Iterable

import psycopg
import structlog

from pendapa.config.live_journal import Told, connect, read_after, read_earlier, read_position
from pendapa.config.live_listener import BEAT, Listener
from pendapa.journal.channel import CHANNEL
from pendapa.journal.positions import Place, Position

log = structlog.get_logger(__name__)

GATHER_SECONDS = 0.02
LOOK_SECONDS = 5.0
RECONNECT_SECONDS = 1.0
READY_SECONDS = 10.0
KEPT_AT_MOST = 10_000
"""Entries in memory, from which streams resume; who was away for longer is told to look at everything afresh."""
BEAT_SECONDS = 20
ALL = "event: all\ndata\n\n"


class Feed:
    """The entries that are known, and who follows which topic."""

    def __init__(self) -> None:
        self.position = Position(0)
        self.is_listening = False
        self._ready = asyncio.Event()
        self._known: list[Told] = []  # by transaction; whole for all that `position` holds from `_floor` on
        self._floor = 0
        self._reaching = asyncio.Lock()
        self._followers: dict[str, set[Listener]] = defaultdict(set)
        self._beats: list[set[Listener]] = [set() for _second in range(BEAT_SECONDS)]
        self._joined = 0

    async def listen(self) -> None:
        """Read for good; connects again when the database goes away, and takes up where it was."""
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError) as error:
                log.warning("live_feed_lost", error=type(error).__name__, reason=str(error)[:200])
            self.is_listening = False
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen_once(self) -> None:
        async with await connect() as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            if not self._ready.is_set():
                self.begin_at(await read_position(connection))
            while True:
                self.take(*await read_after(connection, self.position))
                self.is_listening = True
                async for _notice in connection.notifies(timeout=LOOK_SECONDS, stop_after=1):
                    pass  # they only wake: all that came together is read together
                await asyncio.sleep(GATHER_SECONDS)

    def begin_at(self, position: Position) -> None:
        """Know nothing but what comes from now on."""
        self.position, self._floor = position, position.high
        self._ready.set()

    def take(self, position: Position, news: list[Told]) -> None:
        """Remember what `position` holds beyond the one before, and tell it."""
        begun, self.position = self.position, position
        self._remember(news)
        heard: dict[Listener, list[Told]] = defaultdict(list)
        for told in news:
            for listener in {one for topic in told.topics for one in self._followers.get(topic, ())}:
                heard[listener].append(told)
        written: dict[tuple[int, ...], str] = {}
        for listener, entries in heard.items():
            ids = tuple(told.entry for told in entries)
            if ids not in written:
                written[ids] = events(ids, begun, position)
            listener.tell(written[ids])

    def _remember(self, news: Iterable[Told]) -> None:
        for told in news:
            bisect.insort(self._known, told, key=_by_transaction)
        surplus = len(self._known) - KEPT_AT_MOST
        if surplus > 0:
            surplus += KEPT_AT_MOST // 10
            self._floor = max(self._floor, self._known[surplus - 1].transaction_id + 1)
            del self._known[:surplus]

    async def reach(self, place: Place | None) -> None:
        """Know what happened since `place` as far as memory goes; raises TimeoutError while there is no database."""
        if not self._ready.is_set():
            await asyncio.wait_for(self._ready.wait(), READY_SECONDS)
        if place is None or place.lowest >= self._floor:
            return
        async with self._reaching:
            room = KEPT_AT_MOST - len(self._known)
            if place.lowest >= self._floor or room <= 0:
                return
            with contextlib.suppress(psycopg.Error, OSError):
                high = self._floor
                found = await read_earlier(place.lowest, high, room)
                if self._floor == high:  # else memory was full meanwhile, and what it holds begins later
                    self._remember_earlier(found, place.lowest, room)

    def _remember_earlier(self, found: list[Told], low: int, room: int) -> None:
        """Add what the present position holds; anything else comes by the reader, or has come meanwhile."""
        floor = min((told.transaction_id for told in found), default=low) + 1 if len(found) >= room else low
        known = {
            told.entry for told in self._known[: bisect.bisect_left(self._known, self._floor, key=_by_transaction)]
        }
        for told in found:
            if told.transaction_id >= floor and told.entry not in known and self.position.holds(told.transaction_id):
                bisect.insort(self._known, told, key=_by_transaction)
        self._floor = min(self._floor, floor)

    def join(self, listener: Listener, place: Place | None) -> None:
        """Tell the listener what it has missed since `place` (nothing without one), and all that comes."""
        self._joined += 1
        listener.beat_slot = self._joined % BEAT_SECONDS
        self._beats[listener.beat_slot].add(listener)
        for topic in listener.topics:
            self._followers[topic].add(listener)
        listener.tell(f"id: {place or Place(self.position)}\n{BEAT}{self._missed(listener.topics, place)}")

    def _missed(self, topics: frozenset[str], place: Place | None) -> str:
        if place is None:
            return ""
        if place.lowest < self._floor:
            return f"id: {Place(self.position)}\n{ALL}"
        start = bisect.bisect_left(self._known, place.lowest, key=_by_transaction)
        missed = sorted(
            told
            for told in self._known[start:]
            if not topics.isdisjoint(told.topics) and not place.was_told(told.entry, told.transaction_id)
        )
        between = [told.entry for told in missed if place.reached.holds(told.transaction_id)]
        since = [told.entry for told in missed if not place.reached.holds(told.transaction_id)]
        return events(between, place.begun or place.reached, place.reached) + events(
            since, place.reached, self.position
        )

    def leave(self, listener: Listener) -> None:
        """Forget the listener."""
        self._beats[listener.beat_slot].discard(listener)
        for topic in listener.topics:
            self._followers[topic].discard(listener)
            if not self._followers[topic]:
                del self._followers[topic]

    async def beat(self) -> None:
        """One timer for all: a word to each stream every 20 seconds, and the end of those whose leave has ended."""
        while True:
            for slot in self._beats:
                await asyncio.sleep(BEAT_SECONDS / len(self._beats))
                now = time.time()
                for listener in list(slot):
                    if listener.until <= now:
                        listener.end()
                    else:
                        listener.tell(BEAT)

    def end_all(self) -> None:
        """Let every stream end: the process stops."""
        for slot in self._beats:
            for listener in list(slot):
                listener.end()


def events(entries: Iterable[int], begun: Position, reached: Position) -> str:
    """Entries by id as Server-Sent Events: all that `reached` holds of a topic and `begun` does not."""
    ids = list(entries)
    places = [*(Place(reached, entry, begun) for entry in ids[:-1]), *(Place(reached, entry) for entry in ids[-1:])]
    return "".join(f"id: {place}\nevent: entry\ndata: {place.entry}\n\n" for place in places)


def _by_transaction(told: Told) -> int:
    return told.transaction_id
