"""The code phrase: strong, easy to type, and worth nothing in part."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from pendapa.complaints.whistle.phrases import (
    TELLING_LETTERS,
    WORDS_IN_PHRASE,
    keys_of_phrase,
    new_phrase,
    normalise_phrase,
    words,
)


def test_a_phrase_has_at_least_75_bits():
    assert WORDS_IN_PHRASE * math.log2(len(words())) >= 75
    assert len(set(words())) == len(words())


def test_no_two_words_begin_alike_and_all_can_be_typed_anywhere():
    assert len({word[:TELLING_LETTERS] for word in words()}) == len(words())
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 9 for word in words())


def test_two_phrases_are_never_the_same():
    assert len({new_phrase() for _ in range(200)}) == 200


@settings(max_examples=50)
@given(st.lists(st.sampled_from(words()), min_size=7, max_size=7), st.sampled_from([" ", "-", ", ", "\n", " 3. "]))
def test_case_signs_between_and_endings_do_not_matter(chosen, between):
    typed = between.join(word.capitalize()[:TELLING_LETTERS] + "x" for word in chosen)
    assert normalise_phrase(typed) == " ".join(chosen)


def test_what_is_no_phrase_is_none():
    phrase = new_phrase()
    for typed in ("", "abc", phrase + " abadi", " ".join(phrase.split()[:6]), "qqqq " * 7, "\x00" * 7, "ā" * 500):
        assert normalise_phrase(typed) is None


def test_index_and_key_follow_from_the_phrase_alone_and_differ_for_another_order():
    phrase = "abad acak ahli alam angin asam awan"
    first, again = keys_of_phrase(phrase), keys_of_phrase(phrase)
    turned = keys_of_phrase("acak abad ahli alam angin asam awan")
    assert first.index == again.index != turned.index
    assert first.private_key.private_bytes_raw() == again.private_key.private_bytes_raw()
    assert first.private_key.private_bytes_raw().hex() != first.index


def test_another_installation_derives_other_keys(settings):
    phrase = new_phrase()
    here = keys_of_phrase(phrase)
    settings.PENDAPA_INDEX_KEY = b"\x07" * 32
    there = keys_of_phrase(phrase)
    assert here.index != there.index
    assert here.private_key.private_bytes_raw() != there.private_key.private_bytes_raw()
