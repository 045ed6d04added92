"""Live streams at their door: only who holds a page's token hears of its topics, not longer than that holds."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from pendapa.config import live, live_feed, live_listener
from pendapa.config.live_feed import Feed
from pendapa.config.live_limits import Places, address_of, allow_open_files
from pendapa.config.live_listener import Listener
from pendapa.config.tests.live_visitor import Visitor, at, scope_of, told
from pendapa.journal import streams

CASE = str(uuid4())
PAGE = f"/live/perkara/{CASE}/"
TOPIC = f"case:{CASE}"


@pytest.fixture(autouse=True)
def feed(monkeypatch: pytest.MonkeyPatch) -> Feed:
    fresh = Feed()
    monkeypatch.setattr(live, "feed", fresh)
    monkeypatch.setattr(live, "places", Places(100, 3))
    return fresh


async def visit(scope: dict[str, Any], meanwhile: Callable[[], None] = lambda: None) -> Visitor:
    """A visitor who stays while something happens, then goes away."""
    if not live.feed._ready.is_set():
        live.feed.begin_at(at(100))
    visitor = Visitor()
    following = asyncio.create_task(live.application(scope, visitor.receive, visitor.send))
    await asyncio.sleep(0.02)
    meanwhile()
    await asyncio.sleep(0.02)
    visitor.leaving.set()
    await asyncio.wait_for(following, 2)
    return visitor


def test_a_page_hears_of_its_own_case_only(feed: Feed) -> None:
    news = [told(7, 100, TOPIC), told(8, 101, f"case:{uuid4()}"), told(9, 102, "service:sku")]
    visitor = asyncio.run(visit(scope_of(PAGE, TOPIC), lambda: feed.take(at(103), news)))
    assert visitor.status == 200
    assert visitor.text.endswith("id: 7@103\nevent: entry\ndata: 7\n\n")
    assert visitor.entries == [7]


@pytest.mark.parametrize(
    "token",
    ["", "abc", "%00", streams.sign_leave((f"case:{uuid4()}",))],
    ids=["none", "word", "zero byte", "other case"],
)
def test_without_a_token_for_the_case_there_is_no_stream(feed: Feed, token: str) -> None:
    visitor = asyncio.run(visit(scope_of(PAGE, token=token), lambda: feed.take(at(103), [told(7, 100, TOPIC)])))
    assert visitor.status == 403
    assert "7" not in visitor.text


def test_a_token_ends_and_opens_nothing_then() -> None:
    old = streams.sign_leave((TOPIC,), seconds=-1)
    assert asyncio.run(visit(scope_of(PAGE, token=old))).status == 403


def test_a_stream_ends_with_its_token_before_five_minutes_have_passed(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert streams.TOKEN_SECONDS + live_feed.BEAT_SECONDS < 300

    async def stay() -> Visitor:
        feed.begin_at(at(100))
        visitor = Visitor()
        beating = asyncio.create_task(feed.beat())
        short = streams.sign_leave((TOPIC,), seconds=1)
        await asyncio.wait_for(live.application(scope_of(PAGE, token=short), visitor.receive, visitor.send), 5)
        beating.cancel()
        return visitor

    monkeypatch.setattr(live_feed, "BEAT_SECONDS", 1)
    visitor = asyncio.run(stay())
    assert visitor.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert "event: beat\ndata\n\n" in visitor.text
    assert live.places.taken == 0


def test_when_a_page_goes_away_nothing_of_it_is_kept(feed: Feed) -> None:
    asyncio.run(visit(scope_of(PAGE, TOPIC), lambda: feed.take(at(103), [told(7, 100, TOPIC)])))
    assert not feed._followers
    assert not any(feed._beats)
    assert live.places.taken == 0


@pytest.mark.parametrize("path", ["/live/perkara/", "/live/x/y/", "/live/", "/", "/live/perkara//", "/live/perkara/x"])
def test_other_addresses_are_not_there(path: str) -> None:
    assert asyncio.run(visit(scope_of(path, TOPIC))).status == 404


@pytest.mark.parametrize(
    ("path", "topic"),
    [("/live/antrean-kerja/tirtamaya/dpmptsp/", "unit:tirtamaya/dpmptsp"), ("/live/papan/a/", "board:a")],
)
def test_a_queue_and_a_display_are_followed_alike(feed: Feed, path: str, topic: str) -> None:
    visitor = asyncio.run(visit(scope_of(path, topic), lambda: feed.take(at(103), [told(7, 100, topic)])))
    assert visitor.entries == [7]


def test_one_address_gets_so_many_streams_and_the_process_so_many(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fill(in_whole: int) -> list[int]:
        monkeypatch.setattr(live, "places", Places(in_whole, 3))
        feed.begin_at(at(100))
        visitors = [Visitor() for _one in range(4)]
        scope = scope_of(PAGE, TOPIC)
        open_streams = [asyncio.create_task(live.application(scope, one.receive, one.send)) for one in visitors]
        await asyncio.sleep(0.02)
        for one in visitors:
            one.leaving.set()
        await asyncio.wait(open_streams, timeout=2)
        return [one.status for one in visitors]

    assert asyncio.run(fill(100)) == [200, 200, 200, 429]
    assert asyncio.run(fill(2)) == [200, 200, 503, 503]


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "", ""),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("127.0.0.1", "rubbish", "127.0.0.1"),
    ],
)
def test_the_address_is_that_of_the_visitor_not_of_the_proxy(client: str, forwarded: str, address: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert address_of({"client": (client, 1), "headers": headers}) == address


def test_streams_are_no_more_than_there_may_be_open_files() -> None:
    assert allow_open_files(10) == 10
    assert allow_open_files(10**9) < 10**9


def test_who_reads_too_slowly_is_let_go(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_listener, "SLOW_SECONDS", 0.02)

    class Stuck(Visitor):
        async def send(self, message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body" and message.get("more_body"):
                await asyncio.sleep(60)
            await super().send(message)

    async def stay() -> None:
        feed.begin_at(at(100))
        visitor = Stuck()
        await asyncio.wait_for(live.application(scope_of(PAGE, TOPIC), visitor.receive, visitor.send), 2)

    asyncio.run(stay())
    assert not feed._followers


def test_too_much_that_waits_ends_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_listener, "WAITING_AT_MOST", 50)

    async def tell() -> bool:
        listener = Listener(frozenset(), 0.0, Visitor().send)
        listener.tell("x" * 60)
        return listener.is_ending

    assert asyncio.run(tell())


def test_while_there_is_no_database_a_page_is_told_to_come_back(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_feed, "READY_SECONDS", 0.01)
    visitor = Visitor()
    asyncio.run(live.application(scope_of(PAGE, TOPIC), visitor.receive, visitor.send))
    assert visitor.status == 503
