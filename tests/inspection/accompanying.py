"""Somebody with a telephone of their own, whom the inspector accompanies from page to page."""

from typing import Any

from playwright.sync_api import Browser, Page

from tests.inspection.looking import PHONE, Inspector
from tests.journeys.hall import Hall
from tests.journeys.working import sign_in


class Visitor:
    """Signed in where an e-mail is given. Addresses may name what the scene holds: `/lacak/{answered}/`."""

    def __init__(
        self, inspector: Inspector, browser: Browser, hall: Hall, scene: dict[str, Any], email: str = ""
    ) -> None:
        self.inspector, self.hall, self.scene = inspector, hall, scene
        context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="id-ID")
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        if email:
            sign_in(self.page, hall, email)

    def go(self, address: str) -> None:
        """Open an address."""
        self.page.goto(self.hall.url + address.format(**self.scene))

    def visit(self, addresses: dict[str, str]) -> None:
        """Open and look at each page in both languages."""
        for name, address in addresses.items():
            self.inspector.visit(name, self.page, self.hall.url + address.format(**self.scene))

    def look_at(self, addresses: dict[str, str]) -> None:
        """Open and look at each page, in Indonesian."""
        for name, address in addresses.items():
            self.go(address)
            self.look(name)

    def look(self, name: str, language: str = "id") -> None:
        """At the page as it is."""
        self.inspector.look(name, self.page, language)

    def look_at_both(self, name: str) -> None:
        """At the page as it is, then at its address in English."""
        self.look(name)
        self.inspector.in_english(name, self.page)

    def press(self, button: str, then: str = "") -> None:
        """Press a button and wait for the page that comes: the one named, else the next one, whatever its address."""
        control = self.page.get_by_role("button", name=button, exact=True).last
        with self.page.expect_navigation(url=then.format(**self.scene) if then else None):
            control.click()

    def refused(self, name: str, button: str, language: str = "id") -> None:
        """Press a button that cannot be obeyed, and look at the faults."""
        self.press(button)
        self.page.locator(".error-summary").wait_for()
        self.look(f"{name} with errors", language)

    def try_empty(self, name: str, address: str, button: str) -> None:
        """A form in both languages, and what it says when it is handed in empty."""
        self.visit({name: address})
        self.refused(name, button)

    def press_last(self) -> None:
        """The button that hands in the form of the page, whatever stands on it."""
        with self.page.expect_navigation():
            self.page.locator('main form button:not([type="button"])').last.click()

    def hand_in(self, name: str) -> None:
        """Hand in the form that is open, which cannot be obeyed: what it says, then the form itself in English."""
        self.press_last()
        self.page.locator(".error-summary, .callout-danger").first.wait_for()
        self.look(f"{name} with errors")
        self.inspector.in_english(name, self.page)

    def hand_in_empty(self, addresses: dict[str, str]) -> None:
        """The same with each of these forms, as they are."""
        for name, address in addresses.items():
            self.go(address)
            self.hand_in(name)
