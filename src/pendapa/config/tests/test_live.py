"""Live streams: only who holds a page's token hears of a case, and nothing is missed after a pause."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.core import signing

from pendapa.config import live
from pendapa.config.live_feed import Feed

CASE = str(uuid4())


class Visitor:
    """An ASGI client that keeps what it was sent and leaves when told."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.leaving = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.leaving.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


def token(*cases: str) -> str:
    return signing.dumps(list(cases), salt=live.TOKEN_SALT)


def scope(path: str, query: str = "", last: bytes | None = None) -> dict[str, Any]:
    headers = [(b"last-event-id", last)] if last else []
    return {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}


async def visit(path: str, query: str, payloads: list[str], last: bytes | None = None) -> Visitor:
    visitor = Visitor()
    following = asyncio.create_task(live.application(scope(path, query, last), visitor.receive, visitor.send))
    await asyncio.sleep(0.02)
    for payload in payloads:
        live.feed.hand_out(payload)
    await asyncio.sleep(0.02)
    visitor.leaving.set()
    await asyncio.wait_for(following, 2)
    return visitor


def test_a_page_hears_of_its_own_case_only() -> None:
    payloads = [f"case {CASE} 7", f"case {uuid4()} 8", "service sku 9", "garbage", f"case {CASE} x"]
    visitor = asyncio.run(visit(f"/live/perkara/{CASE}/", f"token={token(CASE)}", payloads))
    assert visitor.sent[0]["status"] == 200
    assert visitor.text == "id: 7\nevent: entry\ndata: 7\n\n"


@pytest.mark.parametrize("query", ["", "token=", "token=abc", f"token={token(str(uuid4()))}", "token=%00"])
def test_without_a_token_for_the_case_there_is_no_stream(query: str) -> None:
    visitor = asyncio.run(visit(f"/live/perkara/{CASE}/", query, [f"case {CASE} 7"]))
    assert visitor.sent[0]["status"] == 403
    assert "7" not in visitor.text


def test_a_token_ends_after_twelve_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    old = token(CASE)
    monkeypatch.setattr(live, "TOKEN_SECONDS", -1)
    assert not live.may_follow(CASE, f"token={old}")


def test_who_comes_back_is_told_what_was_missed_and_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    async def missed(_feed: Feed, _kind: str, _case: str, after: int) -> list[int]:
        return [entry for entry in (3, 5, 6) if entry > after]

    monkeypatch.setattr(Feed, "entries_after", missed)
    payloads = [f"case {CASE} 6", f"case {CASE} 4"]
    visitor = asyncio.run(visit(f"/live/perkara/{CASE}/", f"token={token(CASE)}", payloads, last=b"3"))
    assert [line for line in visitor.text.split("\n") if line.startswith("id")] == ["id: 5", "id: 6", "id: 4"]


def test_a_stream_beats_so_that_proxies_keep_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.005)
    visitor = asyncio.run(visit(f"/live/perkara/{CASE}/", f"token={token(CASE)}", []))
    assert ": still here\n\n" in visitor.text


def test_when_a_page_goes_away_nothing_of_it_is_kept() -> None:
    asyncio.run(visit(f"/live/perkara/{CASE}/", f"token={token(CASE)}", [f"case {CASE} 7"]))
    assert not live.feed._followers
    assert live.feed._count == 0


def test_other_addresses_are_not_there() -> None:
    assert asyncio.run(visit("/live/perkara/x/", "", [])).sent[0]["status"] == 404


@pytest.mark.django_db(transaction=True)
def test_an_entry_of_the_journal_reaches_the_open_page() -> None:
    from django.db import connection

    async def listen() -> int:
        feed = Feed()
        listening = asyncio.create_task(feed.listen())
        with feed.follow("case", CASE) as entries:
            while not feed.is_listening:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(notify)
            found = await asyncio.wait_for(entries.get(), 5)
        listening.cancel()
        return found

    def notify() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('pendapa_journal', %s)", [f"case {CASE} 12"])
        connection.close()

    assert asyncio.run(listen()) == 12
