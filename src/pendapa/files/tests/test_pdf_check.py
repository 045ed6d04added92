import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from pendapa.files.pdf_check import check_pdf
from pendapa.kernel.problems import Invalid


def action(kind: str, **more: object) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), **{NameObject(f"/{k}"): v for k, v in more.items()}})


def opens_with(found):
    def change(writer: PdfWriter) -> None:
        writer._root_object[NameObject("/OpenAction")] = found(writer) if callable(found) else found

    return change


def widget_with(found: DictionaryObject):
    def change(writer: PdfWriter) -> None:
        annotation = DictionaryObject(
            {
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/AA"): DictionaryObject({NameObject("/E"): writer._add_object(found)}),
            }
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])

    return change


def named_script(writer: PdfWriter) -> None:
    script = writer._add_object(action("/JavaScript", JS=TextStringObject("app.alert(1)")))
    tree = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), script])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})


def test_a_plain_pdf_is_taken(pdf_with):
    assert check_pdf(pdf_with(pages=3), max_pages=3) == 3


def test_a_pdf_that_opens_at_a_place_is_taken(pdf_with):
    place = ArrayObject([NumberObject(0), NameObject("/Fit")])
    assert check_pdf(pdf_with(opens_with(place)), max_pages=3) == 1


@pytest.mark.parametrize(
    "change",
    [
        named_script,
        opens_with(action("/JavaScript", JS=TextStringObject("app.alert(1)"))),
        opens_with(action("/Launch", F=TextStringObject("cmd.exe"))),
        opens_with(lambda writer: writer._add_object(action("/GoTo", Next=action("/Launch")))),
        widget_with(action("/JavaScript", JS=TextStringObject("x"))),
        widget_with(action("/SubmitForm", F=TextStringObject("https://example.invalid"))),
        lambda writer: writer.add_attachment("virus.exe", b"MZ\0\0"),
        lambda writer: writer.add_attachment("data.json", b"\0binary"),
    ],
)
def test_a_pdf_that_acts_or_carries_files_is_refused(pdf_with, change):
    with pytest.raises(Invalid):
        check_pdf(pdf_with(change), max_pages=3)


def test_a_name_written_in_escapes_does_not_hide_a_script(pdf_with):
    hidden = pdf_with(opens_with(action("/JavaScript", JS=TextStringObject("x")))).replace(
        b"/JavaScript", b"/J#61vaScrip"
    )
    with pytest.raises(Invalid):
        check_pdf(hidden, max_pages=3)


def test_plain_data_attached_to_an_official_document_is_let_through(pdf_with):
    assert check_pdf(pdf_with(lambda writer: writer.add_attachment("data.json", b"{}")), max_pages=3) == 1


def test_a_locked_pdf_is_refused_with_what_to_do(pdf_with):
    locked = pdf_with(lambda writer: writer.encrypt("secret", algorithm="AES-256"))
    with pytest.raises(Invalid, match="sandi|password"):
        check_pdf(locked, max_pages=3)


def test_too_many_pages_are_refused(pdf_with):
    with pytest.raises(Invalid, match="4"):
        check_pdf(pdf_with(pages=4), max_pages=3)


def test_a_pdf_with_another_file_behind_it_is_refused(pdf_with):
    with pytest.raises(Invalid):
        check_pdf(pdf_with() + b"PK\x03\x04 a zip file", max_pages=3)


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_garbage_is_refused_with_words(body):
    with pytest.raises(Invalid):
        check_pdf(b"%PDF-1.7\n" + body + b"\n%%EOF", max_pages=3)
