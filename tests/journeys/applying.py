"""What a resident does: find, fill in page by page, send, follow."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall

NIK = "3398015708900123"
"""A woman of Tirtasari born on 17 August 1990, who does not exist."""
Look = Callable[[str], None]


def not_looking(name: str) -> None:
    """Stands in for a camera."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An application that was sent: its service, and what the receipt shows."""

    service: str
    number: str
    secret: str


@dataclass
class Resident:
    """Somebody without an account, at their telephone."""

    page: Page
    hall: Hall
    has_script: bool = True
    look: Look = field(default=not_looking)

    def find_service(self, words: str, service: str) -> None:
        """Search in everyday words and open the page of the service."""
        self.page.goto(f"{self.hall.url}/")
        self.look("home")
        self.page.get_by_role("searchbox").first.fill(words)
        self.page.get_by_role("button", name="Cari").first.click()
        self.look("search")
        self.page.locator(f'main a[href="/layanan/{service}/"]').first.click()
        self.look("service")

    def apply(self, service: str, email: str = "") -> Sent:
        """From the page of the service to the receipt."""
        self.page.locator(f'main a[href="/layanan/{service}/ajukan/"]').first.click()
        self.page.wait_for_url("**/ajukan/")
        self.look("start")
        self.page.get_by_role("button", name="Mulai").click()
        expect(self.page.get_by_role("button", name="Simpan dan lanjutkan").last).to_be_visible()
        for fill in FORMS[service]:
            self.look(f"form-{self.page.url.rstrip('/').rsplit('/', 1)[-1]}")
            fill(self, email)
            self.go_on()
        return self.send(service)

    def go_on(self) -> None:
        """Save the page and go to the next."""
        before = self.page.url
        self.page.get_by_role("button", name="Simpan dan lanjutkan").last.click()
        expect(self.page).not_to_have_url(before)

    def send(self, service: str) -> Sent:
        """From the check page to the receipt."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Periksa isian Anda")
        self.look("check")
        self.page.get_by_role("button", name="Kirim permohonan").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Permohonan Anda sudah kami terima")
        self.look("sent")
        return Sent(service, shown(self.page, "Nomor"), shown(self.page, "Kode rahasia"))

    def write(self, **answers: str) -> None:
        """Type into the fields of the page, each by its name; a date as "17 8 1990"."""
        for name, text in answers.items():
            if self.page.locator(f'[name="{name}.day"]').count():
                for part, value in zip(("day", "month", "year"), text.split(), strict=True):
                    control = self.page.locator(f'[name="{name}.{part}"]')
                    if control.evaluate("one => one.tagName") == "SELECT":
                        control.select_option(value)
                    else:
                        control.fill(value)
            else:
                self.page.locator(f'[name="{name}"]').fill(text)

    def choose(self, name: str, value: str) -> None:
        """One of several answers, by clicking on its words as a person does."""
        control = self.page.locator(f'[name="{name}"][value="{value}"]')
        self.page.locator(f'label[for="{control.get_attribute("id")}"]').click()

    def find_place(self, name: str, words: str, street: str, found: str) -> None:
        """Search a place by words, in whatever way the page offers, and write the street."""
        search = self.page.locator(f'[name="{name}.search"]')
        if self.has_script:
            search.press_sequentially(words, delay=15)
        else:
            search.fill(words)
            self.page.locator(f'button[name="_search"][value="{name}"]').click()
        self.page.locator(f'[data-name="{name}"] label', has_text=found).first.click()
        self.page.locator(f'[name="{name}.street"]').fill(street)

    def add_photos(self, name: str, *photos: str) -> None:
        """Add photos made on the fly."""
        files: list[Any] = [{"name": f"{one}.jpg", "mimeType": "image/jpeg", "buffer": photo(one)} for one in photos]
        self.page.locator(f'input[type="file"][name="{name}"]').set_input_files(files)

    def open_case(self, sent: Sent) -> None:
        """By number and secret, as typed from paper."""
        self.page.goto(f"{self.hall.url}/lacak/")
        self.look("find")
        self.page.get_by_label("Nomor").first.fill(sent.number.lower().replace("-", " "))
        self.page.locator('[name="secret"]').fill(sent.secret)
        self.page.get_by_role("button", name="Lihat urusan saya").click()
        expect(self.page).to_have_url(f"{self.hall.url}/lacak/{sent.number}/")


def shown(page: Page, term: str) -> str:
    """The description beside a term."""
    return page.locator("dt", has_text=term).first.locator("xpath=following-sibling::dd[1]").inner_text().strip()


def photo(words: str, size: tuple[int, int] = (800, 600)) -> bytes:
    """A photo with words on it."""
    image = Image.effect_noise(size, 40).convert("RGB")
    ImageDraw.Draw(image).text((60, 60), words, fill="black", font_size=48)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=70)
    return target.getvalue()


def _sku_identity(one: Resident, email: str) -> None:
    one.write(full_name="Ratna Dewi", nik=NIK, birth_place="Tirtamaya", birth_date="17 8 1990")


def _address(one: Resident, email: str) -> None:
    one.find_place("address", "banyubiru tirtasari", "Jl. Melati No. 5", "Banyubiru")


def _contact(one: Resident, email: str) -> None:
    one.write(phone="0812 3456 7890", email=email)


def _business(one: Resident, email: str) -> None:
    one.write(business_name="Warung Soto Bu Ratna", business_since="1 3 2021", monthly_turnover="4.500.000")
    one.choose("business_field", "food")


def _premises(one: Resident, email: str) -> None:
    one.find_place("business_address", "kauman tirta", "Jl. Pasar No. 2", "Kauman Tirta")


def _purpose(one: Resident, email: str) -> None:
    one.choose("purpose", "bank_credit")


def _photos(one: Resident, email: str) -> None:
    one.add_photos("photo_business", "warung depan", "warung dalam")
    one.add_photos("photo_ktp", "ktp")


def _statement(one: Resident, email: str) -> None:
    control = one.page.locator('[name="declaration"]')
    one.page.locator(f'label[for="{control.get_attribute("id")}"]').click()


def _domicile_identity(one: Resident, email: str) -> None:
    _sku_identity(one, email)
    one.choose("sex", "female")
    one.write(occupation="Pedagang")


def _home(one: Resident, email: str) -> None:
    _address(one, email)
    one.write(rt="003", rw="011", living_since="1 3 2021")


def _reason(one: Resident, email: str) -> None:
    one.write(purpose="Membuka rekening bank")


def _letters(one: Resident, email: str) -> None:
    one.add_photos("letter_rt_rw", "pengantar")
    one.page.locator('input[type="file"][name="photo_ktp"]').set_input_files(
        [{"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": photo("ktp")}]
    )


FORMS: dict[str, list[Callable[[Resident, str], None]]] = {
    "sku": [_sku_identity, _address, _contact, _business, _premises, _purpose, _photos, _statement],
    "domisili": [_domicile_identity, _home, _contact, _reason, _letters, _statement],
}
