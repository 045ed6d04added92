"""Every page, in every state it has, on a phone and at a desk, in both languages."""

import pytest
from playwright.sync_api import Browser

from tests.inspection.looking import Inspector
from tests.inspection.walking import first_visits, walk
from tests.inspection.weighing import HEAVIEST_KB, first_visit_kb
from tests.journeys.hall import Hall

pytestmark = pytest.mark.xdist_group("inspection")


@pytest.fixture(scope="module")
def inspector(chromium: Browser, hall: Hall) -> Inspector:
    return walk(chromium, hall)


@pytest.mark.parametrize("inspection", ["axe", "narrow", "language"])
def test_no_page_has_a_fault(inspection: str, inspector: Inspector) -> None:
    faults = [f"{one.page} ({one.how}): {one.fault}" for one in inspector.findings if one.inspection == inspection]
    assert faults == []


def test_the_walk_saw_every_kind_of_page(inspector: Inspector) -> None:
    assert len({name for name, _url in inspector.seen}) > 250


def test_a_first_visit_to_any_public_page_is_light(chromium: Browser, hall: Hall) -> None:
    weights = {name: first_visit_kb(chromium, hall.url + address) for name, address in first_visits(hall).items()}
    assert {name: weight for name, weight in weights.items() if weight > HEAVIEST_KB} == {}
    assert min(weights.values()) > 5, "something did not load"


def test_the_inspector_sees_what_is_wrong(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content('<html lang="id"><body><img src="x"><p class="w">We use it</p><div id="wide">x</div>')
    page.evaluate("document.getElementById('wide').style.width = '2000px'")
    inspector = Inspector()
    inspector.look("wrong", page)
    page.close()
    assert {one.inspection for one in inspector.findings} >= {"axe", "narrow"}
