"""What offices do with a report at the desk, and how an administrator appoints whoever does it."""

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.working import Officer, sign_in


class ReportOfficer(Officer):
    """Somebody of the staff who handles reports."""

    def check(self) -> None:
        """The open report was read: a complaint, its topic as it is."""
        self._step("Periksa laporan")

    def forward(self, unit: str) -> None:
        """Hand the open report to the unit that must answer."""
        self._step("Teruskan", unit=unit)

    def hand_on(self, unit: str, reason: str) -> None:
        """Another unit must answer, and why."""
        self._step("Alihkan", unit=unit, reason=reason)

    def answer(self, words: str) -> None:
        """Answer the open report, for everyone to read."""
        self._step("Jawaban", body=words)

    def _step(self, title: str, **answers: str) -> None:
        self._begin(title)
        for name, value in answers.items():
            control = self.page.locator(f'main [name="{name}"]')
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        self.look(title)
        self._finish(title)


def appoint(page: Page, hall: Hall, email: str, unit: str) -> None:
    """The administrator makes somebody an officer of a unit, from today."""
    sign_in(page, hall, "admin@tirtamaya.example")
    page.goto(f"{hall.url}/meja/organisasi/{unit}/angkat/")
    page.locator('[name="email"]').fill(email)
    page.locator('[name="role"]').select_option("officer")
    page.get_by_role("button", name="Simpan penugasan").click()
    expect(page).to_have_url(f"{hall.url}/meja/organisasi/{unit}/")
