"""Learning from few examples, and what is kept of them."""

import io

import numpy as np
import pytest

from pendapa.complaints.suggesting.examples import Example, WrongColumns, examples_in
from pendapa.complaints.suggesting.features import Block, features_of
from pendapa.complaints.suggesting.learned import WrongFormat, learned_from_bytes
from pendapa.complaints.suggesting.measuring import figures_of, is_test, measure
from pendapa.complaints.suggesting.places import learn_place_units
from pendapa.complaints.suggesting.training import NothingToLearn, learn
from pendapa.complaints.suggesting.words import concepts_of, words_of

LAMPS, ROADS, CARDS = "Dinas Perhubungan", "Dinas Bina Marga", "Dinas Kependudukan"
TEXTS = {
    LAMPS: ("lampu jalan padam", "PJU mati di gang", "lampu penerangan rusak", "pju padam lagi"),
    ROADS: ("jalan berlubang parah", "aspal rusak dan berlubang", "paving pecah di gang", "lubang besar di jalan"),
    CARDS: ("ktp saya belum jadi", "kartu keluarga hilang", "akta kelahiran anak", "ktp hilang bagaimana"),
}
EXAMPLES = [
    Example(text, unit, f"Topik {unit.split()[-1]}", "Gubeng", "Mojo")
    for unit, texts in TEXTS.items()
    for text in texts
]
OF_PLACES = [
    Example(f"surat pengantar dari kantor kelurahan nomor {number}", f"Kelurahan {village}", "Surat", "Gubeng", village)
    for number, village in enumerate(("Mojo", "Airlangga", "Gubeng Raya", "Kertajaya"))
]


def test_the_unit_that_answered_such_words_is_suggested_first_with_the_words_that_led_there() -> None:
    found = learn(EXAMPLES).suggest("Lampu PJU di depan rumah padam", "Gubeng", "Mojo")
    assert found.units[0][0] == LAMPS
    assert found.topics[0][0] == "Topik Perhubungan"
    assert "padam" in found.because
    assert sum(score for _, score in found.units) == pytest.approx(1, abs=0.01)


def test_a_short_or_mistyped_word_still_leads_to_its_unit() -> None:
    learned = learn(EXAMPLES)
    assert learned.suggest("jln berlobang").units[0][0] == ROADS
    assert learned.suggest("KTPku hilangg").units[0][0] == CARDS


def test_a_unit_named_after_a_place_is_suggested_by_the_name_it_has_at_this_place() -> None:
    learned = learn([*EXAMPLES, *OF_PLACES])
    assert learned.suggest("minta surat pengantar kelurahan", "Genteng", "Ketabang").units[0][0] == "Kelurahan Ketabang"
    assert (
        learned.suggest("minta surat pengantar kelurahan", "Gubeng", "GUBENGRAYA").units[0][0]
        == "Kelurahan Gubeng Raya"
    )
    assert not any("@" in name for name, _ in learned.suggest("minta surat pengantar kelurahan").units)


def test_what_was_learned_comes_back_from_its_bytes_and_holds_no_word_of_a_complaint() -> None:
    learned = learn(EXAMPLES)
    content = learned.to_bytes()
    again = learned_from_bytes(content)
    assert again.suggest("pju padam") == learned.suggest("pju padam")
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        assert b"berlubang" not in b"".join(archive[name].tobytes() for name in archive.files)


def test_weights_of_another_format_are_refused() -> None:
    archive = io.BytesIO()
    np.savez(archive, names=np.frombuffer(b'{"format": 0}', dtype=np.uint8))
    with pytest.raises(WrongFormat):
        learned_from_bytes(archive.getvalue())


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_even_very_few_examples_can_be_learned_from(count: int) -> None:
    assert learn(EXAMPLES[::3][:count]).suggest("lampu padam").units
    assert learn([Example("???", LAMPS)] * count).suggest("lampu padam").units


def test_nothing_teaches_nothing() -> None:
    with pytest.raises(NothingToLearn):
        learn([])


def test_an_odd_text_still_gets_an_answer() -> None:
    learned = learn(EXAMPLES)
    for odd in ("", "🙏🙏🙏", "x" * 100_000, "\x00", "1 2 3"):
        assert len(learned.suggest(odd).units) == 3


def test_the_split_depends_on_the_text_alone_and_keeps_about_one_in_five() -> None:
    texts = [f"keluhan {number}" for number in range(1000)]
    assert 150 < sum(map(is_test, texts)) < 250
    assert [is_test(text) for text in texts] == [is_test(text) for text in texts]


def test_figures_count_the_first_and_the_first_three() -> None:
    learned = learn(EXAMPLES)
    figures = figures_of(learned, [Example("pju padam", LAMPS, "Topik Perhubungan"), Example("pju padam", CARDS)])
    assert (figures["unit_top1"], figures["unit_top3"], figures["topic_top1"]) == (0.5, 1.0, 1.0)
    assert figures["unit_macro_f1"] == round(2 / 3 / 2, 4)


def test_with_nothing_to_ask_there_are_no_figures() -> None:
    kept = [example for example in EXAMPLES if not is_test(example.text)]
    assert measure(kept) == {"train_rows": len(kept), "test_rows": 0}


def test_a_table_without_a_unit_is_refused_and_its_empty_rows_are_passed_over() -> None:
    with pytest.raises(WrongColumns, match="agency"):
        list(examples_in(["text,topic\n", "a,b\n"]))
    assert list(examples_in(["agency,text\n", "Dinas,halo\n", ",halo\n", "Dinas,\n"])) == [Example("halo", "Dinas")]


def test_words_are_brought_to_plain_ones_and_speak_of_fields_of_work() -> None:
    assert [word.plain for word in words_of("Jln rusaaaak, tdk diperbaiki")] == [
        "jalan",
        "rusak",
        "tidak",
        "diperbaiki",
    ]
    assert concepts_of("pohonnya") == ("environment",)
    assert concepts_of("entah") == ()


def test_a_place_counts_as_a_feature_and_its_spelling_does_not() -> None:
    places = {name for block, name, _ in features_of("", "Gunung Anyar", "") if block == Block.PLACE}
    assert places == {name for block, name, _ in features_of("", "Gununganyar", "") if block == Block.PLACE}


def test_the_kecamatan_of_the_place_needs_three_examples_that_are_named_after_theirs() -> None:
    assert learn_place_units(OF_PLACES[:2]).levels == {}
    assert learn_place_units(OF_PLACES).levels == {"Kelurahan": "village"}
