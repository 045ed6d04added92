"""What anyone does with a document in hand."""

import io

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.hall import Hall

GENUINE = "Dokumen ini asli dan berlaku."
CHANGED = "Berkas ini diubah setelah ditandatangani. Jangan dipercaya."


def verify_file(page: Page, hall: Hall, content: bytes, answer: str) -> None:
    """Hand in the file and read the answer."""
    page.goto(f"{hall.url}/verifikasi/")
    page.locator('input[type="file"]').set_input_files(
        [{"name": "surat.pdf", "mimeType": "application/pdf", "buffer": content}]
    )
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(answer)


def verify_number(page: Page, hall: Hall, number: str) -> None:
    """Type the number from paper and read that it is genuine."""
    page.goto(f"{hall.url}/verifikasi/")
    page.get_by_label("Nomor").first.fill(number)
    page.get_by_role("button", name="Periksa nomor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GENUINE)


def verify_code(page: Page, address: str) -> None:
    """Open what a telephone reads from the QR code."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(GENUINE)


def qr_address(content: bytes, hall: Hall) -> str:
    """The address in the QR code of a document, which is also a link beside it."""
    notes = [note.get_object() for page in PdfReader(io.BytesIO(content)).pages for note in page.get("/Annots", ())]
    addresses = [str(note["/A"]["/URI"]) for note in notes if "/A" in note]
    (address,) = {one for one in addresses if one.startswith(f"{hall.url}/verifikasi/")}
    return address


def with_one_byte_changed(content: bytes) -> bytes:
    """The same file but for one byte in its middle."""
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)
