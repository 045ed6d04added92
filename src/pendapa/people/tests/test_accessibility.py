"""The pages of people in a narrow browser: nothing that axe objects to, nothing wider than the screen."""

import os
from pathlib import Path

import pytest
from django.conf import settings as project
from playwright.sync_api import Page, sync_playwright

from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization
from pendapa.people.tests.test_account_pages import OWN_PAGES, PUBLIC_PAGES
from pendapa.ui.tests.browser import chromium_path

AXE = Path(project.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "batu-kali-jernih"
STAFF_PAGES = [
    "/meja/organisasi/",
    "/meja/organisasi/dpmptsp/",
    "/meja/organisasi/dpmptsp/angkat/",
    "/meja/organisasi/dpmptsp/unit-baru/",
    "/meja/lembaga-luar/",
    "/meja/lembaga-luar/baru/",
]


def faults_of(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{address}: {fault}" for fault in (*found, *([f"{width} px wide"] if width > 320 else []))]


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_people_are_accessible_and_fit_a_small_phone(live_server, settings, monkeypatch):
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.PENDAPA_DEMO = True
    office = make_organization("dpmptsp", make_organization("tirtamaya"))
    make_member(office, Role.ADMINISTRATOR, email="admin@example.org", password=PASSWORD)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 320, "height": 720})
        faults = [fault for path in PUBLIC_PAGES for fault in faults_of(page, live_server.url + path)]
        page.goto(f"{live_server.url}/masuk/")
        page.click("details.disclosure summary")
        page.fill("[name=login]", "admin@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("details.disclosure button")
        page.wait_for_url(lambda url: "/masuk/" not in url)
        page.goto(f"{live_server.url}/akun/keamanan/aplikasi/")
        faults += faults_of(page, page.url)
        page.fill("[name=password]", PASSWORD)
        page.click("main button.button-main")
        faults += [fault for path in OWN_PAGES + STAFF_PAGES for fault in faults_of(page, live_server.url + path)]
        browser.close()
    assert not faults, "\n".join(faults)
