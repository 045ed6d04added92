"""Typst makes the paper: tagged and archival (PDF/UA-1 and PDF/A-3a), with its data attached as JSON.

A template reads nothing but `templates_typst/` of this package and the data handed in; nothing is fetched, and only
the fonts inside Typst are used, so that the same template gives the same page everywhere.
"""

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from django.utils.translation import gettext as _

from pendapa.kernel.text import plain_text

ROOT = Path(__file__).parent / "templates_typst"
PREVIEW_PPI = 110.0
STANDARDS: list[Any] = ["ua-1", "a-3a"]
DATA_FILE = "data.json"
ATTACHMENT = f"""
#pdf.attach("{DATA_FILE}", bytes(sys.inputs.data), relationship: "source",
  mime-type: "application/json", description: "Data dokumen ini")
"""
_IMPORT = re.compile(r"(?:^|[#\s{;(\[=:,\"])(?:import|include)\b[\s(]*(?P<source>\"[^\"]*\"|[^\s\"])", re.MULTILINE)
_REFUSED_WORDS = re.compile(r"\b(eval|std)\b")  # `dictionary(std)` would hand out `eval` by a put-together name
_PLACE = re.compile(r"__typst_py_bytes__\.typ:(\d+):(\d+)")
_NOT_IN_FONTS = re.compile(r"the text `\"(?P<signs>.+)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MARKS = "[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]+"
STANDS_FOR_UNKNOWN = "□"
ONE_BY_ONE = 8
"""So many signs that no font has are replaced one by one; then all beyond the symbols, then all but Latin letters."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template, and in which line (from 1; 0 when the whole of it)."""

    line: int
    message: str


class TemplateFaulty(ValueError):
    """A template cannot be set with the data handed in."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"line {fault.line}: {fault.message}" for fault in faults))


def typeset(template: str, data: Mapping[str, Any], *, qr_address: str, at: datetime) -> bytes:
    """The PDF of a template with its data; the QR code in it leads to `qr_address`. Raises TemplateFaulty.

    The same arguments give the same bytes.
    """
    return _compiled(template + ATTACHMENT, data, qr_address, at, "pdf")[0]


def typeset_pictures(template: str, data: Mapping[str, Any], *, qr_address: str, at: datetime) -> list[bytes]:
    """The pages as PNG (110 pixels per inch), for a preview before the signer confirms. Raises TemplateFaulty."""
    return _compiled(template, data, qr_address, at, "png")


def shared_template(name: str) -> str:
    """The source of a template that comes with the program, such as "receipt.typ"."""
    return (ROOT / name).read_text(encoding="utf-8")


def check_template(template: str, sample_data: Mapping[str, Any]) -> list[Fault]:
    """Every fault that setting the template with sample data shows; empty when it can be used."""
    foreign = _foreign_imports(template)
    if foreign:
        return foreign
    try:
        typeset(template, sample_data, qr_address="https://example.invalid/", at=datetime(2026, 1, 2, tzinfo=UTC))
    except TemplateFaulty as error:
        return error.faults
    return []


def sample_data(form: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that a letter's template may read, with sample values around the form's own sample answers."""
    return {
        "number": "0001/XX/UNIT/I/2026",
        "title": "Surat Keterangan",
        "body_name": "Kabupaten Contoh",
        "unit": {
            "name": "Kecamatan Contoh",
            "address": "Jalan Contoh 1",
            "phone": "(000) 000000",
            "email": "unit@example.invalid",
            "parent_name": "Kabupaten Contoh",
        },
        "applicant": {"name": str(form.get("full_name", "Nama Pemohon"))},
        "form": dict(form),
        "issued_on": "2026-01-02",
        "valid_until": "2026-07-02",
        "signer": {"name": "Nama Penanda Tangan", "position": "Jabatan", "nip": "197001011990031001"},
        "verify_url": "https://example.invalid/verifikasi/XXXX/",
        "case_number": "XX-XXXX-XXXX",
    }


def _compiled(
    source: str, data: Mapping[str, Any], qr_address: str, at: datetime, form: Literal["pdf", "png"]
) -> list[bytes]:
    foreign = _foreign_imports(source)
    if foreign:
        raise TemplateFaulty(foreign)
    text = json.dumps(_plain(data), ensure_ascii=False, sort_keys=True, default=str)
    qr = _qr_code(qr_address)
    for attempt in range(ONE_BY_ONE + 3):
        try:
            return _compiled_once(source, {"data": text, "qr": qr}, at, form)
        except typst.TypstError as error:
            shown = _without_unknown_signs(text, error.message, attempt)
            if shown == text:
                raise TemplateFaulty([_fault_in(error, source)]) from error
            text = shown
    raise AssertionError("the last attempt has nothing left to replace")


def _compiled_once(source: str, inputs: dict[str, str], at: datetime, form: Literal["pdf", "png"]) -> list[bytes]:
    compiler = typst.Compiler(
        source.encode(),
        root=str(ROOT),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        package_path=str(ROOT),
        package_cache_path=str(ROOT),
    )
    made = compiler.compile(
        format=form,
        ppi=PREVIEW_PPI,
        pdf_standards=STANDARDS if form == "pdf" else [],
        timestamp=int(at.timestamp()),
    )
    return made if isinstance(made, list) else [made or b""]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def _without_unknown_signs(text: str, fault: str, attempt: int) -> str:
    """The data without the signs that a fault says no font has; the same text when that is not the fault.

    PDF/UA knows no sign without a glyph. The signer sees the preview made in the same way before signing.
    """
    found = _NOT_IN_FONTS.search(fault)
    if found is None or attempt > ONE_BY_ONE + 1:
        return text
    signs = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), found["signs"])
    ways = [(rf"({re.escape(signs)}){_MARKS}", r"\1")] if signs.isascii() else [(re.escape(signs), STANDS_FOR_UNKNOWN)]
    wider = [(r"[^\x00-\u2bff]", STANDS_FOR_UNKNOWN), (rf"[^\x00-\u024f{STANDS_FOR_UNKNOWN}]", STANDS_FOR_UNKNOWN)]
    for pattern, instead in [*(ways if attempt < ONE_BY_ONE else []), *wider]:
        shown = re.sub(pattern, instead, text)
        if shown != text:
            return shown
    return text


def _foreign_imports(source: str) -> list[Fault]:
    """A template may import the shared templates by a plain path; packages and computed paths are refused."""
    refused = _("Only the shared templates can be imported, by their plain path such as “/letterhead.typ”.")
    foreign = [
        found.start("source")
        for found in _IMPORT.finditer(source)
        if not found["source"].startswith('"') or found["source"].startswith('"@')
    ]
    faults = [Fault(_line_of(source, place), refused) for place in foreign]
    return faults + [
        Fault(
            _line_of(source, found.start()),
            _("“{word}” cannot be used in a document's template.").format(word=found[1]),
        )
        for found in _REFUSED_WORDS.finditer(source)
    ]


def _line_of(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1


def _fault_in(error: typst.TypstError, source: str) -> Fault:
    place = _PLACE.search(f"{error.diagnostic} {' '.join(error.trace)}")
    line = min(int(place[1]), source.count("\n") + 1) if place else 0
    hints = "".join(f" ({hint})" for hint in error.hints)
    return Fault(line, error.message + hints)


def _qr_code(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, border=2, light="#fff", dark="#000"
    )
    return out.getvalue().decode()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
