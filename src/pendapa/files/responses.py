"""Files handed to a browser so that they can do nothing but be seen or saved."""

from urllib.parse import quote

from django.http import HttpResponse

from pendapa.files.models import StoredFile
from pendapa.files.queries import read_file

SHOWN_IN_PAGE = frozenset({"image/jpeg", "image/png", "application/pdf"})


def file_response(stored: StoredFile, *, inline: bool = False) -> HttpResponse:
    """The file to save, or to see in the page where its type allows; the caller has asked for permission."""
    return content_response(read_file(stored), stored.name, stored.media_type, inline=inline)


def content_response(content: bytes, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    """Bytes with headers that forbid guessing the type, running anything, embedding elsewhere and keeping copies."""
    shown = inline and media_type in SHOWN_IN_PAGE
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = _disposition("inline" if shown else "attachment", name)
    response["X-Content-Type-Options"] = "nosniff"
    # A browser's own PDF viewer does not start inside a sandbox.
    sandbox = "" if shown and media_type == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; frame-ancestors 'self'"
        + sandbox
    )
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _disposition(kind: str, name: str) -> str:
    """RFC 6266 with the RFC 5987 form for names beyond ASCII."""
    ascii_name = "".join(sign if sign.isascii() and sign not in '"\\' else "_" for sign in name)
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
