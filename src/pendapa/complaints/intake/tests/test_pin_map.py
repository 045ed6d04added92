"""The pin on a map: what it is drawn from, and the pin itself on a telephone and with the keyboard."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from pendapa.complaints.models import Draft
from pendapa.complaints.tests.factories import WORDS, complain, make_body, make_public
from pendapa.ui.tests.browser import chromium_path

pytestmark = pytest.mark.django_db
ADDRESS = "http://pendapa.test"
POLICY = "default-src 'none'; img-src 'self' data:; " + "; ".join(
    f"{one}-src 'self'" for one in ("script", "style", "font", "connect")
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".json": "application/json"}
AXE = Path(__file__).resolve().parents[5] / "node_modules/axe-core/axe.min.js"
Seen = TypeVar("Seen")
VILLAGE, NAME = "35.73.05.1001", "Jatimulyo, Lowokwaru, Kota Malang, Jawa Timur"


@pytest.fixture(autouse=True)
def body() -> None:
    make_body()


def report_at(latitude: float, longitude: float, *, is_public: bool = True, **given: Any) -> None:
    complaint = complain(latitude=latitude, longitude=longitude, **given).complaint
    complaint.region_code, complaint.region_name = VILLAGE, NAME
    complaint.save(update_fields=["region_code", "region_name"])
    if is_public:
        make_public(complaint)


def where_page(client: Client) -> tuple[Draft, str]:
    key = uuid4()
    client.post("/lapor/", {"key": str(key), "text": WORDS})
    return Draft.objects.get(pk=key), client.get(f"/lapor/{key}/di-mana/").content.decode()


def test_a_village_lies_in_the_middle_of_what_the_public_knows_from_there(client: Client) -> None:
    report_at(-7.94111, 112.61111)
    report_at(-7.94311, 112.61311)
    report_at(-8.5, 113.5, is_public=False)
    report_at(-8.6, 113.6, is_public=False, is_secret=True)
    told = client.get("/lapor/peta.json").json()
    assert told == {
        "centre": None,
        "places": [{"code": VILLAGE, "name": NAME, "latitude": -7.942, "longitude": 112.612}],
    }


def test_without_anything_to_show_no_map_is_offered(client: Client, settings: Any) -> None:
    assert "data-pin-map" not in where_page(client)[1]
    settings.PENDAPA_MAP_CENTRE = (-7.98, 112.63)
    assert "data-pin-map" in where_page(client)[1]


def test_the_page_asks_nothing_of_a_map_until_it_is_opened(client: Client) -> None:
    report_at(-7.94, 112.61)
    page = where_page(client)[1]
    assert not re.search(r"<(script|link)[^>]*built/map", page)
    assert "https://" not in page


def test_a_tap_a_key_and_the_middle_fill_in_the_coordinates(client: Client) -> None:
    report_at(-7.94, 112.61)
    page, places = where_page(client)[1], client.get("/lapor/peta.json").json()

    def use(tab: Page) -> dict[str, Any]:
        tab.tap("[data-map-open]")
        tab.wait_for_selector(".leaflet-container")
        tab.tap("[data-map]", position={"x": 120, "y": 90})
        tapped = coordinates(tab)
        tab.focus(".map-pin")
        tab.keyboard.press("ArrowRight")
        tab.keyboard.press("ArrowDown")
        moved = coordinates(tab)
        tab.tap("[data-map-middle]")
        middle = coordinates(tab)
        offered = tab.inner_text("[data-map-village]")
        tab.tap("[data-map-village]")
        tab.evaluate(AXE.read_text(encoding="utf-8"))
        return {
            "tapped": tapped,
            "moved": moved,
            "middle": middle,
            "offered": offered,
            "village": tab.evaluate("document.querySelector('[name=\"place.code\"]:checked').value"),
            "wide": tab.evaluate("document.documentElement.scrollWidth"),
            "axe": tab.evaluate("axe.run().then((found) => found.violations.map((one) => one.id))"),
        }

    seen = on_telephone(page, places, use)
    assert all(abs(degrees - near) < 0.05 for degrees, near in zip(seen["tapped"], (-7.94, 112.61), strict=True))
    assert seen["moved"][0] < seen["tapped"][0]
    assert seen["moved"][1] > seen["tapped"][1]
    assert seen["middle"] == pytest.approx((-7.94, 112.61), abs=0.001)
    assert "Jatimulyo" in seen["offered"]
    assert seen["village"] == VILLAGE
    assert seen["wide"] <= 320
    assert seen["axe"] == []


def test_where_the_map_cannot_be_fetched_the_page_says_what_else_one_can_do(client: Client) -> None:
    report_at(-7.94, 112.61)

    def use(tab: Page) -> str:
        tab.route("**/lapor/peta.json", lambda route: route.fulfill(status=503, body=""))
        tab.click("[data-map-open]")
        tab.wait_for_selector("[data-map-open]:enabled")
        return tab.inner_text("[data-map-status]")

    assert "memilih desa" in on_telephone(where_page(client)[1], {}, use)


def coordinates(tab: Page) -> tuple[float, float]:
    return float(tab.input_value("#id_latitude")), float(tab.input_value("#id_longitude"))


def on_telephone(html: str, places: Any, use: Callable[[Page], Seen]) -> Seen:
    """What is seen with this page; away from the thread that holds the database."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_play, html, places, use).result()


def _play(html: str, places: Any, use: Callable[[Page], Any]) -> Any:
    faults: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        file = find(path.removeprefix("/static/").split("?")[0]) if path.startswith("/static/") else None
        if path == "/":
            route.fulfill(
                body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
            )
        elif path == "/lapor/peta.json":
            route.fulfill(body=json.dumps(places), content_type="application/json")
        elif file:
            route.fulfill(body=Path(file).read_bytes(), content_type=TYPES.get(Path(file).suffix, "image/png"))
        else:
            route.fulfill(status=404, body="")

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        tab = chromium.new_context(viewport={"width": 320, "height": 740}, has_touch=True, locale="id-ID").new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("console", lambda said: faults.append(said.text) if "Security Policy" in said.text else None)
        tab.route("**/*", answer)
        tab.goto(f"{ADDRESS}/")
        seen = use(tab)
        chromium.close()
    assert faults == []
    return seen
