import pytest

from pendapa.kernel.text import is_plain, plain_text

NO_TEXT = ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\ufffe", "\uffff", "\U0001fffe", "\U000e0041"]


@pytest.mark.parametrize("sign", NO_TEXT)
def test_what_is_no_text_is_left_out(sign):
    assert plain_text(f"Siti{sign} Rahmawati") == "Siti Rahmawati"
    assert not is_plain(f"Siti{sign}")


@pytest.mark.parametrize("text", ["Nur’aini\n\tbaris kedua\r\n", "ꦱꦶꦠꦶ نور 王", "\U0001f600 a\u200d\u200eb", "e\u0301"])
def test_text_of_every_script_stays(text):
    assert plain_text(text) == text
    assert is_plain(text)


def test_what_is_inside_a_value_counts_and_nesting_does_not_matter():
    deep = ["x\x00"]
    for _level in range(5000):
        deep = [deep]
    assert is_plain({"a": [1, None, True, {"b": "text"}]})
    assert not is_plain({"a": [{"b": "te\x00xt"}]})
    assert not is_plain({"a\ud800": 1})
    assert not is_plain(deep)
