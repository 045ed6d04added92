"""Answers an anonymous visitor's page from the process's own memory for a few seconds.

A page asks for it with `people.pages.public_page(keep_seconds=…)`; it must then hold nothing of the visitor: no
session, no form token, no cookie. The middleware stands first, so that a kept page costs no further work. Each
process keeps its own; nothing has to be invalidated, a page is at most `keep_seconds` old.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip

from pendapa.ui.languages import remembered_language

KEPT_AT_MOST = 300
KEEP_ATTRIBUTE = "keep_seconds"

MESSAGES_COOKIE = "messages"

Key = tuple[str, str, str, bool]


class AnonymousPageCache:
    """Middleware: keeps what a view marked as keepable, by address, language and accepted compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: OrderedDict[Key, tuple[float, int, bytes, dict[str, str]]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or _is_known(request):
            return self.get_response(request)
        key = _key_of(request)
        kept = self._kept.get(key)
        if kept is not None and kept[0] > time.monotonic():
            return HttpResponse(kept[2], status=kept[1], headers=kept[3])
        response = self.get_response(request)
        seconds = getattr(response, KEEP_ATTRIBUTE, 0)
        if seconds and response.status_code == 200 and not response.streaming and not response.cookies:
            self._keep(key, response, seconds)
        return response

    def _keep(self, key: Key, response: HttpResponse, seconds: float) -> None:
        headers = {name: value for name, value in response.items() if name.lower() != "x-request-id"}
        with self._lock:
            self._kept[key] = (time.monotonic() + seconds, response.status_code, response.content, headers)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT_AT_MOST:
                self._kept.popitem(last=False)


def _is_known(request: HttpRequest) -> bool:
    """Whether something of the visitor may belong in the page."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES_COOKIE in request.COOKIES


def _key_of(request: HttpRequest) -> Key:
    """What a kept page depends on, decided as the middleware below decide it."""
    is_compressed = bool(re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    host = request.META.get("HTTP_HOST", "")
    return host, request.get_full_path(), remembered_language(request), is_compressed
