"""Leaves, hash tiles and checkpoints as rows: read one by one, written many at a time."""

from collections.abc import Iterable, Mapping, Sequence

from pendapa.kernel.statements import run_prepared
from pendapa.ledger.merkle import HASH_SIZE, Read
from pendapa.ledger.models import HashTile
from pendapa.ledger.tiles import FULL_WIDTH, HEIGHT, ReadTile, Tile, read_from_tiles

_WRITE_LEAVES = """INSERT INTO ledger_leaf (index, entry, data)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])"""
_WRITE_TILES = """INSERT INTO ledger_hashtile (level, index, data)
    SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
    ON CONFLICT (level, index) DO UPDATE SET data = excluded.data"""
_READ_TILES = """SELECT level, index, data FROM ledger_hashtile
    WHERE (level, index) IN (SELECT * FROM unnest(%s::smallint[], %s::bigint[]))"""


class MissingTile(RuntimeError):
    """A tile that the size of the log promises is not in the database."""


def write_leaves(first: int, entries: Sequence[int], leaves: Sequence[bytes]) -> None:
    """Append leaves from the index `first` on, with the journal entries they tell of."""
    run_prepared(_WRITE_LEAVES, [list(range(first, first + len(leaves))), list(entries), list(leaves)])


def write_tiles(written: Mapping[Tile, bytes]) -> None:
    """Write tiles, wider ones in the place of the narrower."""
    tiles = list(written)
    run_prepared(
        _WRITE_TILES,
        [[tile.level for tile in tiles], [tile.index for tile in tiles], [written[tile] for tile in tiles]],
    )


def read_tile(tile: Tile) -> bytes:
    """A tile at the width asked for; raises MissingTile when the log has not come so far."""
    row = HashTile.objects.filter(level=tile.level, index=tile.index).values_list("data", flat=True).first()
    return _cut(tile, None if row is None else bytes(row))


def subtrees(size: int, leaves: Iterable[int] = ()) -> Read:
    """A reader of subtree hashes for the tree of `size` leaves; what the proofs of `leaves` need is read at once."""
    return read_from_tiles(size, _reading_at_once(_on_the_paths(size, leaves)))


def _on_the_paths(size: int, leaves: Iterable[int]) -> set[tuple[int, int]]:
    """Level and index of the tiles above these leaves and along the right edge of the tree."""
    found: set[tuple[int, int]] = set()
    if size:
        for leaf in {*leaves, size - 1}:
            level, at, width = 0, leaf, size
            while width:
                found.add((level, min(at, width - 1) // FULL_WIDTH))
                level, at, width = level + 1, at >> HEIGHT, width >> HEIGHT
    return found


def _reading_at_once(wanted: set[tuple[int, int]]) -> ReadTile:
    rows = run_prepared(_READ_TILES, [[level for level, _ in wanted], [index for _, index in wanted]]) if wanted else []
    held = {(level, index): bytes(data) for level, index, data in rows}

    def read(tile: Tile) -> bytes:
        place = (tile.level, tile.index)
        return _cut(tile, held[place]) if place in held else read_tile(tile)

    return read


def _cut(tile: Tile, data: bytes | None) -> bytes:
    wide = tile.width * HASH_SIZE
    if data is None or len(data) < wide:
        raise MissingTile(f"{tile.path} is not there")
    return bytes(data[:wide])
