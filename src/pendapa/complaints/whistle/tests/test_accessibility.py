"""Reporter and keeper on a small phone: by keyboard, also without script, nothing axe objects to, nothing too wide."""

import os

import pytest
from playwright.sync_api import Page, sync_playwright

from pendapa.complaints.whistle.tests.factories import PASSPHRASE, TEXT, make_kept_mailbox
from pendapa.people.tests.test_accessibility import AXE
from pendapa.ui.tests.browser import chromium_path

SIGN_IN = "batu-kali-jernih"
NARROW = {"width": 320, "height": 720}
REMAINS = "Object.keys(localStorage).length + Object.keys(sessionStorage).length"
VIOLATIONS = "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"

WIDE = """[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth)
  .map(e => e.outerHTML.slice(0, 120)).slice(-3)"""


def faults_of(page: Page, with_script: bool) -> list[str]:
    if not with_script:
        return []
    page.evaluate(AXE.read_text())
    found = page.evaluate(VIOLATIONS)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        found.append(f"{width} px wide: {page.evaluate(WIDE)}")
    return [f"{page.url} ({page.title()}): {fault}" for fault in found]


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


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_script", [True, False])
def test_reporter_and_keeper_by_keyboard_on_a_small_phone(live_server, monkeypatch, with_script):
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    kept = make_kept_mailbox()
    kept.keeper.set_password(SIGN_IN)
    kept.keeper.save()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=NARROW, java_script_enabled=with_script).new_page()
        page.set_default_timeout(20_000)
        faults = report(page, live_server.url, with_script)
        if with_script:
            assert page.evaluate(REMAINS) == 0
            faults += keep(page, live_server.url)
        browser.close()
    assert not faults, "\n".join(faults)
