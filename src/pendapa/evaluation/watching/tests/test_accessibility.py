"""The pages of alarms on a small phone, in both languages: nothing axe objects to, nothing too wide."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from pendapa.evaluation.watching.actions import watch_measures
from pendapa.evaluation.watching.models import Alarm
from pendapa.evaluation.watching.tests.factories import AFTER, ratings
from pendapa.evaluation.watching.tests.test_watch import gather
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization
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


def test_every_page_of_alarms_is_accessible_and_fits_a_small_phone(page: Page, live_server: Any, settings: Any) -> None:
    settings.PENDAPA_DEMO = True
    body = make_organization("tirtamaya")
    make_organization("dpmptsp", body)
    overseer = Client()
    overseer.force_login(make_member(body, Role.OVERSEER))
    page.context.add_cookies(
        [{"name": "sessionid", "value": overseer.cookies["sessionid"].value, "url": live_server.url}]
    )
    ratings(9, 3)
    gather(3, range(100, 400, 90))
    gather(8, range(1, 25, 2))
    paths = ["", "aturan/", "aturan/index/"]
    page.goto(f"{live_server.url}/meja/peringatan/")
    assert faults_of(page) == []
    assert watch_measures(at=AFTER) == 2
    for alarm in Alarm.objects.all():
        paths += [f"{alarm.pk}/", f"{alarm.pk}/bukan/"]
    for language in ("id", "en"):
        for path in paths:
            page.goto(f"{live_server.url}/meja/peringatan/{path}?bahasa={language}")
            assert page.locator("h1").count() == 1, path
            assert faults_of(page) == [], (path, language)
