import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from pendapa.documents.rules import PLACEHOLDERS
from pendapa.documents.tests.conftest import LETTER
from pendapa.documents.typesetting import (
    TemplateFaulty,
    check_template,
    sample_data,
    shared_template,
    typeset,
    typeset_pictures,
)

DEMO = Path(__file__).parents[4] / "demo" / "tirtamaya" / "services"
AT = datetime(2026, 11, 24, tzinfo=UTC)
RECEIPT = {
    "number": "SKU-7Q2M-48KX",
    "service": "Surat Keterangan Usaha",
    "unit": {"name": "Kecamatan Tirta"},
    "body_name": "Kabupaten Tirtamaya",
    "received_on": "2026-11-24",
    "due_on": "2026-11-27",
    "next_steps": ["Petugas memeriksa."],
    "track_url": "https://pendapa.example/lacak/SKU-7Q2M-48KX/",
}


def text_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("which", ["plain", "content"])
def test_a_letter_claims_and_carries_what_the_standards_ask_before_and_after_signing(signed, which):
    reader = PdfReader(io.BytesIO(getattr(signed, which)))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("id")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert "/OutputIntents" in root
    assert root.get("/Version", "/1.7") == "/1.7"
    for claim in ('pdfaid:part="3"', 'pdfaid:conformance="A"', 'pdfuaid:part="1"'):
        name, value = claim.split("=")
        assert claim in metadata or f"<{name}>{value.strip(chr(34))}</{name}>" in metadata
    assert all(page.get("/Tabs") == "/S" for page in reader.pages)


def test_the_signature_field_is_named_printable_and_outside_the_page(signed):
    page = PdfReader(io.BytesIO(signed.content)).pages[0]
    field = next(a.get_object() for a in page["/Annots"] if a.get_object()["/Subtype"] == "/Widget")
    assert field["/TU"] == "Tanda tangan elektronik"
    assert field["/F"] & 0b100
    assert not field["/F"] & 0b10
    assert field["/Rect"][0] < 0


def test_the_data_is_attached_as_the_source_of_the_document(signed):
    reader = PdfReader(io.BytesIO(signed.content))
    assert json.loads(reader.attachments["data.json"][0]) == signed.data
    assert reader.trailer["/Root"]["/AF"][0]["/AFRelationship"] == "/Source"


def test_the_same_data_gives_the_same_bytes():
    data = sample_data({"full_name": "Siti"})
    assert typeset(LETTER, data, qr_address="https://a.example", at=AT) == typeset(
        LETTER, data, qr_address="https://a.example", at=AT
    )


@pytest.mark.parametrize("service", ["sku", "domisili"])
def test_the_letters_of_the_demonstration_say_who_and_what(service):
    names = (
        "full_name nik birth_place birth_date address village phone email business_name business_field sex occupation "
        "business_address business_since purpose rt rw living_since"
    )
    form = {name: name for name in names.split()} | {"birth_date": "1989-06-05", "full_name": 'Siti "Rahma" #1 \\ $x$'}
    template = (DEMO / service / "document.typ").read_text()
    data = sample_data(form)
    assert check_template(template, data) == []
    text = text_of(typeset(template, data, qr_address=data["verify_url"], at=AT))
    for expected in ('Siti "Rahma" #1', "5 Juni 1989", "NIP 19700101 199003 1 001", data["number"], data["verify_url"]):
        assert expected in text
    assert typeset_pictures(template, data, qr_address="x", at=AT)[0].startswith(b"\x89PNG")


@pytest.mark.parametrize(("language", "word"), [("id", "27 November 2026"), ("en", "Receipt of your application")])
def test_the_receipt_speaks_both_languages(language, word):
    content = typeset(shared_template("receipt.typ"), RECEIPT | {"language": language}, qr_address="x", at=AT)
    assert word in text_of(content)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ('#import "/letterhead.typ": *\n#show: letter\n\n#data.form.nope', 4),
        ("= A\n\n#let x = (", 3),
        ('#read("/etc/passwd")', 1),
        ('A\n#read("../../signing.py")', 2),
        ('#import "@preview/cetz:0.2.0": *', 1),
        ('#let p = "@preview/x:1.0.0"\n#import p: *', 2),
        ('{\n  import(\n"@preview/x:1.0.0")}', 3),
        ('\n#dictionary(std).at("ev" + "al")("1 + 1")', 2),
        ('\n#eval("import \\"@preview/x:1.0.0\\"")', 2),
    ],
)
def test_a_faulty_template_is_told_with_its_line(template, line):
    faults = check_template(template, sample_data({}))
    assert faults
    assert faults[0].line == line
    with pytest.raises(TemplateFaulty):
        typeset(template, sample_data({}), qr_address="x", at=AT)


def test_a_template_that_no_reader_could_read_aloud_is_refused():
    faults = check_template("Tanpa judul", {})
    assert "title" in faults[0].message


def test_the_handbook_names_all_that_a_template_may_read():
    handbook = (Path(__file__).parents[4] / "docs" / "documents.md").read_text()
    data = sample_data({})
    names = [*data, *data["unit"], *data["signer"], *PLACEHOLDERS]
    assert [name for name in names if f"`{name}`" not in handbook and f"{{{name}}}" not in handbook] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Untuk bank \U0001f600 ya", "Untuk bank □ ya"),
        ("\x00Siti\x1b Rahmawati\uffff", "Siti Rahmawati"),
        ("王小明", "□□□"),
        ("".join(map(chr, range(0x4E00, 0x4E40))), "□" * 64),
        ("1\ufe0f\u20e3 rumah 1", "1 rumah 1"),
        ("\U0001f1ee\U0001f1e9", "□□"),
    ],
)
def test_a_sign_that_no_font_has_does_not_stop_a_letter(typed, shown):
    template = '#import "/letterhead.typ": *\n#show: letter\nNama: #data.applicant.name.\n#signature-block()'
    data = sample_data({"full_name": typed})
    content = typeset(template, data, qr_address="x", at=AT)
    assert shown in " ".join(text_of(content).split())


def test_a_sign_that_no_font_has_in_the_template_itself_is_a_fault():
    template = '#import "/letterhead.typ": *\n#show: letter\nHalo \U0001f600 #data.applicant.name\n#signature-block()'
    assert check_template(template, sample_data({"full_name": "王"}))[0].line == 3
