"""Likeness in words, and how it judges fifty pairs of real complaints that were judged by hand."""

import csv
from hashlib import sha256
from pathlib import Path

import pytest

from pendapa.complaints.duplicates.likeness import LIKE_ENOUGH, likeness, profile_of
from pendapa.complaints.suggesting.tests.real_data import real_rows

PAIRS = Path(__file__).parent / "labelled_pairs.csv"


def alike(one: str, other: str) -> float:
    return likeness(profile_of(one), profile_of(other))


def test_a_text_is_like_itself_and_unlike_one_with_no_word_in_common() -> None:
    assert alike("lampu jalan padam", "lampu jalan padam") == pytest.approx(1)
    assert alike("lampu jalan padam", "kartu keluarga hilang") == 0
    assert alike("", "lampu jalan padam") == 0


def test_short_forms_and_endings_do_not_hide_that_two_mean_the_same() -> None:
    assert alike("Lampunya padam di jln Melati", "lampu jalan melati padam, tlg diperbaiki") > LIKE_ENOUGH


def test_politeness_alone_makes_no_duplicate() -> None:
    assert alike("Mohon bantuannya, got mampet, makasih", "Mohon bantuannya, pohon tumbang, makasih") < LIKE_ENOUGH


def test_of_fifty_judged_pairs_nearly_all_that_are_the_same_are_found() -> None:
    texts = {sha256(row["text"].encode()).hexdigest()[:16]: row["text"] for row in real_rows()}
    pairs = list(csv.DictReader(PAIRS.read_text().splitlines()))
    judged = [(alike(texts[pair["first"]], texts[pair["second"]]), pair["is_same"] == "yes") for pair in pairs]
    found = [is_same for score, is_same in judged if score >= LIKE_ENOUGH]
    precision, recall = sum(found) / len(found), sum(found) / sum(is_same for _, is_same in judged)
    print(f"precision {precision:.2f}, recall {recall:.2f} on {len(pairs)} pairs")
    assert len(pairs) == 50
    assert precision >= 0.8
    assert recall >= 0.95
