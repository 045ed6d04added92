"""The app: installed, without a connection, on a telephone that is switched off in between."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.hall import Hall
from tests.journeys.phone import Telephone, copies_on, items_on, offline_page, wait_for_copy, wait_for_no_copy
from tests.journeys.working import sign_in

pytestmark = pytest.mark.xdist_group("journeys")
RESIDENT = "warga@tirtamaya.example"


@pytest.fixture
def telephone(
    playwright: Playwright, browser_type_launch_args: dict[str, Any], hall: Hall, tmp_path: Path
) -> Iterator[Telephone]:
    phone = Telephone(playwright.chromium, browser_type_launch_args, tmp_path / "profile", hall.url)
    yield phone
    if phone.context is not None:
        phone.switch_off()


def test_the_site_can_be_installed(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    assert telephone.context is not None
    session = telephone.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert "Tirtamaya" in manifest["data"]
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_a_page_that_was_never_seen_gives_way_to_the_offline_page(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.airplane(True)
    telephone.visit(page, "/verifikasi/")
    offline_page(page)
    expect(page.locator("[data-waiting]")).to_contain_text("Tidak ada yang menunggu")
    telephone.airplane(False)
    page.reload()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Tanpa internet")


def test_a_service_that_was_read_is_readable_without_a_connection_and_says_its_age(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.visit(page, "/layanan/sku/")
    title = page.get_by_role("heading", level=1).inner_text()
    wait_for_copy(page, "pendapa-public", "/layanan/sku/")
    telephone.switch_off()

    page = telephone.switch_on()
    telephone.airplane(True)
    telephone.visit(page, "/layanan/sku/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 243)", "no stylesheet"


def test_the_language_chosen_online_is_spoken_without_a_connection(telephone: Telephone) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    telephone.visit(page, "/bantuan/?bahasa=en")
    wait_for_copy(page, "pendapa-shell", "/lapor/luring/?kept-in=en")
    telephone.airplane(True)
    telephone.visit(page, "/verifikasi/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Without internet")


def test_ones_own_matters_are_readable_without_a_connection_until_one_signs_out(
    telephone: Telephone, hall: Hall
) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    sign_in(page, hall, RESIDENT)
    telephone.visit(page, "/akun/")
    greeting = page.get_by_role("heading", level=1).inner_text()
    wait_for_copy(page, "pendapa-own", "/akun/")
    telephone.airplane(True)
    telephone.visit(page, "/akun/")
    expect(page.get_by_role("heading", level=1)).to_have_text(greeting)
    expect(page.locator("[data-offline-banner]")).to_contain_text("disimpan di perangkat ini")
    telephone.visit(page, "/layanan/tidak-pernah/")
    offline_page(page)
    telephone.visit(page, "/akun/")
    expect(page.get_by_role("heading", level=1)).to_have_text(greeting)

    telephone.airplane(False)
    telephone.visit(page, "/keluar/")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{hall.url}/")
    nothing_private_is_left(page, greeting)
    telephone.airplane(True)
    telephone.visit(page, "/akun/")
    offline_page(page)


def test_a_session_that_ended_elsewhere_takes_its_copies_along(telephone: Telephone, hall: Hall) -> None:
    page = telephone.switch_on()
    telephone.become_ready(page)
    sign_in(page, hall, RESIDENT)
    telephone.visit(page, "/akun/")
    greeting = page.get_by_role("heading", level=1).inner_text()
    wait_for_copy(page, "pendapa-own", "/akun/")
    assert telephone.context is not None
    telephone.context.clear_cookies(name="sessionid")
    telephone.visit(page, "/akun/")
    expect(page).to_have_url(f"{hall.url}/masuk/?next=/akun/")
    wait_for_no_copy(page, "pendapa-own")
    nothing_private_is_left(page, greeting)


def nothing_private_is_left(page: Page, greeting: str) -> None:
    """No copy holds a personal page or the name of the person, whatever its cache is called."""
    copies = copies_on(page)
    name = greeting.rpartition(", ")[2]
    assert copies
    assert [address for cache, address, text in copies if cache.startswith("pendapa-own") or name in text] == []
    assert [address for _cache, address, _text in copies if "/akun/" in address or "/lacak/" in address] == []
    assert items_on(page) == []
