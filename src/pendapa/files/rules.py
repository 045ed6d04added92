"""What may be handed in: kinds by their content (never by their name), and limits."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["image", "pdf"]

IMAGE_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class UploadRules:
    """What one place in a form takes: kinds of file, bytes of one file, and how many files."""

    kinds: frozenset[Kind] = frozenset({"image", "pdf"})
    max_bytes: int = 5_000_000
    max_count: int = 1
    max_pages: int = 100


def sniff_media_type(content: bytes) -> str | None:
    """The media type that the first bytes tell; None for what is neither JPEG, PNG, WebP nor PDF."""
    for signature, media_type in IMAGE_SIGNATURES:
        if content.startswith(signature):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "application/pdf" if content.startswith(b"%PDF-") else None


def kind_of_media_type(media_type: str) -> Kind:
    return "pdf" if media_type == "application/pdf" else "image"


def safe_name(name: str, media_type: str) -> str:
    """A file name without folders, control signs or a misleading ending; at most 120 signs."""
    last_part = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(sign for sign in last_part if unicodedata.category(sign)[0] != "C")
    plain = re.sub(r'[<>:"|?*]+', " ", printable)
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", plain.strip()).strip(" .")
    extension = EXTENSIONS.get(media_type, "")
    return (re.sub(r"\s+", " ", stem)[: LONGEST_NAME - len(extension)].strip(" .") or "file") + extension


def readable_size(size: int) -> str:
    """Bytes in words a person knows: "5 MB", "350 KB"."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"
    return f"{max(1, round(size / 1000))} KB"
