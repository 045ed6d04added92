"""The live streams: a plain ASGI application that tells open pages when something happened to what they show.

`GET /live/perkara/<case uuid>/?token=…`, `/live/antrean-kerja/<path of a unit>/` and `/live/papan/<code>/` stream
Server-Sent Events holding only ids of entries; the page then asks for what it may see. The page signs the address
(`journal.streams`). No view, session or model takes part. How it holds: `docs/live.md`.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from django.conf import settings

from pendapa.config.live_feed import Feed
from pendapa.config.live_limits import Full, Places, address_of, allow_open_files
from pendapa.config.live_listener import Listener, Message, Send
from pendapa.journal.positions import Place
from pendapa.journal.streams import Leave, read_leave, topic_at

Receive = Callable[[], Awaitable[Message]]

RETRY_MILLISECONDS = (500, 3000)
"""How long a page waits before it comes back; each another time, so that not all come at once."""
LONGEST_PLACE = 20_000

feed = Feed()
places = Places(allow_open_files(settings.PENDAPA_LIVE_STREAMS), settings.PENDAPA_LIVE_STREAMS_EACH)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI entry point."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    running: list[asyncio.Task[None]] = []
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            running = [asyncio.create_task(feed.listen()), asyncio.create_task(feed.beat())]
            await send({"type": "lifespan.startup.complete"})
        else:
            feed.end_all()
            for task in running:
                task.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _answer(scope: Message, receive: Receive, send: Send) -> None:
    query = parse_qs(scope["query_string"].decode("latin-1"))
    topic = topic_at(scope["path"])
    if scope["path"] == "/healthz":
        await _say(send, *((200, "ok\n") if feed.is_listening else (503, "not listening\n")))
    elif topic is None or scope["method"] != "GET":
        await _say(send, 404, "There is nothing at this address.\n")
    elif (leave := read_leave(query.get("token", [""])[0])) is None or topic not in leave.topics:
        await _say(send, 403, "Open the page again.\n")
    else:
        try:
            with places.take(address_of(scope)):
                await _stream(leave, _place_in(scope, query), receive, send)
        except Full as full:
            await _say(send, 429 if full.is_address else 503, "Too many are following just now.\n")


def _place_in(scope: Message, query: dict[str, list[str]]) -> Place | None:
    """How far the page has heard: by the header of one that comes back, else by its address; None for neither."""
    header: bytes = dict(scope["headers"]).get(b"last-event-id", b"")
    return _read_place(header.decode("latin-1")) or _read_place(query.get("sejak", [""])[0])


def _read_place(text: str) -> Place | None:
    return Place.read(text) if len(text) <= LONGEST_PLACE else None


async def _stream(leave: Leave, place: Place | None, receive: Receive, send: Send) -> None:
    """What was missed since `place`, then entries as they come, until the page goes away or its leave ends."""
    try:
        await feed.reach(place)
    except TimeoutError:
        await _say(send, 503, "The database is away just now.\n")
        return
    await _begin(send, 200, "text/event-stream")
    listener = Listener(leave.topics, leave.until, send)
    listener.tell(f"retry: {random.randint(*RETRY_MILLISECONDS)}\n")  # noqa: S311 - spreads, guards nothing
    feed.join(listener, place)
    try:
        await listener.until_gone(receive)
    finally:
        feed.leave(listener)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _begin(send: Send, status: int, content_type: str) -> None:
    headers = [
        (b"content-type", f"{content_type}; charset=utf-8".encode()),
        (b"cache-control", b"no-store, no-transform"),
        (b"connection", b"close"),
        (b"x-accel-buffering", b"no"),
        (b"x-content-type-options", b"nosniff"),
        (b"access-control-allow-origin", settings.PENDAPA_PUBLIC_URL.encode()),
        (b"vary", b"Origin"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _say(send: Send, status: int, text: str) -> None:
    await _begin(send, status, "text/plain")
    await send({"type": "http.response.body", "body": text.encode()})
