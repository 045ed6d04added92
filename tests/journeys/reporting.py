"""What a resident with an account does who reports something: how to be told, report, judge the answer."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.journeys.applying import Look, Sent, not_looking, shown
from tests.journeys.hall import Hall
from tests.journeys.outside import Device
from tests.journeys.working import sign_in

SUBSCRIBE = """async (subscription) => {
  const box = document.querySelector("[data-push]");
  const answer = await fetch(box.dataset.pushUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": box.dataset.pushToken },
    body: JSON.stringify({ ...subscription, device: "Chrome · Android" }),
  });
  return answer.status;
}"""


@dataclass
class Reporter:
    """Somebody at their telephone, signed in."""

    page: Page
    hall: Hall
    email: str
    look: Look = field(default=not_looking)

    def __post_init__(self) -> None:
        sign_in(self.page, self.hall, self.email)

    def give_phone(self, number: str) -> None:
        """Write the number in the profile."""
        self.page.goto(f"{self.hall.url}/akun/profil/")
        self.page.locator('[name="phone"]').fill(number)
        self._save()

    def choose_ways(self, *channels: str, language: str = "id") -> None:
        """Tick these ways for every occasion, untick the others; and the language of what is told."""
        self.page.goto(f"{self.hall.url}/akun/kabar/pengaturan/")
        boxes = self.page.locator('main input[type="checkbox"][name^="to-"]')
        for place in range(boxes.count()):
            box = boxes.nth(place)
            if box.is_checked() != (box.get_attribute("value") in channels):
                self._click_label(box.get_attribute("id") or "")
        tongue = self.page.locator(f'[name="language"][value="{language}"]')
        self._click_label(tongue.get_attribute("id") or "")
        self.look("ways")
        self._save()

    def subscribe(self, device: Device) -> None:
        """Let the device be told, by the address that the page itself uses.

        Not by its button: Chromium subscribes with the push service of its maker, by a protocol of that service's
        own, and none is within reach of a test.
        """
        self.page.goto(f"{self.hall.url}/akun/kabar/pengaturan/")
        assert self.page.evaluate(SUBSCRIBE, device.subscription) == 201
        self.page.reload()
        expect(self.page.locator("main")).to_contain_text("Chrome · Android")

    def report(self, words: str) -> Sent:
        """The four pages, from words to the receipt."""
        self.page.goto(f"{self.hall.url}/lapor/")
        self.page.locator('[name="text"]').fill(words)
        self._go_on("Di mana?")
        self._go_on("Ditujukan ke mana?")
        self._go_on("Siapa yang melapor?")
        self._click_label("id_who_0")
        self.look("who")
        self.page.get_by_role("button", name="Kirim laporan").click()
        self._expect_heading("Laporan Anda sudah kami terima")
        self.look("sent")
        return Sent("", shown(self.page, "Nomor"), shown(self.page, "Kode rahasia"))

    def open_case(self, number: str) -> None:
        """The page of one's own report, without its secret."""
        self.page.goto(f"{self.hall.url}/lacak/{number}/")

    def judge(self, number: str, *, is_solved: bool, words: str = "", rating: int = 0) -> None:
        """Say whether the answer solved it, from the page of the report."""
        self.open_case(number)
        self.page.get_by_role("link", name="Beri tahu apakah sudah selesai").click()
        self._click_label(self._id("is_solved", "yes" if is_solved else "no"))
        if rating:
            self._click_label(self._id("rating", str(rating)))
        self.page.locator('[name="comment"]').fill(words)
        self.look("judge")
        self.page.locator("main form").get_by_role("button", name="Kirim").click()
        expect(self.page).to_have_url(f"{self.hall.url}/lacak/{number}/")

    def reads(self, number: str, *words: str) -> None:
        """These words stand on the page of the report."""
        self.open_case(number)
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def _id(self, name: str, value: str) -> str:
        return self.page.locator(f'[name="{name}"][value="{value}"]').get_attribute("id") or ""

    def _click_label(self, control: str) -> None:
        self.page.locator(f'label[for="{control}"]').click()

    def _go_on(self, heading: str) -> None:
        self.page.get_by_role("button", name="Simpan dan lanjutkan").last.click()
        self._expect_heading(heading)

    def _expect_heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)

    def _save(self) -> None:
        self.page.get_by_role("button", name="Simpan").first.click()
        expect(self.page.locator(".flash").first).to_be_visible()
