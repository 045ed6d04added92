"""Answers an anonymous visitor's page from the process's own memory for a few seconds.

A page asks for it with `people.pages.public_page(keep_seconds=…)`; it must then hold nothing of the visitor: no
session, no form token, no cookie. The middleware keeps it; `wsgi.py` gives it to the next visitor who comes without
any cookie before a request is even made of it. Each process keeps its own; nothing has to be invalidated, a page is
at most `keep_seconds` old.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip

from pendapa.ui.languages import remembered_language

KEPT_AT_MOST = 300
KEEP_ATTRIBUTE = "keep_seconds"
MESSAGES_COOKIE = "messages"
OWN_TO_EACH_ANSWER = "x-request-id"

Key = tuple[str, str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A whole answer, and until when (`time.monotonic()`) it may be given."""

    until: float
    status: int
    content: bytes
    headers: list[tuple[str, str]]


class KeptPages:
    """The pages that one process remembers, the longest kept forgotten first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, KeptPage] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> KeptPage | None:
        """The page, unless it is not there or too old."""
        page = self._pages.get(key)
        return page if page is not None and page.until > time.monotonic() else None

    def keep(self, key: Key, response: HttpResponse, seconds: float) -> None:
        """Remember an answer."""
        headers = [(name, value) for name, value in response.items() if name.lower() != OWN_TO_EACH_ANSWER]
        page = KeptPage(time.monotonic() + seconds, response.status_code, response.content, headers)
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > KEPT_AT_MOST:
                self._pages.popitem(last=False)

    def forget(self) -> None:
        """Forget all."""
        with self._lock:
            self._pages.clear()


pages = KeptPages()


class AnonymousPageCache:
    """Middleware: keeps what a view marked as keepable, by address, language and accepted compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or _is_known(request):
            return self.get_response(request)
        key = _key_of(request.META, remembered_language(request))
        kept = pages.find(key)
        if kept is not None:
            return HttpResponse(kept.content, status=kept.status, headers=dict(kept.headers))
        response = self.get_response(request)
        seconds = getattr(response, KEEP_ATTRIBUTE, 0)
        if seconds and response.status_code == 200 and not response.streaming and not response.cookies:
            pages.keep(key, response, seconds)
        return response


def kept_for(environ: Mapping[str, Any]) -> KeptPage | None:
    """The page for a visitor who brings no cookie at all, if it is kept."""
    if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ:
        return None
    return pages.find(_key_of(environ, settings.LANGUAGE_CODE))


def _is_known(request: HttpRequest) -> bool:
    """Whether something of the visitor may belong in the page."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES_COOKIE in request.COOKIES


def _key_of(environ: Mapping[str, Any], language: str) -> Key:
    """What a kept page depends on, decided as the middleware below decide it."""
    return (
        environ.get("wsgi.url_scheme", "") + environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        language,
        bool(re_accepts_gzip.search(environ.get("HTTP_ACCEPT_ENCODING", ""))),
    )
