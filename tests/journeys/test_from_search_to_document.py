"""Both services, from a misspelt search to a verified document, with and without script."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.inspection.looking import Inspector
from tests.journeys import rating, verifying
from tests.journeys.applying import Look, Resident, Sent, not_looking, photo
from tests.journeys.conftest import NewPage
from tests.journeys.hall import Hall
from tests.journeys.working import Officer

pytestmark = pytest.mark.xdist_group("journeys")

STAFF = {
    "sku": ("petugas@tirtamaya.example", "camat@tirtamaya.example"),
    "domisili": ("petugas.kelurahan@tirtamaya.example", "lurah@tirtamaya.example"),
}
WORDS = {"sku": "surt usaha", "domisili": "domisli"}


@pytest.mark.parametrize("service", ["sku", "domisili"])
def test_a_resident_without_account_gets_a_document_that_anyone_can_verify(
    service: str, has_script: bool, hall: Hall, new_page: NewPage, tmp_path: Path
) -> None:
    officer, head = STAFF[service]
    email = f"ratna-{service}-{'script' if has_script else 'plain'}@contoh.example"
    inspector = Inspector()

    def phone() -> tuple[Page, Look]:
        """A new one; without script nothing that is looked at may need it."""
        page = new_page(has_script)
        return page, not_looking if has_script else lambda name: inspector.look_without_script(name, page)

    def officer_named(address: str) -> Officer:
        page, look = phone()
        return Officer(page, hall, address, look)

    page, look = phone()
    resident = Resident(page, hall, has_script, look)
    resident.find_service(WORDS[service], service)
    sent = resident.apply(service, email)
    resident.open_case(sent)

    return_it(officer_named(officer), sent)
    correct_it(resident, sent)
    second_look = officer_named(officer)
    second_look.open_from_queue(sent.number)
    second_look.pass_on()
    sign_it(officer_named(head), sent)

    content = download(resident, sent)
    verify_it_in_every_way(resident.page, hall, content, tmp_path)
    rating.rate(resident.page, hall.survey_link(sent.number), 4)
    assert inspector.findings == []


def return_it(officer: Officer, sent: Sent) -> None:
    officer.open_from_queue(sent.number)
    officer.take()
    officer.return_for_correction("Foto KTP buram, mohon foto ulang.", "Foto KTP")


def correct_it(resident: Resident, sent: Sent) -> None:
    """Led to the named page; the old photo goes, a new one comes, everything else is still there."""
    page = resident.page
    resident.open_case(sent)
    expect(page.locator("main")).to_contain_text("Foto KTP buram, mohon foto ulang.")
    page.get_by_role("link", name="Perbaiki sekarang").click()
    expect(page).to_have_url(f"{page.url.rsplit('/', 2)[0]}/berkas/")
    page.locator('button[name="_remove"][value^="photo_ktp"]').click()
    expect(page.locator('button[name="_remove"][value^="photo_ktp"]')).to_have_count(0)
    page.locator('input[type="file"][name="photo_ktp"]').set_input_files(
        [{"name": "ktp-baru.jpg", "mimeType": "image/jpeg", "buffer": photo("ktp baru")}]
    )
    while "/periksa/" not in page.url:
        resident.go_on()
    page.get_by_role("button", name="Kirim perbaikan").click()
    expect(page).to_have_url(f"{resident.hall.url}/lacak/{sent.number}/")


def sign_it(head: Officer, sent: Sent) -> None:
    head.open_from_queue(sent.number)
    head.sign()
    expect(head.page.locator("main")).to_contain_text("Dikabulkan")


def download(resident: Resident, sent: Sent) -> bytes:
    resident.open_case(sent)
    expect(resident.page.locator("main")).to_contain_text("Dokumen Anda sudah siap")
    address = resident.page.get_by_role("link", name="Unduh").first.get_attribute("href")
    answer = resident.page.request.get(f"{resident.hall.url}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def verify_it_in_every_way(page: Page, hall: Hall, content: bytes, folder: Path) -> None:
    verifying.verify_file(page, hall, content, verifying.GENUINE)
    number = page.locator("dt", has_text="Nomor").first.locator("xpath=following-sibling::dd[1]").inner_text()
    verifying.verify_number(page, hall, number)
    verifying.verify_code(page, verifying.qr_address(content, hall))
    changed = verifying.with_one_byte_changed(content)
    verifying.verify_file(page, hall, changed, verifying.CHANGED)
    (folder / "surat.pdf").write_bytes(content)
    (folder / "palsu.pdf").write_bytes(changed)
    genuine, altered = hall.verify_command(folder / "surat.pdf"), hall.verify_command(folder / "palsu.pdf")
    assert (genuine.returncode, genuine.stdout.split(":")[0]) == (0, "VALID")
    assert (altered.returncode, altered.stdout.split(":")[0]) == (1, "ALTERED")
