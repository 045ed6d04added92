"""Says on each page whether a device may keep a copy of it, and whose: the service worker keeps nothing else.

`Pendapa-Keep: public` stands on a page that holds nothing of its visitor, `Pendapa-Keep: own <tag>` on a signed-in
person's own matters; the tag is that of `ui.components.page.device_tag`.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pendapa.config.page_cache import KEEP_ATTRIBUTE, MESSAGES_COOKIE
from pendapa.ui.components.page import device_tag
from pendapa.ui.languages import LANGUAGE_PARAMETER

PUBLIC_PAGES = re.compile(r"/$|/(layanan|peristiwa|bantuan|aksesibilitas|privasi)/")
"""What stays true for a while. Reports of residents are not among them: moderation must be able to take one back."""
OWN_PAGES = re.compile(r"/akun/$|/lacak/[^/]+/$")
HEADER = "Pendapa-Keep"


class DeviceCopiesMiddleware:
    """Stands inside the cache of anonymous pages, so that a kept page carries the header too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200 and LANGUAGE_PARAMETER not in request.GET:
            kind = _may_be_kept(request, response)
            if kind:
                response.headers[HEADER] = kind
        return response


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> str:
    if getattr(response, KEEP_ATTRIBUTE, 0) and PUBLIC_PAGES.match(request.path):
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES_COOKIE in request.COOKIES
        return "" if is_known else "public"
    if OWN_PAGES.match(request.path) and response.headers.get("Content-Type", "").startswith("text/html"):
        # The computers of an office have many users.
        tag = "" if request.actor.is_staff else device_tag(request)  # type: ignore[attr-defined]
        return f"own {tag}" if tag else ""
    return ""
