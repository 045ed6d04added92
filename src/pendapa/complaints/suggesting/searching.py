"""Without anything learned: topics, units and services whose names are like the words of the text."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from pendapa.catalogue.search import search_services
from pendapa.complaints.suggesting.suggestion import Suggestion
from pendapa.complaints.suggesting.words import Word, words_of

LIKE_ENOUGH = 84.0
SHORTEST_WORD = 4
MOST_WORDS = 40
MOST_SHOWN = 5
# Words of names that say nothing of what a unit does.
_EMPTY = (
    "dinas badan bagian kantor satuan kabupaten kota daerah dan serta untuk pada yang informasi pelayanan permasalahan "
    "layanan mohon tolong bantuan tidak sudah saya kami ada bisa"
)
EMPTY_WORDS = frozenset(_EMPTY.split())


def suggestion_by_search(text: str) -> Suggestion:
    """By likeness of words to the names of topics and units, and by search in the catalogue (four queries)."""
    from pendapa.complaints.models import Topic
    from pendapa.people.models import Organization

    words = [word for word in words_of(text)[:MOST_WORDS] if _says_something(word.plain)]
    because: dict[str, float] = {}
    topics: dict[str, float] = {}
    units: dict[str, float] = {}
    for name, unit in Topic.objects.filter(is_active=True).values_list("name", "unit__name"):
        score = _likeness(words, name, because)
        if score:
            topics[name] = score
            if unit:
                units[unit] = max(units.get(unit, 0.0), score)
    of_the_house = Organization.objects.filter(kind__in=(Organization.Kind.BODY, Organization.Kind.UNIT))
    for name in of_the_house.filter(parent__isnull=False).values_list("name", flat=True):
        score = _likeness(words, name, because)
        if score:
            units[name] = max(units.get(name, 0.0), score)
    for hit in search_services(" ".join(word.plain for word in words), "id", limit=MOST_SHOWN):
        units.setdefault(hit.service.unit_name, hit.score / 200)
    return Suggestion(
        units=_best(units.items()), topics=_best(topics.items()), because=[word for word, _ in _best(because.items())]
    )


def _says_something(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word not in EMPTY_WORDS


def _likeness(words: list[Word], name: str, because: dict[str, float]) -> float:
    """The share of the name's telling words that the text has (0–1); the text's words that are meant are noted."""
    telling = [word.plain for word in words_of(name) if _says_something(word.plain)]
    found = 0.0
    for wanted in telling:
        like, word = max(((fuzz.ratio(word.plain, wanted), word.written) for word in words), default=(0.0, ""))
        if like >= LIKE_ENOUGH:
            found += like / 100
            because[word] = max(because.get(word, 0.0), like / 100)
    return found / len(telling) if telling else 0.0


def _best(scores: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(((name, round(score, 4)) for name, score in scores), key=lambda item: (-item[1], item[0]))[
        :MOST_SHOWN
    ]
