"""Features as numbers: which column each has, and how much its occurrence says.

Of a feature only eight bytes of its digest are kept: what was learned holds no word of any complaint.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pendapa.complaints.suggesting.features import Block, Feature

LEAST_TEXTS = {Block.WORDS: 2, Block.PIECES: 2, Block.CONCEPTS: 1, Block.PLACE: 1}
WEIGHTS = {Block.WORDS: 1.0, Block.PIECES: 1.0, Block.CONCEPTS: 0.6, Block.PLACE: 0.2}


@dataclass(frozen=True, slots=True)
class Vector:
    """The known features of one text: columns, weights, and the positions of the words that each comes from."""

    columns: NDArray[np.int64]
    values: NDArray[np.float32]
    positions: list[list[int]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Sorted digests of the features, and beside each how rare it is (inverse document frequency)."""

    digests: NDArray[np.uint64]
    rarity: NDArray[np.float32]

    def vector(self, features: Iterable[Feature]) -> Vector:
        """Weights by the logarithm of the count and by rarity, each block scaled to its weight in length."""
        found: dict[tuple[Block, str], list[int]] = defaultdict(list)
        for block, name, position in features:
            found[block, name].append(position)
        keys = list(found)
        digests = np.fromiter((digest_of(*key) for key in keys), dtype=np.uint64, count=len(keys))
        columns = np.searchsorted(self.digests, digests)
        known = np.flatnonzero(self.digests[np.minimum(columns, len(self.digests) - 1)] == digests)
        columns = columns[known]
        positions = [found[keys[index]] for index in known]
        blocks = np.fromiter((keys[index][0] for index in known), dtype=np.int64, count=len(known))
        counts = np.fromiter((len(places) for places in positions), dtype=np.float32, count=len(known))
        return Vector(columns, scaled((1 + np.log(counts)) * self.rarity[columns], blocks), positions)


def learn_vocabulary(texts: Iterable[Iterable[Feature]]) -> Vocabulary:
    """The features that occur in enough of the texts."""
    occurrences: dict[tuple[Block, str], int] = defaultdict(int)
    number = 0
    for features in texts:
        number += 1
        for key in {(block, name) for block, name, _ in features}:
            occurrences[key] += 1
    kept = {digest_of(*key): count for key, count in occurrences.items() if count >= LEAST_TEXTS[key[0]]}
    kept = kept or {0: number}
    digests = np.fromiter(kept, dtype=np.uint64, count=len(kept))
    rarity = 1 + np.log((1 + number) / (1 + np.fromiter(kept.values(), dtype=np.float32, count=len(kept))))
    order = np.argsort(digests)
    return Vocabulary(digests[order], rarity[order].astype(np.float32))


def digest_of(block: Block, name: str) -> int:
    """Eight bytes that stand for a feature."""
    return int.from_bytes(blake2b(f"{int(block)} {name}".encode(), digest_size=8).digest())


def scaled(values: NDArray[np.float32], blocks: NDArray[np.int64]) -> NDArray[np.float32]:
    """The values of each block divided by their length and times the weight of the block."""
    lengths = np.sqrt(np.bincount(blocks, weights=values**2, minlength=len(Block)))
    weights = np.array([WEIGHTS[block] for block in Block])
    factors = np.divide(weights, lengths, out=np.zeros_like(weights), where=lengths > 0)
    return np.asarray(values * factors[blocks], dtype=np.float32)
