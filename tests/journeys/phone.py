"""A telephone that keeps what it has when it is switched off: a browser profile in a folder, network on and off."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page, expect

PHONE = {"width": 360, "height": 740}
ALL_COPIES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const held = await caches.open(name);
    for (const key of await held.keys()) found.push([name, key.url, await (await held.match(key)).text()]);
  }
  return found;
}"""
IN_STORES = """async () => {
  const ask = (name, act) => new Promise((done, failed) => {
    const opening = indexedDB.open("pendapa", 1);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(name, "readwrite", { durability: "strict" });
      const asking = act(transaction.objectStore(name));
      transaction.oncomplete = () => { opening.result.close(); done(asking.result); };
      transaction.onerror = () => failed(transaction.error);
    };
  });
  return (%s)();
}"""
KEPT_ITEMS = """async () => (await ask("outbox", (store) => store.getAll()))
  .map((one) => ({ ...one, files: (one.files || []).length }))"""


@dataclass
class Telephone:
    """Its address bar goes to one installation."""

    chromium: BrowserType
    launch: dict[str, Any]
    profile: Path
    url: str
    context: BrowserContext | None = field(default=None)

    def switch_on(self) -> Page:
        """The browser with whatever the profile holds."""
        self.context = self.chromium.launch_persistent_context(
            str(self.profile), viewport=PHONE, locale="id-ID", has_touch=True, **self.launch
        )
        self.context.set_default_timeout(15_000)
        self.context.grant_permissions(["geolocation"], origin=self.url)
        self.context.set_geolocation({"latitude": -7.9797, "longitude": 112.6304, "accuracy": 12})
        return self.context.pages[0]

    def switch_off(self) -> None:
        """Close the browser, tabs and all."""
        assert self.context is not None
        self.context.close()
        self.context = None

    def airplane(self, is_on: bool) -> None:
        """For pages and the service worker alike."""
        assert self.context is not None
        self.context.set_offline(is_on)

    def visit(self, page: Page, path: str) -> None:
        """Open a page of the installation."""
        page.goto(self.url + path)

    def become_ready(self, page: Page) -> None:
        """First visit: until the service worker is in charge and has what it needs."""
        self.visit(page, "/")
        page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        page.wait_for_function("navigator.serviceWorker.controller !== null")


def copies_on(page: Page) -> list[tuple[str, str, str]]:
    """Every copy that the device holds: cache, address, text."""
    return [tuple(one) for one in page.evaluate(ALL_COPIES)]


def in_stores(page: Page, script: str) -> Any:
    """Run a function that asks the device's stores."""
    return page.evaluate(IN_STORES % script)


def items_on(page: Page) -> list[dict[str, Any]]:
    """What waits on the device, and receipts."""
    return list(in_stores(page, KEPT_ITEMS))


def wait_for_copy(page: Page, cache: str, part: str, seconds: float = 10) -> None:
    """Until a cache whose name begins so holds an address with that part; copies are made behind the page's back."""
    deadline = time.monotonic() + seconds
    while not any(name.startswith(cache) and part in address for name, address, _text in copies_on(page)):
        assert time.monotonic() < deadline, f"no copy of {part} in {cache}"
        page.wait_for_timeout(100)


def wait_for_no_copy(page: Page, cache: str, seconds: float = 10) -> None:
    """Until no cache whose name begins so is left."""
    deadline = time.monotonic() + seconds
    while any(name.startswith(cache) for name, _address, _text in copies_on(page)):
        assert time.monotonic() < deadline, f"{cache} is still there"
        page.wait_for_timeout(100)


def offline_page(page: Page) -> None:
    """The page that says there is no connection."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Tanpa internet")
