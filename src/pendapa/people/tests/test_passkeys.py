"""A passkey from its making to signing in with it, in a real browser with an authenticator made of software."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import BrowserContext, Page, sync_playwright

from pendapa.journal.models import Entry
from pendapa.people.tests.factories import make_account
from pendapa.ui.tests.browser import chromium_path

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "batu-kali-jernih"


@pytest.fixture
def context(monkeypatch) -> Iterator[BrowserContext]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_context(viewport={"width": 320, "height": 720}, locale="id")
        browser.close()


def page_with_authenticator(context: BrowserContext, *, is_verified: bool = True) -> Page:
    page = context.new_page()
    session: Any = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": is_verified,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in_with_password(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/masuk/")
    page.fill("[name=login]", email)
    page.click("details.disclosure summary")
    page.fill("[name=password]", PASSWORD)
    page.click("details.disclosure button")
    page.wait_for_url(lambda url: "/masuk/" not in url)


def test_a_passkey_is_added_and_then_opens_the_account_alone(context, live_server):
    account = make_account(email="sari@example.org", password=PASSWORD)
    page = page_with_authenticator(context)
    sign_in_with_password(page, live_server.url, account.email)
    page.goto(f"{live_server.url}/akun/keamanan/kunci/tambah/")
    if "/masuk/ulang/" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.click("main button.button-main")
    page.fill("[name=name]", "HP Sari")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/tambah/" not in url)
    assert Authenticator.objects.filter(user=account, type="webauthn").exists()
    page.goto(f"{live_server.url}/akun/keamanan/kunci/")
    assert "HP Sari" in page.inner_text("main")

    page.goto(f"{live_server.url}/keluar/")
    page.click("main button.button-main")
    page.goto(f"{live_server.url}/masuk/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    signed_in = Entry.objects.filter(verb="account.signed_in").latest("id")
    assert (signed_in.subject_id, signed_in.payload) == (str(account.pk), {"method": "webauthn"})


def test_a_passkey_that_is_refused_says_so_on_the_page(context, live_server):
    page = page_with_authenticator(context, is_verified=False)
    page.goto(f"{live_server.url}/masuk/")
    page.click("#passkey_login")
    page.wait_for_selector("[data-passkey-fault]:not([hidden])")


def test_without_script_the_page_offers_what_works(context, live_server):
    page = context.browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 720}).new_page()
    page.goto(f"{live_server.url}/masuk/")
    assert page.is_visible("[name=login]")
    assert not page.is_visible("#passkey_login")
    page.click("details.disclosure summary")
    assert page.is_visible("[name=password]")
