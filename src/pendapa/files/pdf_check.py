"""PDFs are kept as they came (a signature inside must survive), so what could act on its own is refused."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from pendapa.kernel.problems import Invalid

ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/GoToE",
        "/RichMediaExecute",
    }
)
ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"})
INERT_ATTACHMENTS = (".json", ".xml", ".txt", ".csv")
MOST_OBJECTS = 100_000
MOST_ATTACHMENT_BYTES = 2_000_000


def check_pdf(content: bytes, *, max_pages: int) -> int:
    """The number of pages of a harmless PDF.

    Raises Invalid with what to do when it is damaged, locked, too long, carries something behind its end, or holds
    anything that acts on its own: scripts, launches, forms that send, media, attached files (plain data such as the
    JSON and XML of signed official documents and invoices is let through).
    """
    try:
        return _checked_pages(content, max_pages)
    except Invalid:
        raise
    except Exception as error:  # pypdf meets broken files with errors of every kind
        raise Invalid(_("This PDF is damaged and cannot be opened. Save or scan it again.")) from error


def _checked_pages(content: bytes, max_pages: int) -> int:
    _refuse_hidden_tail(content)
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Invalid(_("This PDF is locked with a password. Save it without a password and add it again."))
    pages = len(reader.pages)
    if pages == 0:
        raise Invalid(_("This PDF has no pages. Save or scan it again."))
    if pages > max_pages:
        raise Invalid(
            _(
                "This PDF has {pages} pages; at most {most} can be added. Keep only the pages that are asked for."
            ).format(pages=pages, most=max_pages)
        )
    for found in _every_dictionary(reader):
        _refuse_active(found)
    return pages


def _refuse_hidden_tail(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end == -1 or content[end + 5 :].strip(b"\r\n\t \0"):
        raise Invalid(_("This PDF is damaged or has something else behind its end. Save or scan it again."))


def _every_dictionary(reader: PdfReader) -> Iterator[DictionaryObject]:
    numbers = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        raise Invalid(_("This PDF is too complex. Print it to a new PDF, or scan it, and add that."))
    generations = {number: generation for generation, found in reader.xref.items() for number in found}
    yield from _dictionaries_within(reader.trailer)
    for number in sorted(numbers):
        yield from _dictionaries_within(reader.get_object(IndirectObject(number, generations.get(number, 0), reader)))


def _dictionaries_within(found: Any) -> Iterator[DictionaryObject]:
    """Every dictionary held directly in an object; what it refers to is met on its own."""
    waiting = [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, DictionaryObject):
            yield item
            waiting.extend(item.raw_get(key) for key in item)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))


def _refuse_active(found: DictionaryObject) -> None:
    action, subtype = found.get("/S"), found.get("/Subtype")
    scripted = "/JS" in found or "/JavaScript" in found or "/XFA" in found
    if scripted or action in ACTIVE_ACTIONS or subtype in ACTIVE_ANNOTATIONS:
        raise Invalid(
            _("This PDF contains something that acts on its own, such as a script. Print it to a new PDF and add that.")
        )
    if "/EF" in found and not _is_inert_attachment(found):
        raise Invalid(_("This PDF has other files attached inside it. Add those files one by one instead."))


def _is_inert_attachment(specification: DictionaryObject) -> bool:
    name = str(specification.get("/UF") or specification.get("/F") or "").lower()
    embedded = specification["/EF"]
    stream = (embedded.get("/UF") or embedded.get("/F")) if isinstance(embedded, DictionaryObject) else None
    if isinstance(stream, IndirectObject):
        stream = stream.get_object()
    if not isinstance(stream, StreamObject) or not name.endswith(INERT_ATTACHMENTS):
        return False
    data = stream.get_data()
    try:
        return len(data) <= MOST_ATTACHMENT_BYTES and b"\0" not in data and data.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False
