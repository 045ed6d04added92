"""The page of the log on a small phone, in both languages, empty and full: nothing axe objects to, nothing too wide."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from pendapa.ledger.sequencing import run_sequencer, sequencer
from pendapa.ledger.tests.verbs_of_tests import tell, tell_many
from pendapa.people.tests.test_accessibility import AXE
from pendapa.ui.tests.browser import chromium_path

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)"),
]
NARROW = {"width": 320, "height": 720}
VIOLATIONS = "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    sequencer.cache_clear()
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        context = browser.new_context(viewport=NARROW, bypass_csp=True)
        yield context.new_page()
        browser.close()
    sequencer.cache_clear()


def faults_of(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(VIOLATIONS)
    width = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"{width} px wide"] if width > NARROW["width"] else found


def test_anyone_can_read_the_log(page: Page, live_server) -> None:
    address = f"{live_server.url}/log/"
    for language in ("id", "en"):
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
        page.goto(address)
        assert faults_of(page) == []
    tell_many(30)
    tell(unit="satuan-kerja-dengan-kode-yang-sangat-panjang-sekali")
    run_sequencer()
    for language in ("id", "en"):
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert faults_of(page) == []
