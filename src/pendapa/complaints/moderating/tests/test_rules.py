"""Personal data is found wherever it stands, and nothing else of the text is touched."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendapa.complaints.moderating.rules import PLATE_AREAS, Trace, findings, parted, redacted

AROUND = st.text(alphabet=st.sampled_from("abc xyz,.!?\n"), max_size=30)
DIGITS = "0123456789"


def _traces(text: str) -> list[Trace]:
    return [finding.trace for finding in findings(text)]


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("Hubungi 0812-3456-7890 segera", "Hubungi [nomor telepon] segera"),
        ("WA +62 812 3456 7890", "WA [nomor telepon]"),
        ("telp (0341) 555123", "telp ([nomor telepon]"),
        ("NIK 3573011212900001 an. Budi Santoso", "NIK [NIK] an. [nama]"),
        ("surel budi.s@contoh.co.id ya", "surel [surel] ya"),
        ("Pak Budi Santoso dari RT 03", "Pak [nama] dari RT 03"),
        ("pak budi tidak mau", "pak [nama] tidak mau"),
        ("PAK BUDI SANTOSO RT 03 RW 05", "PAK [nama] RT 03 RW 05"),
        ("Ibu Hj. Siti Aminah yang jualan", "Ibu [nama] yang jualan"),
        ("Sdr. Joko W. Susilo memukul", "Sdr. [nama] memukul"),
        ("Bapak Camat dan Ibu Lurah yang terhormat", "Bapak Camat dan Ibu Lurah yang terhormat"),
        ("ibu hamil tidak dapat kursi", "ibu hamil tidak dapat kursi"),
        ("Jl. Mawar No. 12 gelap", "Jl. Mawar [nomor rumah] gelap"),
        ("jalan kenanga 17B banjir", "jalan kenanga [nomor rumah] banjir"),
        ("perum griya asri blok C-12", "perum griya asri [nomor rumah]"),
        ("mobil N 1234 ABC parkir", "mobil [nomor kendaraan] parkir"),
        ("truk b 9123 xyz ngebut", "truk [nomor kendaraan] ngebut"),
        ("di RT 03 RW 05 ada 12 lubang, Rp 50000", "di RT 03 RW 05 ada 12 lubang, Rp 50000"),
        ("Lampu di Jalan Diponegoro mati 3 hari", "Lampu di Jalan Diponegoro mati 3 hari"),
        ("nama saya Rina Melati, mohon dibantu", "nama saya [nama], mohon dibantu"),
        ("ikuti @rina_melati di sana", "ikuti [surel] di sana"),
    ],
)
def test_what_tells_of_a_person_is_replaced_and_the_rest_stays(text: str, public: str) -> None:
    assert redacted(text) == public


@given(AROUND, st.text(alphabet=DIGITS, min_size=8, max_size=11), st.sampled_from(["", " ", "-", "."]), AROUND)
def test_no_mobile_number_survives_however_it_is_parted(before: str, rest: str, part: str, after: str) -> None:
    number = part.join(["08", rest[:4], rest[4:]])
    assert not re.search(r"\d{3}", redacted(f"{before} {number} {after}"))


@given(AROUND, st.text(alphabet=DIGITS, min_size=16, max_size=16), AROUND)
def test_no_identity_number_survives(before: str, nik: str, after: str) -> None:
    assert nik[:6] not in redacted(f"{before} {nik} {after}")


@given(AROUND, st.sampled_from(PLATE_AREAS.split("|")), st.integers(1, 9999), st.text("ABCXYZ", min_size=1, max_size=3))
def test_no_plate_survives(before: str, area: str, number: int, suffix: str) -> None:
    assert f"{area} {number} {suffix}" not in redacted(f"{before} {area} {number} {suffix}.")


@given(st.sampled_from(["Bapak", "Ibu", "Pak", "Bu", "Sdr.", "Hj."]), st.from_regex(r"\A[A-Z][a-z]{5,8}q\Z"), AROUND)
def test_no_name_after_an_honorific_survives(title: str, name: str, after: str) -> None:
    assert name not in redacted(f"Saya bertemu {title} {name}, {after}")


@given(st.text(max_size=200))
def test_any_text_is_taken_and_what_is_hidden_once_stays_so(text: str) -> None:
    found = findings(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert "".join(piece for piece, _trace in parted(text, found)) == text
    assert len(findings(redacted(text))) <= len(found) + 1


def test_the_reporters_own_name_is_found_without_any_honorific() -> None:
    known = ["Siti Rahayu", "siti@example.org"]
    assert redacted("Terima kasih, siti rahayu (Rahayu)", known) == "Terima kasih, [nama] ([nama])"


@pytest.mark.parametrize("gap", [" ", "\n", "\t \n", " /"])
def test_a_text_of_blanks_takes_no_longer(gap: str) -> None:
    """The desk reads a hundred texts for one page: each must cost a hundredth of what a person waits."""
    text = ("pak" + gap * 8000)[:7998] + "12"
    began = time.perf_counter()
    assert findings(text) == []
    assert time.perf_counter() - began < 2.5


def test_a_long_text_is_read_quickly() -> None:
    started = time.perf_counter()
    findings("jalan " * 1500)
    findings("0 " * 4000)
    findings("a" * 8000)
    findings("Pak " * 2000)
    assert time.perf_counter() - started < 10
