"""Reading a whole log: every entry fetched, hashed and held against the tiles and the signed root. Nothing is believed.

A few bundles are fetched at once, ahead of what is being hashed; the memory needed does not grow with the log.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from pendapa.ledger.fetching import Fetcher, Missing
from pendapa.ledger.merkle import HASH_SIZE, Frontier, leaf_hash, root_of
from pendapa.ledger.notes import Checkpoint
from pendapa.ledger.tiles import ENTRIES, FULL_WIDTH, HEIGHT, LARGEST_ENTRY, Tile, bundles_of, unpack_entries

CONNECTIONS: Final = 4
AHEAD: Final = 12
LARGEST: Final = {ENTRIES: FULL_WIDTH * (LARGEST_ENTRY + 2)}


class Untrustworthy(Exception):
    """The log is not what it says to be; tells what was found."""


def read_bundles(fetcher: Fetcher, size: int) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """The entries of a log of this size and their hashes, bundle by bundle, checked against the tiles of hashes.

    Raises Untrustworthy and Unreachable.
    """
    waiting: deque[tuple[Tile, Future[bytes], Future[bytes]]] = deque()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        try:
            for bundle in bundles_of(size):
                hashes = Tile(0, bundle.index, bundle.width)
                waiting.append((bundle, pool.submit(_fetch, fetcher, bundle), pool.submit(_fetch, fetcher, hashes)))
                if len(waiting) > AHEAD:
                    yield _checked(*waiting.popleft())
            while waiting:
                yield _checked(*waiting.popleft())
        finally:
            pool.shutdown(cancel_futures=True)


class TreeReading:
    """The tree over the bundles read so far; knows the roots at the sizes asked for beforehand."""

    def __init__(self, sizes: set[int]) -> None:
        self._frontier = Frontier()
        self._wanted = sorted(sizes)
        self.roots: dict[int, bytes] = {}
        self.tile_roots: list[bytes] = []
        """Of each full tile of the lowest level."""
        self._note_roots()

    def extend(self, hashes: list[bytes]) -> None:
        """The next bundle, by the hashes of its entries."""
        size = self._frontier.size
        if len(hashes) == FULL_WIDTH:
            self.tile_roots.append(root_of(hashes))
        while self._wanted and self._wanted[0] < size + len(hashes):
            self._frontier.extend(hashes[self._frontier.size - size : self._wanted[0] - size])
            self._note_roots()
        if self._frontier.size == size and len(hashes) == FULL_WIDTH:
            self._frontier.extend(self.tile_roots[-1:], HEIGHT)
        else:
            self._frontier.extend(hashes[self._frontier.size - size :])
        self._note_roots()

    def _note_roots(self) -> None:
        while self._wanted and self._wanted[0] == self._frontier.size:
            self.roots[self._wanted.pop(0)] = self._frontier.root()


def check_upper_tiles(fetcher: Fetcher, tile_roots: list[bytes]) -> None:
    """Every tile above the lowest holds what the leaves hash to; `tile_roots`: see `TreeReading`.

    Raises Untrustworthy and Unreachable.
    """
    level, row = 1, tile_roots
    while row:
        above = []
        for index in range(0, len(row), FULL_WIDTH):
            held = row[index : index + FULL_WIDTH]
            tile = Tile(level, index // FULL_WIDTH, len(held))
            if _fetch(fetcher, tile) != b"".join(held):
                raise Untrustworthy(f"{tile.path} does not hold what the entries below it hash to")
            if tile.is_full:
                above.append(root_of(held))
        level, row = level + 1, above


def check_growth(checkpoint: Checkpoint, last: Checkpoint | None) -> None:
    """That a checkpoint can follow the one seen before, as far as sizes tell; raises Untrustworthy."""
    if last is None:
        return
    if checkpoint.origin != last.origin:
        raise Untrustworthy(f"at the last visit the log was called {last.origin}, now {checkpoint.origin}")
    if checkpoint.size < last.size:
        raise Untrustworthy(
            f"the log was rolled back: it had {last.size} entries at the last visit, now it has {checkpoint.size}"
        )
    if checkpoint.size == last.size and checkpoint.root != last.root:
        raise Untrustworthy(f"the log has forked: two different trees of {last.size} entries carry its signature")


def _fetch(fetcher: Fetcher, tile: Tile) -> bytes:
    most = LARGEST.get(tile.level, FULL_WIDTH * HASH_SIZE)
    try:
        return fetcher.get(f"/log/{tile.path}", most)
    except Missing:
        if tile.is_full:
            raise
    # A partial one may be gone once the full one is there (C2SP tlog-tiles).
    full = fetcher.get(f"/log/{Tile(tile.level, tile.index).path}", most)
    if tile.level != ENTRIES:
        return full[: tile.width * HASH_SIZE]
    at = 0
    for _ in range(tile.width):
        at += 2 + int.from_bytes(full[at : at + 2], "big")
    return full[:at]


def _checked(bundle: Tile, content: Future[bytes], hashes: Future[bytes]) -> tuple[list[bytes], list[bytes]]:
    return check_bundle(bundle, content.result(), hashes.result())


def check_bundle(bundle: Tile, content: bytes, published: bytes) -> tuple[list[bytes], list[bytes]]:
    """The entries of a bundle and their hashes, which are those published; raises Untrustworthy."""
    try:
        entries = unpack_entries(content)
    except ValueError as error:
        raise Untrustworthy(f"{bundle.path}: {error}") from error
    if len(entries) != bundle.width:
        raise Untrustworthy(f"{bundle.path} holds {len(entries)} entries instead of {bundle.width}")
    found = [leaf_hash(entry) for entry in entries]
    if b"".join(found) != published:
        first = next(
            (at for at, one in enumerate(found) if one != published[at * HASH_SIZE : (at + 1) * HASH_SIZE]), len(found)
        )
        raise Untrustworthy(
            f"entry {bundle.index * FULL_WIDTH + first} is not the one that the tree was made of: it was changed"
        )
    return entries, found
