"""The live stream: a plain ASGI application that tells open pages when something happened to their case.

`GET /live/perkara/<case uuid>/?token=…` streams Server-Sent Events holding only the entry's id; the page then asks
for what it may see. The token is signed by the page that shows the case:
`django.core.signing.dumps(["<case uuid>"], salt=TOKEN_SALT)`. No view, session or model takes part.
"""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import structlog
from django.conf import settings
from django.core import signing

from pendapa.config.live_feed import Feed, Full

log = structlog.get_logger(__name__)

TOKEN_SALT = "pendapa.live"  # noqa: S105 - names the purpose, is no secret
TOKEN_SECONDS = 12 * 60 * 60
HEARTBEAT_SECONDS = 20.0
STREAM_PATH = re.compile(r"/live/perkara/([0-9a-f\-]{36})/")

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

feed = Feed()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI entry point."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    listening: asyncio.Task[None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            listening = asyncio.create_task(feed.listen())
            await send({"type": "lifespan.startup.complete"})
        else:
            if listening is not None:
                listening.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _answer(scope: Message, receive: Receive, send: Send) -> None:
    stream = STREAM_PATH.fullmatch(scope["path"])
    if scope["path"] == "/healthz":
        healthy = feed.is_listening
        await _say(send, 200 if healthy else 503, "ok\n" if healthy else "not listening\n")
    elif stream is None or scope["method"] != "GET":
        await _say(send, 404, "There is nothing at this address.\n")
    elif not may_follow(stream.group(1), scope["query_string"].decode("latin-1")):
        await _say(send, 403, "Open the case's page again.\n")
    else:
        try:
            await _stream(stream.group(1), _last_event_id(scope), receive, send)
        except Full:
            await _say(send, 503, "Too many are following just now.\n")


def may_follow(case_id: str, query: str) -> bool:
    """Whether the query carries a token, signed within 12 hours, that names the case."""
    token = parse_qs(query).get("token", [""])[0]
    try:
        return case_id in signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_SECONDS)
    except (signing.BadSignature, TypeError, ValueError):
        return False


def _last_event_id(scope: Message) -> int | None:
    given = dict(scope["headers"]).get(b"last-event-id", b"")
    return int(given) if given.isdigit() and len(given) < 19 else None


async def _stream(case_id: str, since: int | None, receive: Receive, send: Send) -> None:
    """Entries as they come, those missed since `since` first, until the page goes away."""
    with feed.follow("case", case_id) as entries:
        missed = await feed.entries_after("case", case_id, since) if since is not None else []
        await _begin(send, 200, "text/event-stream")
        gone = asyncio.create_task(_until_gone(receive))
        try:
            for entry in missed:
                await _send_event(send, entry)
            while not gone.done():
                entry_or_none = await _next(entries, gone)
                if entry_or_none is not None and entry_or_none not in missed:
                    await _send_event(send, entry_or_none)
                elif entry_or_none is None and not gone.done():
                    await _send_text(send, ": still here\n\n")
        finally:
            gone.cancel()


async def _next(entries: asyncio.Queue[int], gone: asyncio.Task[None]) -> int | None:
    coming = asyncio.ensure_future(entries.get())
    done, _pending = await asyncio.wait({coming, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    if coming in done:
        return coming.result()
    coming.cancel()
    return None


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_event(send: Send, entry: int) -> None:
    await _send_text(send, f"id: {entry}\nevent: entry\ndata: {entry}\n\n")


async def _send_text(send: Send, text: str) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _begin(send: Send, status: int, content_type: str) -> None:
    headers = [
        (b"content-type", f"{content_type}; charset=utf-8".encode()),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
        (b"access-control-allow-origin", settings.PENDAPA_PUBLIC_URL.encode()),
        (b"vary", b"Origin"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _say(send: Send, status: int, text: str) -> None:
    await _begin(send, status, "text/plain")
    await send({"type": "http.response.body", "body": text.encode()})
