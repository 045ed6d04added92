"""What in a text tells of a person: phones, numbers of identity, addresses, names, plates. Pure; errs towards hiding,
for a moderator reads what is proposed and puts words back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Trace(StrEnum):
    """What kind of personal data was found; the value stands in its place, in brackets."""

    EMAIL = "surel"
    NIK = "NIK"
    PHONE = "nomor telepon"
    NUMBER = "nomor"
    PLATE = "nomor kendaraan"
    HOUSE = "nomor rumah"
    NAME = "nama"


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of personal data: characters `start` to before `end` of the text."""

    trace: Trace
    start: int
    end: int


PLATE_AREAS: Final = (
    "A|B|D|E|F|G|H|K|L|M|N|P|R|S|T|W|Z|AA|AB|AD|AE|AG|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|CC|CD|DA|DB|DC|DD|DE|DG|DH|DK|"
    "DL|DM|DN|DP|DR|DS|DT|EA|EB|ED|KB|KH|KT|KU|PA|PB|PG|PS|PT|RI"
)
HONORIFICS: Final = (
    "bapak|bpk|ibu|pak|bu|sdr|sdri|saudara|saudari|hj|haji|hajah|h|mas|mbak|mbah|kang|teh|bang|cak|ning|gus|kyai|kiai|"
    "ustadz|ustad|ust|ustadzah|tn|tuan|ny|nyonya|nn|nona|dr|drs|dra|ir|prof|om|tante|an|atas nama|bernama|nama saya|"
    "nama lengkap|nama|saya yang bernama|sebut saja|oknum"
)
NO_NAMES: Final = frozenset(
    # Offices, and the words that follow "bapak" and "ibu" without being anyone's name.
    """
    rt rw rukun tetangga warga lurah camat bupati walikota wali kota gubernur presiden menteri kepala ketua wakil
    sekretaris kades sekdes kadis kabid kasi kadus dusun desa kelurahan kecamatan kabupaten kantor dinas bagian
    bidang seksi petugas pegawai staf staff guru dokter bidan perawat polisi tni satpol pp satpam operator admin
    pimpinan direktur manajer pengurus anggota tokoh masyarakat rumah tangga hamil menyusui anak muda tua saya kami
    kita mereka dia ia anda kamu yang yg di ke dari dan atau untuk utk pada dengan dgn agar supaya mohon tolong
    minta bisa tidak tdk sudah sdh belum blm akan juga jg ini itu sini situ sana ada adalah karena krn kalau kalo
    jika bila saat ketika waktu mana apa bagaimana kapan siapa berapa mengapa kenapa terima kasih selamat pagi siang
    sore malam yth terhormat jalan lampu sampah air banjir got selokan taman sekolah pasar puskesmas nya lah kah pun
    sering selalu masih telah sedang harap punya para seluruh semua setiap tiap kok sih dong kemarin sekarang nanti
    hari minggu bulan tahun besok pertanian perizinan kesehatan pendidikan sosial perhubungan kependudukan
    lingkungan jembatan baru lama barang jasa usaha toko pemilik penjual pedagang tukang sopir parkir ojek buruh
    petani nelayan lansia penumpang pasien siswa kota
    """.split()  # noqa: SIM905
)
SHORT_HONORIFICS: Final = frozenset({"h", "an", "ir", "dr", "om", "nama", "teh", "bang", "gus", "oknum"})
"""Words that mean something else, too: only a word with a capital letter after them is a name."""
MOST_NAME_WORDS: Final = 5

_SEP = r"[\s.\-()/]"
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
_HANDLE = re.compile(r"(?<![\w@])@\w[\w.]{2,}")
_NIK = re.compile(rf"(?<!\d)\d(?:{_SEP}?\d){{15}}(?!\d)")
_PHONE = re.compile(rf"(?<!\d)(?:\+{_SEP}?62|62|0)(?:{_SEP}{{0,2}}\d){{7,13}}(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d(?:[\s\-]?\d){8,}(?!\d)")
_PLATE = re.compile(rf"(?<![A-Za-z0-9])(?:{PLATE_AREAS})[ .\-]?\d{{1,4}}[ .\-]?[A-Z]{{1,3}}(?![A-Za-z0-9])")
_PLATE_IN_SMALL = re.compile(
    rf"(?<![a-z0-9])(?:{PLATE_AREAS.lower()})[ .\-]?\d{{3,4}}[ .\-]?"
    rf"(?!yg|dan|ke|di|kg|km|rb|rp|jt|org|kk|lt|jam)[a-z]{{2,3}}(?![a-z0-9])"
)
_STREET = r"(?:jalan|jln|jl|gang|gg|perumahan|perum|komplek|kompleks|dusun|kampung|kp|lorong)"
_HOUSE_NUMBER = r"(?:nomor|nomer|no|nmr|№|#)[\s.:]*\d{1,4}(?:\s?[a-z](?![a-z]))?(?:\s?/\s?\d+)?"
_HOUSE = re.compile(rf"\b{_STREET}\b[^\n\d]{{1,60}}?(?P<found>\b{_HOUSE_NUMBER})", re.I)
_BARE_HOUSE = re.compile(
    rf"\b{_STREET}\b\.?(?:\s+(?!rt\b|rw\b|km\b|no\b)[^\W\d]+\.?){{1,4}}\s+(?P<found>\d{{1,4}}\s?(?:[a-z](?![a-z]))?)"
    rf"(?!\s?(?:km|meter|m|hari|minggu|bulan|tahun|jam|orang|kali|rumah|lubang|titik|lampu|unit|kk|[:.,]\d)\b)(?!\d)",
    re.I,
)
_BLOCK = re.compile(
    r"\bblok\s+[a-z]{1,2}\s?[-/.]?\s?\d{1,3}(?:\s?[-/]\s?\d{1,3})?(?:\s*(?:no|nomor)[\s.]*\d{1,4})?", re.I
)
_OWN_HOUSE = re.compile(rf"\brumah\s+(?:saya\s+|kami\s+)?(?P<found>{_HOUSE_NUMBER})", re.I)
_HONORIFIC = re.compile(
    rf"(?<![\w])(?P<title>{HONORIFICS})(?:\s*+/\s*+(?:{HONORIFICS}))?[.:]?(?:\s++(?:[,:]\s*+)?|[,:]\s*+)(?=[^\W\d])",
    re.I,
)
_WORD = re.compile(r"[^\W\d_][\w'’`\-]*\.?")


def findings(text: str, known: Iterable[str] = ()) -> list[Finding]:
    """What personal data stands in a text, in its order, none overlapping another.

    `known` are words to find wherever they stand: the reporter's own name, address, number.
    """
    taken: list[Finding] = []
    for finding in _all_findings(text, known):
        if finding.end > finding.start and not any(
            finding.start < other.end and other.start < finding.end for other in taken
        ):
            taken.append(finding)
    return sorted(taken, key=lambda finding: finding.start)


def redacted(text: str, known: Iterable[str] = ()) -> str:
    """The text with the kind of each finding in its place; a text without any is left as it is."""
    pieces, last = [], 0
    for finding in findings(text, known):
        pieces += [text[last : finding.start], f"[{finding.trace}]"]
        last = finding.end
    return "".join([*pieces, text[last:]])


def parted(text: str, found: Iterable[Finding]) -> list[tuple[str, Trace | None]]:
    """The text in pieces, each with what was found there (None: nothing), for a page that marks them."""
    pieces: list[tuple[str, Trace | None]] = []
    last = 0
    for finding in found:
        pieces += [(text[last : finding.start], None), (text[finding.start : finding.end], finding.trace)]
        last = finding.end
    return [piece for piece in [*pieces, (text[last:], None)] if piece[0]]


def _all_findings(text: str, known: Iterable[str]) -> Iterator[Finding]:
    """The surest first: what overlaps an earlier one is dropped."""
    yield from _known(text, known)
    whole = (
        (Trace.EMAIL, _EMAIL),
        (Trace.EMAIL, _HANDLE),
        (Trace.NIK, _NIK),
        (Trace.PHONE, _PHONE),
        (Trace.NUMBER, _NUMBER),
        (Trace.PLATE, _PLATE),
        (Trace.PLATE, _PLATE_IN_SMALL),
        (Trace.HOUSE, _BLOCK),
    )
    for trace, pattern in whole:
        for match in pattern.finditer(text):
            yield Finding(trace, match.start(), match.end())
    for pattern in (_HOUSE, _OWN_HOUSE, _BARE_HOUSE):
        for match in pattern.finditer(text):
            yield Finding(Trace.HOUSE, match.start("found"), match.end("found"))
    for match in _HONORIFIC.finditer(text):
        end = _end_of_name(text, match.end(), match["title"].lower())
        if end > match.end():
            yield Finding(Trace.NAME, match.end(), end)


def _known(text: str, known: Iterable[str]) -> Iterator[Finding]:
    for phrase in known:
        words = [phrase, *(word for word in phrase.split() if len(word) > 3 and word.lower() not in NO_NAMES)]
        for word in words:
            if len(word) < 3:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I):
                yield Finding(Trace.EMAIL if "@" in word else Trace.NAME, match.start(), match.end())


def _end_of_name(text: str, start: int, title: str) -> int:
    """Where the name after an honorific ends; `start` where none follows.

    Words with a capital letter belong to it, five at most. A first word without one is a name after an honorific that
    means nothing else, unless it is a word that commonly stands there.
    """
    end, place = start, start
    for position in range(MOST_NAME_WORDS):
        match = _WORD.match(text, place)
        if match is None:
            break
        word = match[0].rstrip(".")
        if word.lower() in NO_NAMES or (position and "-" in word and not word[0].isupper()):
            break
        if not word[0].isupper() and (position or title in SHORT_HONORIFICS):
            break
        end = match.start() + len(word)
        place = match.end() if match[0].endswith(".") and len(word) <= 2 else end
        blank = re.compile(r"[ \t]+").match(text, place)
        if blank is None:
            break
        place = blank.end()
    return end
