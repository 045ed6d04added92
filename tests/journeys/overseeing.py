"""What overseers and the heads of what they oversee do at the desk: alarms, findings, answers, actions, effects."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.inspection.looking import DESK, Inspector
from tests.journeys.hall import Hall
from tests.journeys.working import sign_in


@dataclass
class Eyes:
    """Look at every page once, in both languages where told so; `wrong` is what they saw."""

    inspector: Inspector = field(default_factory=Inspector)
    seen: set[str] = field(default_factory=set)

    def on(self, name: str, page: Page, *, in_english: bool = False) -> None:
        """The page as it is."""
        if name in self.seen:
            return
        self.seen.add(name)
        self.inspector.look(name, page)
        if in_english:
            self.inspector.in_english(name, page)

    @property
    def wrong(self) -> list[str]:
        return [f"{one.page} ({one.how}, {one.inspection}): {one.fault}" for one in self.inspector.findings]


@dataclass
class AtDesk:
    """Somebody of the staff at a desk, signed in today."""

    page: Page
    hall: Hall
    email: str
    eyes: Eyes

    def __post_init__(self) -> None:
        self.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        sign_in(self.page, self.hall, self.email)

    def sign_in_again(self) -> None:
        """On another day: nobody of the staff stays signed in overnight."""
        self.page.context.clear_cookies()
        sign_in(self.page, self.hall, self.email)

    def go(self, address: str, name: str = "", *, in_english: bool = False) -> None:
        """Open an address; a page with a name is looked at."""
        answer = self.page.goto(self.hall.url + address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"
        if name:
            self.eyes.on(name, self.page, in_english=in_english)

    def reads(self, *words: str) -> None:
        """These words stand on the page."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def offered(self) -> set[str]:
        """The steps that the page offers."""
        return {one.strip() for one in self.page.locator("main .actions a").all_inner_texts()}

    def do(self, step: str, **answers: str) -> None:
        """A step of the open finding or action, from its button to its end; choices by their values."""
        self.page.locator("main .actions").get_by_role("link", name=step, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(step)
        for name, value in answers.items():
            self._give(name, value)
        self.eyes.on(f"step {step}", self.page)
        self.page.locator("main form").get_by_role("button", name=step, exact=True).click()
        expect(self.page.locator(".flash").first).to_contain_text(f"Selesai: {step}")

    def refused(self, address: str, **answers: str) -> int:
        """Send a form that nobody offers, as a program would; the status of the answer."""
        token = next((one["value"] for one in self.page.context.cookies() if one["name"] == "csrftoken"), "")
        sent: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, **answers}
        headers = {"Referer": self.hall.url + address}
        return self.page.request.post(self.hall.url + address, form=sent, headers=headers, max_redirects=0).status

    def _give(self, name: str, value: str) -> None:
        control = self.page.locator(f'main [name="{name}"]').first
        if control.get_attribute("type") == "radio":
            choice = self.page.locator(f'main [name="{name}"][value="{value}"]')
            self.page.locator(f'label[for="{choice.get_attribute("id")}"]').click()
        else:
            control.fill(value)


def type_paper_forms(officer: AtDesk, survey: int, forms: list[str]) -> None:
    """The officer types what stands on the forms, one a row, and enters them."""
    officer.go(f"/meja/survei/{survey}/formulir/", "paper forms")
    for row, form in enumerate(forms):
        officer.page.locator(f'[name="b-{row}-scores"]').fill(form)
    officer.page.get_by_role("button", name="Masukkan formulir ini").click()
    expect(officer.page.locator(".flash").first).to_contain_text(f"{len(forms)} jawaban")
