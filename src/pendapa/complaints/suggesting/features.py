"""What a complaint is known by: its words and pairs of words, pieces of words, fields of work, and its place."""

from collections.abc import Iterator
from enum import IntEnum

from pendapa.complaints.suggesting.places import plain_name
from pendapa.complaints.suggesting.words import concepts_of, words_of

SHORTEST_PIECE, LONGEST_PIECE = 3, 4
NO_WORD = -1


class Block(IntEnum):
    """Kinds of features; each is scaled to the same length before it is weighed."""

    WORDS = 0
    PIECES = 1
    CONCEPTS = 2
    PLACE = 3


Feature = tuple[Block, str, int]
"""Block, name, and the position of the word it comes from (`NO_WORD` for the place)."""


def features_of(text: str, district: str = "", village: str = "") -> Iterator[Feature]:
    """Every feature, as often as it occurs. By pieces of words, mistyped and inflected words resemble the right one."""
    before = ""
    for position, word in enumerate(words_of(text)):
        plain = word.plain
        yield Block.WORDS, plain, position
        if before:
            yield Block.WORDS, f"{before} {plain}", position
        before = plain
        for piece in _pieces(f" {plain} "):
            yield Block.PIECES, piece, position
        for concept in concepts_of(plain):
            yield Block.CONCEPTS, concept, position
    for level, name in (("district", district), ("village", village)):
        if name:
            yield Block.PLACE, f"{level} {plain_name(name)}", NO_WORD


def _pieces(padded: str) -> Iterator[str]:
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        for start in range(max(len(padded) - length + 1, 1)):
            yield padded[start : start + length]
        if length >= len(padded):
            return
