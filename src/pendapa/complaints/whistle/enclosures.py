"""Pictures and PDFs of a report: made anew or stripped in memory, before they are sealed. Nothing touches the disk."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from pendapa.complaints.whistle.rules import LARGEST_FILE, LARGEST_REQUEST, MOST_FILES, MOST_PAGES
from pendapa.files.images import reencode_image
from pendapa.files.pdf_check import check_pdf
from pendapa.files.rules import sniff_media_type
from pendapa.files.scanning import scan_for_malware
from pendapa.kernel.problems import Invalid

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
TELLING_PARTS = ("/Metadata", "/PieceInfo", "/LastModified")


@dataclass(frozen=True, slots=True)
class CleanFile:
    """What is left of a file: its content and media type, no name."""

    content: bytes
    media_type: str


class MemoryOnly(MemoryFileUploadHandler):
    """Keeps uploads in memory whatever their size: Django would write larger ones to a temporary file in clear."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        """Raises RequestDataTooBig before anything is read."""
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig("larger than a report may be")
        self.activated = True


def clean_files(given: "list[UploadedFile[Any]]") -> list[CleanFile]:
    """The files without what they tell of who made them; raises Invalid with what to do."""
    if len(given) > MOST_FILES:
        raise Invalid(_("Add at most {most} files at a time. You can write again later.").format(most=MOST_FILES))
    return [_clean_file(file.read() if (file.size or 0) <= LARGEST_FILE else None) for file in given]


def file_name(position: int, media_type: str) -> str:
    """What an enclosure is called when it is saved; the name it came with is not kept."""
    word = _("attachment")
    return f"{word}-{position + 1}.{EXTENSIONS[media_type]}"


def _clean_file(content: bytes | None) -> CleanFile:
    if content is None:
        raise Invalid(_("One of the files is larger than 8 MB. Make it smaller, or photograph it."))
    media_type = sniff_media_type(content)
    if media_type is None:
        raise Invalid(_("One of the files is neither a picture (JPEG, PNG, WebP) nor a PDF. Photograph it instead."))
    scan_for_malware(content)
    if media_type != "application/pdf":
        return CleanFile(*reencode_image(content))
    check_pdf(content, max_pages=MOST_PAGES)
    return CleanFile(_without_origin(content), media_type)


def _without_origin(content: bytes) -> bytes:
    """The PDF written anew without author, program, dates, earlier versions and identifier."""
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content), strict=False))
        writer.metadata = None
        for holder in (writer.root_object, *writer.pages):
            for part in TELLING_PARTS:
                holder.pop(NameObject(part), None)
        out = io.BytesIO()
        writer.compress_identical_objects(remove_duplicates=False)
        writer.write(out)
        return out.getvalue()
    except Exception as error:  # pypdf meets broken files with errors of every kind
        raise Invalid(_("This PDF cannot be cleaned of what it tells of you. Photograph its pages instead.")) from error
