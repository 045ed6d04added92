"""What was shown to somebody who is signed in stays in no cache, and does not come back once they have signed out."""

import pytest
from django.test import Client

from pendapa.people.tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/akun/profil/", "/akun/keamanan/", "/akun/jejak/", "/akun/", "/akun/kabar/"])
def test_pages_of_an_account_are_not_stored(address: str) -> None:
    client = Client()
    client.force_login(make_account())
    assert "no-store" in client.get(address).headers["Cache-Control"]


def test_a_public_page_that_names_its_visitor_is_kept_by_no_shared_cache() -> None:
    client = Client()
    client.force_login(make_account())
    assert client.get("/bantuan/").headers["Cache-Control"] == "private, no-cache"


def test_a_public_page_for_everybody_is_left_as_it_is() -> None:
    assert "Cache-Control" not in Client().get("/bantuan/").headers
