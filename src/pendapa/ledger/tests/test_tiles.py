import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pendapa.ledger.merkle import consistency_proof, inclusion_proof, leaf_hash, verify_consistency, verify_inclusion
from pendapa.ledger.tests.definition import check_every_tile, entries_of, path_of, tree_hash
from pendapa.ledger.tiles import (
    ENTRIES,
    Tile,
    bundles_written,
    grow_tiles,
    hashes_of,
    pack_entries,
    read_from_tiles,
    tiles_of,
    tiles_written,
    unpack_entries,
)

LEAVES = [f"leaf {number}".encode() for number in range(70_000)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1067, 8), "tile/0/x001/067.p/8"),
        (Tile(2, 1_234_067), "tile/2/x001/x234/067"),
        (Tile(ENTRIES, 273, 112), "tile/entries/273.p/112"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
    ],
)
def test_an_address_names_one_tile_and_back(tile, path):
    assert tile.path == path
    assert Tile.at(path) == tile


@given(st.integers(0, 10**15))
def test_numbers_are_grouped_as_the_definition_groups_them(number):
    assert Tile(0, number).path == "tile/0/" + path_of(number)
    assert Tile.at(Tile(3, number, 17).path) == Tile(3, number, 17)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0", "tile/00/000", "tile/64/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/07",
        "tile/0/x000/001", "tile/0/x001", "tile/0/001/067", "tile/0/000/", "/tile/0/000", "tile/-1/000",
        "tile/0/000.p", "tile/data/000", "tile/0/٠٠٠", "tile/0/000\n", "",
    ],
)  # fmt: skip
def test_anything_else_is_no_address(path):
    with pytest.raises(ValueError, match="no address"):
        Tile.at(path)


def test_the_tree_of_the_specification_has_the_tiles_it_says():
    tiles = list(tiles_of(70_000))
    assert [tile for tile in tiles if not tile.is_full] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert sum(tile.level == 0 and tile.is_full for tile in tiles) == 273
    assert sum(tile.level == 1 and tile.is_full for tile in tiles) == 1
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]


@given(st.lists(st.binary(max_size=300), max_size=40))
def test_a_bundle_gives_back_what_was_packed(entries):
    packed = pack_entries(entries)
    assert unpack_entries(packed) == entries
    if packed and entries[-1]:
        with pytest.raises(ValueError, match="ends within"):
            unpack_entries(packed[:-1])


def test_the_length_of_an_entry_is_two_bytes_big_endian():
    assert pack_entries([b"a" * 258, b""]) == b"\x01\x02" + b"a" * 258 + b"\x00\x00"
    assert unpack_entries(pack_entries([b"b" * 65_535])) == [b"b" * 65_535]
    with pytest.raises(ValueError, match="does not fit"):
        pack_entries([b"b" * 65_536])
    with pytest.raises(ValueError, match="ends within"):
        unpack_entries(b"\x00")


@given(st.lists(st.one_of(st.integers(0, 600), st.integers(0, 3)), min_size=1, max_size=6))
@settings(deadline=None, max_examples=30)
def test_a_log_grown_in_any_steps_is_the_one_of_the_definition(steps):
    published, size = {}, 0

    def read(tile):
        return published[tile.path]

    for step in steps:
        grown = grow_tiles(size, HASHES[size : size + step], read)
        assert list(grown) == list(tiles_written(size, size + step))
        published |= {tile.path: content for tile, content in grown.items()}
        for bundle in bundles_written(size, size + step):
            start = bundle.index * 256
            published[bundle.path] = pack_entries(LEAVES[start : start + bundle.width])
        size += step
    entries = entries_of(published.__getitem__, size)
    assert entries == LEAVES[:size]
    assert check_every_tile(published.__getitem__, entries) == len(list(tiles_of(size)))


@pytest.fixture(scope="module")
def large():
    return grow_tiles(0, HASHES, {}.__getitem__)


@given(st.data())
@settings(deadline=None, max_examples=25)
def test_proofs_made_from_tiles_hold_in_a_tree_of_three_levels(large, data):
    index = data.draw(st.integers(0, 69_999))
    read = read_from_tiles(70_000, large.__getitem__)
    root = _roots()[70_000]
    assert verify_inclusion(HASHES[index], index, 70_000, inclusion_proof(index, 70_000, read), root)
    old = data.draw(st.sampled_from(sorted(_roots())))
    assert verify_consistency(old, 70_000, _roots()[old], root, consistency_proof(old, 70_000, read))


def test_a_tile_of_the_wrong_length_is_refused(large):
    for spoiled in (b"", large[Tile(0, 0)][:-1], large[Tile(0, 0)] + bytes(32)):
        with pytest.raises(ValueError, match="cannot have"):
            hashes_of(spoiled)
    read = read_from_tiles(70_000, lambda tile: large[tile][:-32])
    with pytest.raises(ValueError, match="holds 255"):
        read(0, 0)
    with pytest.raises(ValueError, match="no subtree"):
        read_from_tiles(70_000, large.__getitem__)(0, 70_001)


def _roots(kept={}):  # noqa: B006 reckoned once
    for size in (1, 255, 256, 257, 4_000, 65_535, 65_536, 69_999, 70_000):
        if size not in kept:
            kept[size] = tree_hash(LEAVES[:size])
    return kept


def test_the_definition_hashes_leaves_as_the_program_does():
    assert hashlib.sha256(b"\x00leaf 0").digest() == HASHES[0]
