"""A sample that nobody chooses and anybody can draw again."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.oversight.sampling import Candidate, Rule, draw, places, rank, risk_of

ROOT = hashlib.sha256(b"a checkpoint").digest()


def _handles(count: int) -> list[str]:
    return [hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest() for number in range(count)]


def test_the_sample_is_what_the_documentation_says() -> None:
    """Drawn here by code that shares nothing with ours."""
    handles = _handles(50)
    by_hand = sorted(handles, key=lambda one: hashlib.sha256(ROOT + one.encode() + b"1").hexdigest())[:7]
    assert [one.handle for one in draw([Candidate(h) for h in handles], 7, ROOT, Rule.RANDOM)] == by_hand


@given(st.integers(1, 60), st.integers(1, 80), st.binary(min_size=32, max_size=32), st.randoms(), st.sampled_from(Rule))
def test_order_plays_no_part_and_size_is_kept(count: int, size: int, root: bytes, chance, rule: Rule) -> None:
    cases = [Candidate(h, stratum=str(n % 3), weight=1 + n % 8) for n, h in enumerate(_handles(count))]
    drawn = draw(cases, size, root, rule)
    shuffled = cases[:]
    chance.shuffle(shuffled)
    assert drawn == draw(shuffled, size, root, rule)
    assert len({one.handle for one in drawn}) == len(drawn) == min(size, count)


def test_another_seed_draws_other_cases() -> None:
    cases = [Candidate(handle) for handle in _handles(200)]
    one, other = (draw(cases, 10, hashlib.sha256(seed).digest(), Rule.RANDOM) for seed in (b"a", b"b"))
    assert one != other


def test_a_heavier_case_is_drawn_as_often_as_its_weight_says() -> None:
    handles = _handles(8)
    cases = [Candidate(handle, weight=8 if number == 0 else 1) for number, handle in enumerate(handles)]
    seeds = [hashlib.sha256(str(number).encode()).digest() for number in range(3000)]
    first = Counter(draw(cases, 1, seed, Rule.RISK)[0].handle for seed in seeds)
    assert 0.50 < first[handles[0]] / 3000 < 0.57  # 8 of 15 tickets
    assert all(0.045 < first[handle] / 3000 < 0.09 for handle in handles[1:])


def test_each_service_gets_its_part_and_a_small_one_is_not_forgotten() -> None:
    assert places({"a": 80, "b": 15, "c": 5}, 20) == {"a": 16, "b": 3, "c": 1}
    assert places({"a": 980, "b": 10, "c": 10}, 10) == {"a": 8, "b": 1, "c": 1}
    assert places({"a": 2, "b": 1}, 9) == {"a": 2, "b": 1}


STRATA = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 300), min_size=1, max_size=9)


@given(STRATA, st.integers(1, 300))
def test_places_add_up_and_never_exceed_a_stratum(counts: dict[str, int], size: int) -> None:
    given_places = places(counts, size)
    assert sum(given_places.values()) == min(size, sum(counts.values()))
    assert all(0 <= given_places[name] <= counts[name] for name in counts)
    if size >= len(counts):
        assert all(given_places.values())


def test_risk_runs_from_one_to_eight() -> None:
    assert risk_of(is_late=False, is_disputed=False, is_refused=False) == 1
    assert risk_of(is_late=True, is_disputed=True, is_refused=True) == 8


def test_a_seed_of_another_length_or_a_double_handle_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        draw([Candidate("a")], 1, b"short", Rule.RANDOM)
    with pytest.raises(ValueError, match="twice"):
        draw([Candidate("a"), Candidate("a")], 1, ROOT, Rule.RANDOM)


def test_more_weight_never_makes_a_rank_worse() -> None:
    assert all(rank("ab", ROOT, weight + 1) <= rank("ab", ROOT, weight) for weight in range(1, 8))
