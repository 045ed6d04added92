"""The page of the log on a small phone, in both languages, empty and full: nothing axe objects to, nothing too wide."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from pendapa.ledger.sequencing import run_sequencer, sequencer
from pendapa.ledger.tests.verbs_of_tests import tell, tell_many
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, faults_of

pytestmark = [*LOOKS_AT_PAGES]


@pytest.fixture(autouse=True)
def _a_keeper_of_its_own() -> Iterator[None]:
    sequencer.cache_clear()
    yield
    sequencer.cache_clear()


def test_anyone_can_read_the_log(phone: Page, live_server) -> None:
    address = f"{live_server.url}/log/"
    for language in ("id", "en"):
        phone.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
        phone.goto(address)
        assert faults_of(phone) == []
    tell_many(30)
    tell(unit="satuan-kerja-dengan-kode-yang-sangat-panjang-sekali")
    run_sequencer()
    for language in ("id", "en"):
        phone.context.add_cookies([{"name": "bahasa", "value": language, "url": live_server.url}])
        phone.goto(address)
        for summary in phone.locator("main summary").all():
            summary.click()
        assert faults_of(phone) == []
