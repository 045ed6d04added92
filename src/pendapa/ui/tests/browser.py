"""Opens one page in Chromium without any server: its address answers with given HTML, static files come from disk."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Page, Route, sync_playwright

from pendapa.ui.build import BUILT

ADDRESS = "http://pendapa.test/"
STATIC = BUILT.parent.parent
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'"
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
Result = TypeVar("Result")


def in_browser(html: str, scenario: Callable[[Page], Result], width: int = 360, with_policy: bool = True) -> Result:
    """What the scenario returns; an error in a script fails it. Runs in its own thread, away from other loops."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_play, html, scenario, width, with_policy).result()


def _play(html: str, scenario: Callable[[Page], Result], width: int, with_policy: bool) -> Result:
    faults: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("static/"):
            file = STATIC / path.removeprefix("static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            headers = {"Content-Security-Policy": POLICY} if with_policy else {}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.route("**/*", answer)
        page.goto(ADDRESS)
        page.wait_for_timeout(300)
        result = scenario(page)
        chromium.close()
    assert not faults, faults
    return result


def chromium_path() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "install Chromium first"
    return str(Path(found))
