"""Clients of the live process for its tests: one that speaks ASGI, and what they were told."""

import asyncio
import re
from typing import Any

from pendapa.config.live_journal import Told
from pendapa.journal.positions import Position
from pendapa.journal.streams import sign_leave

_EVENT = re.compile(r"id: (\S+)\nevent: entry\ndata: (\d+)\n\n")


class Visitor:
    """An ASGI client that keeps what it was sent and leaves when told."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.leaving = asyncio.Event()
        self.asked = 0

    async def receive(self) -> dict[str, Any]:
        self.asked += 1
        if self.asked == 1:
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.leaving.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    @property
    def entries(self) -> list[int]:
        return [int(entry) for _place, entry in _EVENT.findall(self.text)]

    @property
    def last_id(self) -> str:
        return re.findall(r"^id: (\S+)$", self.text, re.MULTILINE)[-1]

    @property
    def ids(self) -> list[str]:
        return re.findall(r"^id: (\S+)$", self.text, re.MULTILINE)


def scope_of(path: str, *topics: str, headers: dict[str, str] | None = None, **query: str) -> dict[str, Any]:
    """A request for a stream, with a token for the topics unless the query brings its own."""
    asked = {"token": sign_leave(topics), **query}
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": "&".join(f"{name}={value}" for name, value in asked.items()).encode(),
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
        "client": ("203.0.113.9", 50000),
    }


def told(entry: int, transaction_id: int, *topics: str) -> Told:
    return Told(entry, transaction_id, topics)


def at(high: int, *running: int) -> Position:
    return Position(high, frozenset(running))
