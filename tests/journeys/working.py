"""What staff do at the desk, and how anyone signs in."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.journeys.applying import Look, not_looking
from tests.journeys.hall import Hall


def sign_in(page: Page, hall: Hall, email: str) -> None:
    """With the password of a demonstration account."""
    page.goto(f"{hall.url}/masuk/")
    page.get_by_text("Masuk dengan kata sandi").first.click()
    page.locator('[name="login"]').fill(email)
    page.locator('[name="password"]').fill(hall.passwords[email])
    page.locator('[name="password"]').press("Enter")
    expect(page.locator("header").get_by_role("link", name="Akun").first).to_be_attached()


@dataclass
class Officer:
    """Somebody of the staff, signed in."""

    page: Page
    hall: Hall
    email: str
    look: Look = field(default=not_looking)

    def __post_init__(self) -> None:
        sign_in(self.page, self.hall, self.email)

    def open_from_queue(self, number: str) -> None:
        """Find the case in the queue by its number and open it."""
        self.page.goto(f"{self.hall.url}/meja/")
        self.look("queue")
        self.page.get_by_label("Nomor atau kata").fill(number)
        self.page.get_by_role("button", name="Saring").click()
        self.page.get_by_role("link", name=number).first.click()
        self.look("case")

    def take(self) -> None:
        """Claim the case that is open."""
        self.page.get_by_role("button", name="Ambil perkara").click()
        expect(self.page.get_by_role("button", name="Ambil perkara")).to_have_count(0)
        self.look("case-taken")

    def return_for_correction(self, reason: str, field_label: str) -> None:
        """Name one answer that must be corrected, and why."""
        self._begin("Kembalikan untuk perbaikan")
        self.page.get_by_label("Alasan").fill(reason)
        self.page.locator("label", has_text=field_label).first.click()
        self.look("return")
        self._finish("Kembalikan untuk perbaikan")

    def pass_on(self) -> None:
        """Nothing is missing: hand the case to who signs."""
        self._begin("Berkas lengkap")
        self.look("pass-on")
        self._finish("Berkas lengkap")

    def sign(self) -> None:
        """Look at the document as it will be, confirm, sign."""
        self._begin("Tanda tangani")
        self.look("sign")
        self.page.locator("label", has_text="menandatanganinya").click()
        self._finish("Tanda tangani")

    def preview(self) -> bytes:
        """The document as it will be."""
        address = self.page.locator(".document-view header a").get_attribute("href")
        answer = self.page.request.get(f"{self.hall.url}{address}")
        assert answer.status == 200, answer.text()
        return answer.body()

    def _begin(self, outcome: str) -> None:
        self.page.locator(".decision-bar").get_by_role("link", name=outcome).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(outcome)

    def _finish(self, outcome: str) -> None:
        self.page.locator("main form").get_by_role("button", name=outcome).click()
        expect(self.page.locator(".flash").first).to_contain_text("Selesai")
