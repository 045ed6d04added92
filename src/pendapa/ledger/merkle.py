"""The tree of the public log: RFC 6962, section 2.1, over SHA-256. Pure: hashes in, hashes out.

Proofs are made from perfect subtrees only: `read(level, index)` hands back the hash over the leaves
`[index * 2**level, (index + 1) * 2**level)`, whatever keeps it (tiles, a list, another installation).
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final

Read = Callable[[int, int], bytes]

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes, in their order; of none, the hash of nothing."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


def root_at(size: int, read: Read) -> bytes:
    """The root of the tree's first `size` leaves."""
    return _hash_over(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The audit path of a leaf in the tree of `size` leaves, lowest first; raises ValueError outside it. 2.1.1."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_hash_over(middle, end, read))
            end = middle
        else:
            proof.append(_hash_over(start, middle, read))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """That the tree of `new` leaves begins with the tree of `old`, lowest first; empty when old is 0 or new. 2.1.2.

    Raises ValueError when the old size is the larger.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} does not begin with one of {old}")
    if old in (0, new):
        return []
    proof: list[bytes] = []
    start, end = 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(_hash_over(middle, end, read))
            end = middle
        else:
            proof.append(_hash_over(start, middle, read))
            start = middle
    if start:  # else it is the old root itself, which the verifier has
        proof.append(_hash_over(start, end, read))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf with this hash stands at this index of the tree with this root. RFC 9162, 2.1.3.2."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `new` leaves begins with the tree of `old`. RFC 9162, 2.1.4.2.

    Nothing can be said about an empty old tree: False. Whoever starts from nothing asks no proof.
    """
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if not _are_hashes(old_root, new_root, *proof):
        return False
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first_found = second_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first_found = node_hash(sibling, first_found)
            second_found = node_hash(sibling, second_found)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second_found = node_hash(second_found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first_found == old_root and second_found == new_root


class Frontier:
    """The right edge of a growing tree: enough to know every later root, at most 64 hashes."""

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        """Begins at `size` leaves with their `edge` (see the property); raises ValueError when these do not fit."""
        if size < 0 or len(edge) != size.bit_count():
            raise ValueError(f"a tree of {size} has not {len(edge)} perfect subtrees")
        self.size = size
        levels = [level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]
        self._lone = dict(zip(levels, edge, strict=True))

    @classmethod
    def at(cls, size: int, read: Read) -> "Frontier":
        """The frontier of the tree's first `size` leaves."""
        return cls(size, [read(level, index) for level, index in _perfect_subtrees(0, size)])

    @property
    def edge(self) -> list[bytes]:
        """The hashes of the perfect subtrees that make up the tree, largest first."""
        return [self._lone[level] for level in sorted(self._lone, reverse=True)]

    def extend(self, hashes: Iterable[bytes], level: int = 0) -> None:
        """Append leaves by their hashes, or perfect subtrees of `2**level` leaves. Costs one hash each.

        Raises ValueError when subtrees would not stand where they can.
        """
        if self.size % (1 << level):
            raise ValueError(f"no subtree of {1 << level} leaves can follow {self.size}")
        row = list(hashes)
        self.size += len(row) << level
        while row:
            lone = self._lone.pop(level, None)
            if lone is not None:
                row.insert(0, lone)
            if len(row) & 1:
                self._lone[level] = row.pop()
            pairs = iter(row)
            row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
            level += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _fold(self.edge) if self.size else EMPTY_ROOT


def _split(count: int) -> int:
    """The largest power of two smaller than `count` (2 or more)."""
    return 1 << (count - 1).bit_length() - 1


def _hash_over(start: int, end: int, read: Read) -> bytes:
    return _fold([read(level, index) for level, index in _perfect_subtrees(start, end)])


def _perfect_subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """Level and index of the perfect subtrees of `[start, end)`, largest first; `start` is aligned to the largest."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def _fold(edge: Sequence[bytes]) -> bytes:
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = node_hash(left, root)
    return root


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
