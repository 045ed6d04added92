"""The pages of notices in a narrow browser: nothing that axe objects to, nothing wider than the screen."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from playwright.sync_api import Page, sync_playwright

from pendapa.notices.actions import change_text, notify, queue_message
from pendapa.notices.models import Message
from pendapa.notices.recipients import Recipient
from pendapa.notices.tests.factories import NOW, make_device
from pendapa.notices.unsubscribing import token_for
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization
from pendapa.ui.tests.browser import chromium_path

AXE = Path(project.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "batu-kali-jernih"
PAGES = [
    "/akun/kabar/",
    "/akun/kabar/pengaturan/",
    "/akun/kabar/pengaturan/?bahasa=en",
    "/meja/kabar/",
    "/meja/kabar/teks/",
    "/meja/kabar/teks/test.arrived/id/",
]


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_notices_are_accessible_and_fit_a_small_phone(live_server, settings, monkeypatch):
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.PENDAPA_DEMO = True
    settings.PENDAPA_GATEWAY_URL, settings.PENDAPA_GATEWAY_SECRET = "https://gateway.example.org", "s" * 32
    office = make_organization("dpmptsp", make_organization("tirtamaya"))
    account = make_member(office, Role.ADMINISTRATOR, email="admin@example.org", password=PASSWORD)
    make_device(account)
    who = Recipient.of_account(account)
    for number in range(25):
        words = {"name": "Siti", "what": "kabar yang panjang " * 5}
        notify(who, "test.arrived", f"k{number}", words, at=NOW + timedelta(hours=number), link="/akun/")
    change_text(actor_of(account), "test.arrived", "id", "Halo {name}", "Ada {what}.", at=NOW)
    queue_message("dead", "siti.dengan.alamat.yang.sangat.panjang@contoh.kabupaten.tirtamaya.go.id", "x", "y", NOW)
    Message.objects.filter(key="dead").update(next_try=None, attempts=8, last_error="SMTPDataError: " + "5" * 300)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 320, "height": 720})
        page.goto(f"{live_server.url}/masuk/")
        page.click("details.disclosure summary")
        page.fill("[name=login]", "admin@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("details.disclosure button")
        page.wait_for_url(lambda url: "/masuk/" not in url)
        addresses = [*PAGES, f"/kabar/berhenti/{token_for(who)}/"]
        faults = [fault for address in addresses for fault in faults_of(page, live_server.url, address)]
        browser.close()
    assert not faults, "\n".join(faults)


def faults_of(page: Page, site: str, address: str) -> list[str]:
    page.goto(site + address)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
    width = page.evaluate("document.documentElement.scrollWidth")
    if os.environ.get("PENDAPA_SHOTS"):
        page.screenshot(path=f"{os.environ['PENDAPA_SHOTS']}/{address.replace('/', '-')[:40]}.png", full_page=True)
    return [f"{address}: {fault}" for fault in (*found, *([f"{width} px wide"] if width > 320 else []))]
