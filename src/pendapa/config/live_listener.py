"""One open stream: what waits to be sent to it, and when it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]

BEAT = "event: beat\ndata\n\n"
SLOW_SECONDS = 15.0
WAITING_AT_MOST = 1_000_000
"""Letters that may wait for one stream; one that reads more slowly is ended, and resumes where it was."""


class Listener:
    """Told what happens; costs nothing between two words but itself."""

    __slots__ = ("_sending", "_task", "_waiting", "_waiting_size", "beat_slot", "is_ending", "send", "topics", "until")

    def __init__(self, topics: frozenset[str], until: float, send: Send) -> None:
        self.topics, self.until, self.send = topics, until, send
        self.beat_slot = 0
        self.is_ending = False
        self._waiting: list[str] = []
        self._waiting_size = 0
        self._sending: asyncio.Task[None] | None = None
        self._task: asyncio.Task[Any] | None = None

    def tell(self, text: str) -> None:
        """Send soon, after what waits already; ends the stream when too much waits."""
        if self.is_ending:
            return
        self._waiting.append(text)
        self._waiting_size += len(text)
        if self._waiting_size > WAITING_AT_MOST:
            self.end()
        elif self._sending is None:
            self._sending = asyncio.ensure_future(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                text = "".join(self._waiting)
                self._waiting.clear()
                self._waiting_size = 0
                message = {"type": "http.response.body", "body": text.encode(), "more_body": True}
                async with asyncio.timeout(SLOW_SECONDS):
                    await self.send(message)
        except (OSError, RuntimeError, TimeoutError):
            self.end()
        finally:
            self._sending = None

    async def until_gone(self, receive: Callable[[], Awaitable[Message]]) -> None:
        """Return when the page goes away, or the stream is ended by us."""
        self._task = asyncio.current_task()
        try:
            while not self.is_ending and (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not self.is_ending:
                raise
        finally:
            self._task = None
            self.is_ending = True
            if self._sending is not None:
                self._sending.cancel()

    def end(self) -> None:
        """Let the stream end."""
        self.is_ending = True
        if self._task is not None:
            self._task.cancel()
