"""Brings a text to plain words, and tells what a word speaks of."""

import re
from collections import defaultdict
from dataclasses import dataclass

from pendapa.complaints.suggesting.lexicon import ABBREVIATIONS, CONCEPTS

LONGEST_TEXT = 4000
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STRETCHED = re.compile(r"(.)\1{2,}")
_ENDING = re.compile(r"(nya|kah|lah|kan|an)$")

_concepts: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and as understood ("jln" → "jalan")."""

    written: str
    plain: str


def words_of(text: str) -> list[Word]:
    """The words of the first 4,000 characters: lower case, stretched letters let go, short forms written out."""
    return [_word(match) for match in _WORD.findall(text[:LONGEST_TEXT].lower())]


def concepts_of(word: str) -> tuple[str, ...]:
    """The fields of work that a word speaks of, also with an ending ("jalannya"); none for most words."""
    if not _concepts:
        _concepts.update(_concepts_by_word())
    return _concepts.get(word) or _concepts.get(_ENDING.sub("", word), ())


def _word(written: str) -> Word:
    plain = _STRETCHED.sub(r"\1", written)
    return Word(written, ABBREVIATIONS.get(plain, plain))


def _concepts_by_word() -> dict[str, tuple[str, ...]]:
    found = defaultdict(list)
    for concept, words in CONCEPTS.items():
        for word in words.split():
            found[word].append(concept)
    return {word: tuple(concepts) for word, concepts in found.items()}
