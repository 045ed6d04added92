"""The scorecards on a small phone, in both languages, empty and full: nothing axe objects to, nothing too wide."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from pendapa.catalogue.tests.factories import make_service, make_unit, publish
from pendapa.evaluation.measures.scorecards import month_before
from pendapa.evaluation.measures.tests.factories import month_of_work, ratings, take
from pendapa.evaluation.tests.histories import Leaf
from pendapa.people.tests.test_accessibility import AXE
from pendapa.ui.tests.browser import chromium_path

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)"),
]
NARROW = {"width": 320, "height": 720}
VIOLATIONS = "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"
PAGES = ("/kinerja/", "/kinerja/layanan/", "/kinerja/unit/dpmptsp/", "/kinerja/layanan/sku/")


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        context = browser.new_context(viewport=NARROW, bypass_csp=True)
        yield context.new_page()
        browser.close()


def faults_of(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(VIOLATIONS)
    width = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"{width} px wide"] if width > NARROW["width"] else found


def a_year() -> list[Leaf]:
    this = timezone.localdate().isoformat()[:7]
    leaves: list[Leaf] = []
    for back in range(12, 0, -1):
        month = month_before(this, back)
        leaves += month_of_work(month, kept=20 - back, missed=back, first=back * 100)
        leaves += month_of_work(
            month, kept=5, missed=5, unit="kantor-dengan-kode-yang-panjang-sekali", service="lama", first=back * 50_000
        )
        leaves.append(ratings(month, 3 + back % 2))
    return leaves


def look_at_all(page: Page, address: str) -> None:
    for path in PAGES:
        for language in ("id", "en"):
            page.goto(f"{address}{path}?bahasa={language}")
            for summary in page.locator("main summary").all():
                summary.click()
            assert faults_of(page) == [], f"{path} {language}"


def test_anyone_can_read_the_scorecards(page: Page, live_server: Any) -> None:
    unit = make_unit("dpmptsp", make_unit("tirtamaya"))
    publish(make_service("sku", unit))
    look_at_all(page, live_server.url)
    make_unit("loket", unit)
    take(a_year())
    look_at_all(page, live_server.url.replace("localhost", "127.0.0.1"))
