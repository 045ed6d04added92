"""A small phone in Chromium that looks at pages of a running server: axe-core, and nothing wider than the screen."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from playwright.sync_api import Page, ViewportSize, sync_playwright

from pendapa.ui.tests.browser import chromium_path

AXE = Path(project.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
NARROW: ViewportSize = {"width": 320, "height": 720}
VIOLATIONS = "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"
WIDE = """[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth)
  .map(e => e.outerHTML.slice(0, 120)).slice(-3)"""
LOOKS_AT_PAGES = (
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci)"),
)
"""The marks of a test that does so."""


@contextmanager
def small_phone(*, with_script: bool = True) -> Iterator[Page]:
    """One page of a browser of its own, closed afterwards: its loop keeps the thread, in which Django else refuses its
    database."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--disable-gpu", *sandbox])
        yield browser.new_context(viewport=NARROW, java_script_enabled=with_script).new_page()
        browser.close()


def sign_in_as(client: Client, page: Page, site: str) -> None:
    """Let the phone be whoever the client is."""
    name = project.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def faults_of(page: Page, address: str = "") -> list[str]:
    """What is wrong on the page as it is, or at an address."""
    if address:
        page.goto(address)
    page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(VIOLATIONS)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        found.append(f"{width} px wide: {page.evaluate(WIDE)}")
    return [f"{page.url} ({page.title()}): {fault}" for fault in found]
