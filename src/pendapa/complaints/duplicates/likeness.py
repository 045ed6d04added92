"""How alike two texts are in what they speak of. Pure.

Words are cut to their first five letters, by which most endings fall away; words that residents write in any complaint
count a quarter. The likeness is the cosine of the angle between the two texts' counts.
"""

import math
from collections import Counter

from pendapa.complaints.suggesting.words import words_of

LIKE_ENOUGH = 0.42
"""Best on fifty pairs of real complaints that were judged by hand (docs/complaints-suggestions.md)."""
STEM = 5
FILLER_WEIGHT = 0.25
_FILLERS = (
    "mohon tolong di ke dari dan yang untuk dengan ada ini itu saya kami kita bisa tidak sudah belum bantuan "
    "bantuannya terimakasih kasih terima segera pada sampai juga karena mau ingin supaya dibantu ditindak lanjuti "
    "selamat pagi siang sore malam assalamualaikum warahmatullahi wabarakatuh bapak ibu rt rw rt00 rw00 00 no x "
    "jalan kelurahan kecamatan wilayah depan rumah kalau sekali lagi saja atau dalam sekarang sangat orang warga "
    "maaf izin melaporkan perbaikan diperbaiki apa bagaimana kok jadi tapi masih banyak"
)
_FILLER_STEMS = frozenset(word[:STEM] for word in _FILLERS.split())

Profile = dict[str, float]


def profile_of(text: str) -> Profile:
    """The stems of a text with their weights, of length one; empty for a text without words."""
    counts = Counter(word.plain[:STEM] for word in words_of(text))
    weights = {
        stem: (1 + math.log(count)) * (FILLER_WEIGHT if stem in _FILLER_STEMS else 1.0)
        for stem, count in counts.items()
    }
    length = math.sqrt(sum(weight**2 for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()}


def likeness(one: Profile, other: Profile) -> float:
    """0 for nothing in common, 1 for the same."""
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[stem] for stem, weight in one.items() if stem in other)
