"""Tiles and entry bundles: how the tree is published as files that never change. Source: C2SP tlog-tiles.

Addresses are relative to the log's prefix: `tile/<level>/<index>` and `tile/entries/<index>`, with `.p/<width>` while
fewer than 256 stand in them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from pendapa.ledger.merkle import HASH_SIZE, Read, root_of

FULL_WIDTH: Final = 256
HEIGHT: Final = 8
HIGHEST_LEVEL: Final = 63
LARGEST_ENTRY: Final = 65_535
ENTRIES: Final = -1
"""The level under which entry bundles are named among tiles."""
_ADDRESS = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tile:
    """One published file: hashes of a level (0 to 63), or entries (level `ENTRIES`)."""

    level: int
    index: int
    width: int = FULL_WIDTH

    @property
    def is_full(self) -> bool:
        """Whether it will never be replaced by a wider one."""
        return self.width == FULL_WIDTH

    @property
    def path(self) -> str:
        """Its address, such as `tile/0/x001/067.p/8`."""
        kind = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{kind}/{_digit_groups(self.index)}" + ("" if self.is_full else f".p/{self.width}")

    @classmethod
    def at(cls, path: str) -> Self:
        """The tile of this address; raises ValueError for anything that is not exactly one."""
        found = _ADDRESS.fullmatch(path)
        if found is None:
            raise ValueError(f"{path!r} is no address of a tile")
        kind, groups, width = found.groups()
        tile = cls(
            ENTRIES if kind == "entries" else int(kind),
            int(groups.replace("x", "").replace("/", "")),
            int(width) if width else FULL_WIDTH,
        )
        if tile.level > HIGHEST_LEVEL or tile.path != path:  # one address each: no leading zeroes, no full partials
            raise ValueError(f"{path!r} is no address of a tile")
        return tile


ReadTile = Callable[[Tile], bytes]


def pack_entries(entries: Iterable[bytes]) -> bytes:
    """An entry bundle: each entry behind its length; raises ValueError beyond 65,535 bytes."""
    packed = bytearray()
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise ValueError(f"an entry of {len(entry)} bytes does not fit the log")
        packed += len(entry).to_bytes(2, "big")
        packed += entry
    return bytes(packed)


def unpack_entries(bundle: bytes) -> list[bytes]:
    """The entries of a bundle; raises ValueError when it ends within one."""
    entries, at, end = [], 0, len(bundle)
    while at < end:
        following = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if following > end or at + 2 > end:
            raise ValueError("an entry bundle ends within an entry")
        entries.append(bundle[at + 2 : following])
        at = following
    return entries


def hashes_of(tile: bytes) -> list[bytes]:
    """The hashes of a tile; raises ValueError when it is not whole hashes, one to 256."""
    if not tile or len(tile) % HASH_SIZE or len(tile) > FULL_WIDTH * HASH_SIZE:
        raise ValueError(f"a tile cannot have {len(tile)} bytes")
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of hashes in a tree of this size, lowest level first."""
    return tiles_written(0, size)


def bundles_of(size: int) -> Iterator[Tile]:
    """Every entry bundle of a log of this size."""
    return bundles_written(0, size)


def tiles_written(old: int, new: int) -> Iterator[Tile]:
    """The tiles of hashes that exist at size `new` and did not at `old`, lowest level first."""
    level = 0
    while new:
        yield from _widths_written(level, old, new)
        old, new, level = old >> HEIGHT, new >> HEIGHT, level + 1


def bundles_written(old: int, new: int) -> Iterator[Tile]:
    """The entry bundles that exist at size `new` and did not at `old`."""
    return _widths_written(ENTRIES, old, new)


def grow_tiles(old: int, leaf_hashes: Sequence[bytes], read_tile: ReadTile) -> dict[Tile, bytes]:
    """What a growth of the tree by these leaves writes: `tiles_written`, each with its bytes.

    `read_tile` is asked for the partial tiles at the right edge of the old tree, at most one a level.
    """
    written: dict[Tile, bytes] = {}
    level, row = 0, list(leaf_hashes)
    new = old + len(row)
    while new:
        index, width = old >> HEIGHT, old % FULL_WIDTH
        if width and row:
            row = hashes_of(read_tile(Tile(level, index, width))) + row
        above = []
        for tile in _widths_written(level, old, new):
            start = (tile.index - index) * FULL_WIDTH
            held = row[start : start + tile.width]
            written[tile] = b"".join(held)
            if tile.is_full:
                above.append(root_of(held))
        old, new, level, row = old >> HEIGHT, new >> HEIGHT, level + 1, above
    return written


def read_from_tiles(size: int, read_tile: ReadTile) -> Read:
    """A reader of perfect subtrees, for proofs, from the tiles of a tree of `size` leaves. Keeps what it fetched."""
    kept: dict[Tile, list[bytes]] = {}

    def read(level: int, index: int) -> bytes:
        row, height = divmod(level, HEIGHT)
        first = index << height
        number, start = divmod(first, FULL_WIDTH)
        tile = Tile(row, number, min(FULL_WIDTH, (size >> (HEIGHT * row)) - number * FULL_WIDTH))
        if tile not in kept:
            kept[tile] = _whole(tile, read_tile(tile))
        held = kept[tile][start : start + (1 << height)]
        if len(held) != 1 << height:
            raise ValueError(f"a tree of {size} has no subtree {index} at level {level}")
        return root_of(held)

    return read


def _whole(tile: Tile, content: bytes) -> list[bytes]:
    hashes = hashes_of(content)
    if len(hashes) != tile.width:
        raise ValueError(f"{tile.path} holds {len(hashes)} hashes")
    return hashes


def _widths_written(level: int, old: int, new: int) -> Iterator[Tile]:
    if new <= old:
        return
    for index in range(old >> HEIGHT, new >> HEIGHT):
        yield Tile(level, index)
    if new % FULL_WIDTH:
        yield Tile(level, new >> HEIGHT, new % FULL_WIDTH)


def _digit_groups(number: int) -> str:
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
