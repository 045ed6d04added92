"""What a first visit costs: everything a page loads, as it comes over the wire, with nothing cached."""

from playwright.sync_api import Browser

HEAVIEST_KB = 60.0


def first_visit_kb(browser: Browser, url: str) -> float:
    """Kilobytes (1,024) of page, styles, scripts, fonts and images together, headers included."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(url, wait_until="networkidle")
    context.close()
    return sum(sizes) / 1024
