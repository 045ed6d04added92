import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pendapa.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Read,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from pendapa.ledger.tests.definition import tree_hash

VECTORS = Path(__file__).parents[5] / "shared/data/merkle"
needs_vectors = pytest.mark.skipif(
    not VECTORS.exists(), reason="the vectors of transparency-dev/merkle are not beside this checkout"
)

LEAVES = [f"leaf {number}".encode() for number in range(600)]


def reading(leaves: list[bytes]) -> Read:
    return lambda level, index: tree_hash(leaves[index << level : (index + 1) << level])


def decoded(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@needs_vectors
def test_the_published_leaves_have_the_published_hashes_and_roots():
    published = json.loads((VECTORS / "rfc6962_leaves_roots.json").read_text())
    leaves = [bytes.fromhex(leaf) for leaf in published["leaf_inputs_hex"]]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert [found.hex() for found in hashes] == published["leaf_hashes_hex"]
    assert EMPTY_ROOT.hex() == published["empty_root_hex"]
    for size, root in published["root_by_size_hex"].items():
        assert root_of(hashes[: int(size)]).hex() == root
        assert tree_hash(leaves[: int(size)]).hex() == root


@needs_vectors
def test_every_published_inclusion_probe_is_judged_as_published():
    probes = [json.loads(path.read_text()) for path in sorted((VECTORS / "testdata/inclusion").rglob("*.json"))]
    assert len(probes) > 50
    for probe in probes:
        proof = [decoded(step) for step in probe["proof"] or []]
        holds = verify_inclusion(
            decoded(probe["leafHash"]), probe["leafIdx"], probe["treeSize"], proof, decoded(probe["root"])
        )
        assert holds is not probe["wantErr"], probe["desc"]


@needs_vectors
def test_every_published_consistency_probe_is_judged_as_published():
    probes = [json.loads(path.read_text()) for path in sorted((VECTORS / "testdata/consistency").rglob("*.json"))]
    assert len(probes) > 50
    for probe in probes:
        proof = [decoded(step) for step in probe["proof"] or []]
        roots = decoded(probe["root1"]), decoded(probe["root2"])
        holds = verify_consistency(probe["size1"], probe["size2"], *roots, proof)
        assert holds is not probe["wantErr"], probe["desc"]


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_every_inclusion_proof_verifies_and_no_changed_byte_does(data):
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    root, leaf = tree_hash(LEAVES[:size]), leaf_hash(LEAVES[index])
    proof = inclusion_proof(index, size, reading(LEAVES))
    assert verify_inclusion(leaf, index, size, proof, root)
    parts = [leaf, root, *proof]
    spoiled = _with_one_bit_changed(data, parts)
    assert not verify_inclusion(spoiled[0], index, size, spoiled[2:], spoiled[1])
    assert not verify_inclusion(leaf, index, size, [*proof, root], root)
    assert not verify_inclusion(leaf, index, size, [leaf, *proof], root)
    if proof:
        assert not verify_inclusion(leaf, index, size, proof[:-1], root)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert not verify_inclusion(leaf, other, size, proof, root)


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_every_consistency_proof_verifies_and_no_changed_byte_does(data):
    new = data.draw(st.integers(1, 300))
    old = data.draw(st.integers(1, new))
    roots = tree_hash(LEAVES[:old]), tree_hash(LEAVES[:new])
    proof = consistency_proof(old, new, reading(LEAVES))
    assert verify_consistency(old, new, *roots, proof)
    spoiled = _with_one_bit_changed(data, [*roots, *proof])
    assert not verify_consistency(old, new, spoiled[0], spoiled[1], spoiled[2:])
    assert not verify_consistency(old, new, *roots, [*proof, roots[0]])
    if proof:
        assert not verify_consistency(old, new, *roots, proof[:-1])


@given(st.lists(st.integers(0, 80), max_size=6))
@settings(deadline=None, max_examples=60)
def test_a_frontier_grown_in_any_steps_has_the_root_of_the_definition(steps):
    frontier, size = Frontier(), 0
    for step in steps:
        frontier.extend(leaf_hash(leaf) for leaf in LEAVES[size : size + step])
        size += step
        assert (frontier.size, frontier.root()) == (size, tree_hash(LEAVES[:size]))
        assert Frontier(size, frontier.edge).root() == frontier.root()
        assert Frontier.at(size, reading(LEAVES)).edge == frontier.edge
        assert root_at(size, reading(LEAVES)) == frontier.root()


def test_an_edge_that_does_not_fit_the_size_is_refused():
    with pytest.raises(ValueError, match="perfect subtrees"):
        Frontier(3, [EMPTY_ROOT])


def test_a_frontier_takes_whole_subtrees_where_they_can_stand():
    frontier = Frontier()
    frontier.extend([tree_hash(LEAVES[:256]), tree_hash(LEAVES[256:512])], level=8)
    frontier.extend([leaf_hash(leaf) for leaf in LEAVES[512:]])
    assert (frontier.size, frontier.root()) == (600, tree_hash(LEAVES))
    with pytest.raises(ValueError, match="can follow"):
        frontier.extend([EMPTY_ROOT], level=8)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 3)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_proof(index, size, reading(LEAVES))


def test_a_longer_tree_is_no_beginning_of_a_shorter():
    with pytest.raises(ValueError, match="does not begin"):
        consistency_proof(5, 4, reading(LEAVES))


def _with_one_bit_changed(data, parts):
    part = data.draw(st.integers(0, len(parts) - 1))
    byte = data.draw(st.integers(0, 31))
    changed = bytearray(parts[part])
    changed[byte] ^= 1 << data.draw(st.integers(0, 7))
    return [*parts[:part], bytes(changed), *parts[part + 1 :]]
