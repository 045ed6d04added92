"""The scorecards on a small phone, in both languages, empty and full: nothing axe objects to, nothing too wide."""

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from pendapa.catalogue.tests.factories import make_service, make_unit, publish
from pendapa.evaluation.measures.scorecards import month_before
from pendapa.evaluation.measures.tests.factories import month_of_work, ratings, take
from pendapa.evaluation.tests.histories import Leaf
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, faults_of

pytestmark = [*LOOKS_AT_PAGES]
PAGES = ("/kinerja/", "/kinerja/layanan/", "/kinerja/unit/dpmptsp/", "/kinerja/layanan/sku/")


def a_year() -> list[Leaf]:
    this = timezone.localdate().isoformat()[:7]
    leaves: list[Leaf] = []
    for back in range(12, 0, -1):
        month = month_before(this, back)
        leaves += month_of_work(month, kept=20 - back, missed=back, first=back * 100)
        leaves += month_of_work(
            month, kept=5, missed=5, unit="kantor-dengan-kode-yang-panjang-sekali", service="lama", first=back * 50_000
        )
        leaves.append(ratings(month, 3 + back % 2))
    return leaves


def look_at_all(phone: Page, address: str) -> None:
    for path in PAGES:
        for language in ("id", "en"):
            phone.goto(f"{address}{path}?bahasa={language}")
            for summary in phone.locator("main summary").all():
                summary.click()
            assert faults_of(phone) == [], f"{path} {language}"


def test_anyone_can_read_the_scorecards(phone: Page, live_server: Any) -> None:
    unit = make_unit("dpmptsp", make_unit("tirtamaya"))
    publish(make_service("sku", unit))
    look_at_all(phone, live_server.url)
    make_unit("loket", unit)
    take(a_year())
    look_at_all(phone, live_server.url.replace("localhost", "127.0.0.1"))
