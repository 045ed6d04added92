"""Kept pages: quick for whoever comes unknown, never somebody else's."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.test import RequestFactory

from pendapa.config.page_cache import AnonymousPageCache, kept_for, pages

LONG_WORDS = " kata" * 200


class Site:
    """The middleware around a page that tells how often it was made."""

    def __init__(self) -> None:
        self.made = 0
        self.cookie = ""
        self.keep_seconds = 10.0
        self.cache = AnonymousPageCache(GZipMiddleware(self._page))

    def _page(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        response = HttpResponse(f"{self.made}{LONG_WORDS}")
        response.keep_seconds = self.keep_seconds  # type: ignore[attr-defined]
        if self.cookie:
            response.set_cookie(self.cookie, "x")
        return response

    def get(self, path: str = "/layanan/sku/", *, encoding: str = "", **cookies: str) -> HttpResponse:
        request = RequestFactory().get(path, headers={"accept-encoding": encoding})
        request.COOKIES.update(cookies)
        return self.cache(request)


@pytest.fixture
def site() -> Iterator[Site]:
    pages.forget()
    yield Site()
    pages.forget()


def test_a_page_is_made_once_for_many_unknown_visitors(site: Site) -> None:
    assert {site.get().content for _visitor in range(5)} == {f"1{LONG_WORDS}".encode()}
    assert site.made == 1


def test_each_gets_a_page_that_it_can_read(site: Site) -> None:
    assert gzip.decompress(site.get(encoding="br, gzip").content).startswith(b"1")
    assert site.get(encoding="br").content.startswith(b"2")
    assert gzip.decompress(site.get(encoding="gzip").content).startswith(b"1")
    assert site.get().content.startswith(b"2")


def test_languages_are_kept_apart_and_garbage_makes_no_pages_of_its_own(site: Site) -> None:
    site.get()
    site.get(**{settings.LANGUAGE_COOKIE_NAME: "en"})
    assert site.made == 2
    site.get(**{settings.LANGUAGE_COOKIE_NAME: "xx-garbage"})
    assert site.made == 2


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_whoever_is_known_is_never_shown_a_kept_page(site: Site, cookie: str) -> None:
    site.get()
    site.get(**{cookie: "somebody"})
    assert site.made == 2
    assert site.get().content.startswith(b"1")


def test_a_page_that_sets_a_cookie_is_not_kept(site: Site) -> None:
    site.cookie = "bahasa"
    site.get()
    site.get()
    assert site.made == 2


def test_a_page_that_does_not_ask_for_it_is_not_kept(site: Site) -> None:
    site.keep_seconds = 0
    site.get()
    site.get()
    assert site.made == 2


def environ(**changes: Any) -> dict[str, Any]:
    return {**RequestFactory().get("/layanan/sku/", headers={"accept-encoding": "gzip"}).META, **changes}


def without_cookies(of: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in of.items() if name != "HTTP_COOKIE"}


def test_a_visitor_without_any_cookie_is_given_it_before_a_request_is_made(site: Site) -> None:
    assert kept_for(without_cookies(environ())) is None
    page = site.get(encoding="gzip")
    kept = kept_for(without_cookies(environ()))
    assert kept is not None
    assert kept.content == page.content
    assert dict(kept.headers)["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "changes",
    [
        {"HTTP_COOKIE": "bahasa=en"},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "HEAD"},
        {"QUERY_STRING": "bahasa=en"},
        {"HTTP_HOST": "other.example"},
        {"HTTP_ACCEPT_ENCODING": "br"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"PATH_INFO": "/layanan/domisili/"},
    ],
)
def test_any_other_visitor_is_not(site: Site, changes: dict[str, str]) -> None:
    site.get(encoding="gzip")
    assert kept_for({**without_cookies(environ()), **changes}) is None


def test_an_old_page_is_made_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.keep_seconds = 0.0001
    site.get()
    monkeypatch.setattr("time.monotonic", lambda: 1e12)
    site.get()
    assert site.made == 2
