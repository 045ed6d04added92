"""The desk pages of exchange in a narrow browser: nothing that axe objects to, nothing wider, few queries."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from pendapa.complaints.tests.factories import complain, make_body
from pendapa.exchange.models import PeerRequest
from pendapa.exchange.tests.factories import make_asking_topic, make_key, make_peer
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization
from pendapa.ui.tests.browser import chromium_path

AXE = Path(project.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
MOST_QUERIES = 8


@pytest.fixture(scope="module")
def own_browser() -> Iterator[Browser]:
    """A browser that stays in this module: its loop keeps the thread, in which Django then refuses its database."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def build_desk(settings: Any) -> tuple[Client, list[str]]:
    """An administrator's client, and every page that is to be looked at."""
    settings.PENDAPA_DEMO = True
    make_key()
    make_asking_topic()
    peer = make_peer(make_organization("provinsi"), "https://example.go.id/v2", last_error="TimeoutError")
    complaint = complain().complaint
    PeerRequest.objects.create(
        complaint=complaint, peer=peer, key=complaint.pk, created_at=timezone.now(), last_error="HTTP 503"
    )
    client = Client()
    client.force_login(make_member(make_body(), Role.ADMINISTRATOR))
    paths = ["kunci-api/", "kunci-api/baru/", "open311/", "open311/baru/", f"open311/{peer.pk}/", "open311/topik/"]
    paths += ["open311/topik/lampu-jalan/", "open311/topik/lampu-jalan/tanya/baru/"]
    paths.append("open311/topik/lampu-jalan/tanya/rusak/")
    return client, [f"/meja/{path}" for path in paths]


def faults_of(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{address}: {fault}" for fault in (*found, *([f"{width} px wide"] if width > 320 else []))]


@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible_and_fit_a_small_phone(live_server: Any, settings: Any, own_browser: Browser) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    client, paths = build_desk(settings)
    context = own_browser.new_context(viewport={"width": 320, "height": 720})
    name = project.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    faults = [fault for path in paths for fault in faults_of(page, live_server.url + path)]
    page.goto(f"{live_server.url}/meja/kunci-api/baru/?bahasa=en")
    page.fill("[name=name]", "App")
    page.fill("[name=organization]", "Community")
    page.keyboard.press("Enter")
    page.wait_for_selector("#api-key")
    page.evaluate(AXE.read_text())
    faults += page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
    context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.django_db
def test_each_page_costs_few_queries(settings: Any, django_assert_max_num_queries: Any) -> None:
    client, paths = build_desk(settings)
    for path in paths:
        client.get(path)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(path).status_code == 200
