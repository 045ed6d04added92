"""A telephone for everyone who walks through the hall."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

PHONE = {"width": 360, "height": 740}
NewPage = Callable[..., Page]


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def has_script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Makes phones, each a visitor of its own; an error on any page they see fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def make(has_script: bool = True) -> Page:
        context = chromium.new_context(viewport=PHONE, java_script_enabled=has_script, locale="id-ID")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if _is_fault(said) else None)
        page.on(
            "response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def _is_fault(said: object) -> bool:
    """An error of a script or a broken rule of security; refused answers are told by the pages themselves."""
    text = getattr(said, "text", "")
    return getattr(said, "type", "") == "error" and "status of 4" not in text
