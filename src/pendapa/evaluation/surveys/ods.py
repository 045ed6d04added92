"""A spreadsheet in OpenDocument format 1.3: a zip of a few XML files, written whole and always the same for the same
content. Cells are text or numbers and can never be read as formulas."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "meta": "meta",
        "manifest": "manifest",
    }.items()
) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

Cell = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, how wide its columns are in centimetres, its first row as headings, then the others."""

    name: str
    widths: Sequence[float]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def spreadsheet(title: str, language: str, sheets: Sequence[Sheet], *, at: datetime) -> bytes:
    """The file as bytes."""
    parts = {
        "content.xml": _content(sheets),
        "styles.xml": _styles(language),
        "meta.xml": _meta(title, language, at),
        "META-INF/manifest.xml": _manifest(),
    }
    moment = at.astimezone(UTC)
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        # First and uncompressed: by it the file is known to be what it is.
        file.writestr(zipfile.ZipInfo("mimetype", stamp), MEDIA_TYPE)
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name, stamp), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _content(sheets: Sequence[Sheet]) -> str:
    widths = sorted({width for sheet in sheets for width in sheet.widths})
    columns = "".join(
        f'<style:style style:name="w{place}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for place, width in enumerate(widths)
    )
    tables = "".join(_table(sheet, widths) for sheet in sheets)
    return (
        f'{_HEAD}<office:document-content {_NAMESPACES} office:version="1.3"><office:automatic-styles>{columns}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def _table(sheet: Sheet, widths: Sequence[float]) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{widths.index(one)}"/>' for one in sheet.widths)
    heading = "".join(_cell(one, "Heading") for one in sheet.headings)
    head = f"<table:table-header-rows><table:table-row>{heading}</table:table-row></table:table-header-rows>"
    rows = "".join(_row(row) for row in sheet.rows)
    return f"<table:table table:name={quoteattr(_name(sheet.name))}>{columns}{head}{rows}</table:table>"


def _row(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(_cell(one, 'Default') for one in row)}</table:table-row>"


def _cell(value: Cell, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, str):
        text = "".join(f"<text:p>{_text(line)}</text:p>" for line in value.splitlines() or [""])
        return f'<table:table-cell table:style-name="{style}" office:value-type="string">{text}</table:table-cell>'
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _styles(language: str) -> str:
    return (
        f'{_HEAD}<office:document-styles {_NAMESPACES} office:version="1.3"><office:styles>'
        '<style:default-style style:family="table-cell"><style:text-properties '
        f"fo:language={quoteattr(language)} fo:country={quoteattr('ID' if language == 'id' else 'GB')}/>"
        '</style:default-style><style:style style:name="Default" style:family="table-cell">'
        '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
        '<style:style style:name="Heading" style:family="table-cell" style:parent-style-name="Default">'
        '<style:table-cell-properties fo:background-color="#e4daca"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:styles></office:document-styles>'
    )


def _meta(title: str, language: str, at: datetime) -> str:
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEAD}<office:document-meta {_NAMESPACES} office:version="1.3"><office:meta>'
        f"<meta:generator>Pendapa</meta:generator><dc:title>{_text(title)}</dc:title>"
        f"<dc:language>{escape(language)}</dc:language><meta:creation-date>{moment}</meta:creation-date>"
        "</office:meta></office:document-meta>"
    )


def _manifest() -> str:
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{MEDIA_TYPE}"/>{files}</manifest:manifest>'
    )


def _name(text: str) -> str:
    """A name that a sheet may have."""
    return "".join(_allowed(text, "[]*?:/\\'"))[:31] or "1"


def _text(text: str) -> str:
    return escape("".join(_allowed(text, "")))


def _allowed(text: str, besides: str) -> Iterator[str]:
    """The signs that XML 1.0 knows."""
    for sign in text:
        code = ord(sign)
        known = code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
        if known and sign not in besides:
            yield sign
