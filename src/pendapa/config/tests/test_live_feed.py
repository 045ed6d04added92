"""Whoever comes back is told what was missed, each entry once, in whatever order transactions commit."""

import asyncio
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from pendapa.config import live_feed, live_journal
from pendapa.config.live_feed import Feed, events
from pendapa.config.live_journal import Told, topics_of
from pendapa.config.live_listener import Listener
from pendapa.config.tests.live_visitor import Visitor, at, told
from pendapa.journal.positions import Place, Position, present_position

TOPIC = "case:a"


async def told_since(feed: Feed, place: Place | None, topics: frozenset[str] = frozenset({TOPIC})) -> Visitor:
    """What a stream is told when it resumes at a place."""
    visitor = Visitor()
    listener = Listener(topics, 0.0, visitor.send)
    await feed.reach(place)
    feed.join(listener, place)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    feed.leave(listener)
    return visitor


def test_a_stream_that_has_heard_nothing_yet_still_knows_where_it_is() -> None:
    async def resume() -> list[int]:
        feed = Feed()
        feed.begin_at(at(100, 98))
        opened = await told_since(feed, None)
        assert opened.entries == []
        feed.take(at(103), [told(7, 98, TOPIC), told(8, 102, TOPIC)])
        return (await told_since(feed, Place.read(opened.last_id))).entries

    assert asyncio.run(resume()) == [7, 8]


@given(data=st.data())
def test_nothing_is_missed_or_doubled_wherever_a_stream_is_cut(data: st.DataObject) -> None:
    """Transactions commit in any order and are read in any parts; the stream is cut after any event."""
    order = data.draw(st.permutations(range(1, 13)))
    asyncio.run(_cut_and_resume(order, data))


async def _cut_and_resume(order: list[int], data: st.DataObject) -> None:
    feed = Feed()
    feed.begin_at(at(1))
    heard: list[int] = []
    place = Place.read((await told_since(feed, None)).last_id)
    committed: set[int] = set()
    while len(committed) < len(order):
        part = order[len(committed) : len(committed) + data.draw(st.integers(1, 4))]
        committed |= set(part)
        high = max(committed) + 1
        position = Position(high, frozenset(range(1, high)) - committed)
        feed.take(position, [told(number, number, TOPIC) for number in sorted(part)])
        visitor = await told_since(feed, place)
        came = len(visitor.entries)
        cut = data.draw(st.integers(0, came))
        heard += visitor.entries[:cut]
        place = Place.read(visitor.ids[cut])
    heard += (await told_since(feed, place)).entries
    assert sorted(heard) == sorted(order)


def test_events_of_one_reading_say_each_how_far_the_stream_has_come() -> None:
    text = events([5, 7], at(100, 98), at(103, 99))
    assert text == "id: 5@100-98/103-99\nevent: entry\ndata: 5\n\nid: 7@103-99\nevent: entry\ndata: 7\n\n"


@pytest.mark.parametrize("text", ["", "7", "@", "@x", "@1/", "a@1", "1@2@3", "@1-", "@" + "9" * 40, "7@1/2/3"])
def test_a_place_that_is_none_is_not_read(text: str) -> None:
    assert Place.read(text) is None


@given(
    st.builds(
        Place,
        st.builds(Position, st.integers(1, 10**15), st.frozensets(st.integers(1, 10**15), max_size=5)),
        st.integers(1, 10**15),
        st.none() | st.builds(Position, st.integers(1, 10**15), st.frozensets(st.integers(1, 10**15), max_size=5)),
    )
)
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert Place.read(str(place)) == place


def test_who_was_away_for_longer_than_memory_goes_is_told_to_look_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_feed, "KEPT_AT_MOST", 10)

    async def resume() -> Visitor:
        feed = Feed()
        feed.begin_at(at(1))
        for number in range(1, 15):
            feed.take(at(number + 1), [told(number, number, TOPIC)])
        return await told_since(feed, Place(at(2)))

    visitor = asyncio.run(resume())
    assert visitor.text.endswith("id: @15\nevent: all\ndata\n\n")
    assert visitor.entries == []


def test_an_entry_for_staff_alone_is_told_to_the_unit_and_all_above_it_but_not_to_the_person() -> None:
    assert topics_of("case", "a", "parties", "x/y") == ("case:a", "unit:x", "unit:x/y")
    assert topics_of("case", "a", "staff", "x/y") == ("unit:x", "unit:x/y")
    assert topics_of("board", "loket", "public", None) == ("board:loket",)


def write_entry(subject: str = "a", *, audience: str = "parties") -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (at, actor_kind, actor_id, actor_name, actor_role, actor_organisation, channel,"
            " verb, subject_type, subject_id, payload, audience, salt, commitment)"
            " VALUES (%s, 'system', '', '', '', '', 'system', 'x', 'case', %s, '{}', %s, 'x', 'x') RETURNING id",
            [datetime(2026, 11, 24, tzinfo=UTC), subject, audience],
        )
        return int(cursor.fetchone()[0])


async def _listening(feed: Feed) -> "asyncio.Task[None]":
    listening = asyncio.create_task(feed.listen())
    async with asyncio.timeout(10):
        while not feed.is_listening:
            await asyncio.sleep(0.01)
    return listening


def _in_thread(write: object) -> int:
    try:
        return write()  # type: ignore[operator,no-any-return]
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_an_entry_of_the_journal_reaches_an_open_stream_at_once() -> None:
    async def listen() -> tuple[list[int], int]:
        feed, visitor = Feed(), Visitor()
        listening = await _listening(feed)
        feed.join(Listener(frozenset({TOPIC}), 0.0, visitor.send), None)
        written = await asyncio.to_thread(_in_thread, write_entry)
        async with asyncio.timeout(2):
            while not visitor.entries:
                await asyncio.sleep(0.005)
        listening.cancel()
        return visitor.entries, written

    heard, written = asyncio.run(listen())
    assert heard == [written]


@pytest.mark.django_db(transaction=True)
def test_entries_that_commit_out_of_order_and_while_nobody_listens_are_told_once() -> None:
    """The page opens while a transaction is open, hears of a later one, is cut off, and live starts anew."""

    async def two_lives() -> tuple[list[int], list[int], list[int]]:
        first = Feed()
        listening = await _listening(first)
        early = await asyncio.to_thread(_begin)
        visitor = Visitor()
        first.join(Listener(frozenset({TOPIC}), 0.0, visitor.send), None)
        later = await asyncio.to_thread(_in_thread, write_entry)
        async with asyncio.timeout(2):
            while not visitor.entries:
                await asyncio.sleep(0.005)
        listening.cancel()
        await asyncio.to_thread(early.commit)
        missed = await asyncio.to_thread(_in_thread, write_entry)
        second = Feed()
        listening = await _listening(second)
        again = await told_since(second, Place.read(visitor.last_id))
        listening.cancel()
        return [*visitor.entries, *again.entries], [early.entry, later, missed], visitor.entries

    heard, written, before = asyncio.run(two_lives())
    assert before == [written[1]]
    assert heard == [written[1], written[0], written[2]]


class _begin:  # noqa: N801 - used as a function: an entry in a transaction that is still open
    def __init__(self) -> None:
        import psycopg

        parameters = connections["default"].get_connection_params()
        names = ("dbname", "user", "password", "host", "port")
        self._connection = psycopg.connect(**{name: parameters[name] for name in names if parameters.get(name)})
        found = self._connection.execute(
            "INSERT INTO journal_entry (at, actor_kind, actor_id, actor_name, actor_role, actor_organisation, channel,"
            " verb, subject_type, subject_id, payload, audience, salt, commitment)"
            " VALUES (now(), 'system', '', '', '', '', 'system', 'x', 'case', 'a', '{}', 'parties', 'x', 'x')"
            " RETURNING id"
        ).fetchone()
        self.entry = int(found[0]) if found else 0

    def commit(self) -> None:
        self._connection.commit()
        self._connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_position_holds_what_was_committed_before_it_and_nothing_later() -> None:
    with transaction.atomic():
        write_entry()
    position = present_position()
    with transaction.atomic():
        later = write_entry()

    async def read() -> list[Told]:
        async with await live_journal.connect() as asking:
            return (await live_journal.read_after(asking, position))[1]

    assert [told.entry for told in asyncio.run(read())] == [later]
