"""What the log's page says of oversight; the leaf keeps the code."""

from django.utils.translation import override

from pendapa.journal.verbs import log_sentence_for


def test_states_and_effects_are_told_in_words_of_the_reader() -> None:
    checked = {
        "finding": "T-1", "action": 1, "unit": "dpmptsp", "measure": "on_time", "before": "60 %", "after": "91 %",
        "effect": "worked",
    }  # fmt: skip
    with override("id"):
        moved = log_sentence_for("overseer_report.moved", {"report": "P-1", "state": "recommended"})
        assert moved == "Laporan P-1 kepada pengawas maju selangkah: Rekomendasi diberikan."
        told = log_sentence_for("action.checked", checked)
    assert "worked" not in told
    assert "on_time" not in told


def test_a_code_that_is_not_known_is_told_as_it_stands() -> None:
    with override("en"):
        moved = log_sentence_for("overseer_report.moved", {"report": "P-1", "state": "later"})
    assert moved == "Report P-1 to the overseer went one step further: later."
