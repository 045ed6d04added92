"""Reporter and keeper on a small phone: by keyboard, also without script, nothing axe objects to, nothing too wide."""

import pytest
from playwright.sync_api import Page

from pendapa.complaints.whistle.tests.factories import PASSPHRASE, TEXT, make_kept_mailbox
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, small_phone
from pendapa.ui.tests.small_phone import faults_of as found_on

pytestmark = [*LOOKS_AT_PAGES]

SIGN_IN = "batu-kali-jernih"
REMAINS = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"


def faults_of(page: Page, with_script: bool) -> list[str]:
    return found_on(page) if with_script else []


def press(page: Page, name: str) -> None:
    """To the button or link by Tab alone, then Enter."""
    for _ in range(90):
        page.keyboard.press("Tab")
        focused = page.locator("a:focus, button:focus")
        if focused.count() and name in focused.inner_text():
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by keyboard on {page.url}")


def report(page: Page, address: str, with_script: bool) -> list[str]:
    page.goto(address + "/lapor/rahasia/")
    faults = faults_of(page, with_script)
    press(page, "Tulis laporan")
    faults += faults_of(page, with_script)
    press(page, "Kirim secara rahasia")
    assert "Ada yang perlu diperbaiki" in page.title()
    faults += faults_of(page, with_script)
    page.check("[name=subject][value=bribery]")
    page.fill("[name=text]", TEXT)
    press(page, "Kirim secara rahasia")
    words = " ".join(page.locator("main ol strong").all_inner_texts())
    assert len(words.split()) == 7
    faults += faults_of(page, with_script)
    press(page, "Sudah saya tulis")
    faults += faults_of(page, with_script)
    page.fill("[name=phrase]", words)
    press(page, "Buka")
    assert TEXT in page.content()
    faults += faults_of(page, with_script)
    press(page, "Hapus semuanya")
    faults += faults_of(page, with_script)
    assert page.context.cookies() == []
    return faults


def keep(page: Page, address: str) -> list[str]:
    page.goto(f"{address}/masuk/")
    page.click("details.disclosure summary")
    page.fill("[name=login]", "auditor@example.org")
    page.fill("[name=password]", SIGN_IN)
    page.click("details.disclosure button")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    page.goto(f"{address}/meja/kotak-rahasia/")
    faults = faults_of(page, True)
    page.fill("[name=passphrase]", PASSPHRASE)
    press(page, "Buka kotak")
    faults += faults_of(page, True)
    press(page, "Suap atau pemerasan")
    assert TEXT in page.content()
    faults += faults_of(page, True)
    for way in ("kunci/", "sandi/", "pemulihan/"):
        page.goto(f"{address}/meja/kotak-rahasia/{way}")
        faults += faults_of(page, True)
    return faults


@pytest.mark.parametrize("with_script", [True, False])
def test_reporter_and_keeper_by_keyboard_on_a_small_phone(live_server, with_script):
    kept = make_kept_mailbox()
    kept.keeper.set_password(SIGN_IN)
    kept.keeper.save()
    with small_phone(with_script=with_script) as page:
        page.set_default_timeout(20_000)
        faults = report(page, live_server.url, with_script)
        if with_script:
            assert page.evaluate(REMAINS) == 0
            faults += keep(page, live_server.url)
    assert not faults, "\n".join(faults)
