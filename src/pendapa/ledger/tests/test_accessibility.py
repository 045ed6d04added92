"""The page of the log on a small phone, in both languages, empty and full: nothing axe objects to, nothing too wide."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from pendapa.ledger.sequencing import run_sequencer, sequencer
from pendapa.ledger.tests.verbs_of_tests import tell, tell_many
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, faults_of, small_phone

pytestmark = [*LOOKS_AT_PAGES]


@pytest.fixture
def page() -> Iterator[Page]:
    sequencer.cache_clear()
    with small_phone() as found:
        yield found
    sequencer.cache_clear()


def test_anyone_can_read_the_log(page: Page, live_server) -> None:
    address = f"{live_server.url}/log/"
    for language in ("id", "en"):
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
        page.goto(address)
        assert faults_of(page) == []
    tell_many(30)
    tell(unit="satuan-kerja-dengan-kode-yang-sangat-panjang-sekali")
    run_sequencer()
    for language in ("id", "en"):
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert faults_of(page) == []
