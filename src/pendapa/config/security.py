"""Response headers that narrow what a browser will do with our pages."""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = (
    "accelerometer=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), "
    "microphone=(), payment=(), usb=(), browsing-topics=()"
)


@cache
def content_security_policy() -> str:
    """Only our own files, no script or style inside a page; frames are our own documents beside a case."""
    live = urlsplit(settings.PENDAPA_LIVE_URL)
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": " ".join(["'self' data: blob:", *_map_server()]),
        "font-src": "'self'",
        "connect-src": f"'self' {live.scheme}://{live.netloc}",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "frame-src": "'self'",
        "object-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _map_server() -> list[str]:
    tiles = urlsplit(settings.PENDAPA_MAP_TILES)
    return [f"{tiles.scheme}://{tiles.netloc}"] if tiles.netloc else []


RUNS_NOTHING = ("text/javascript", "text/css", "font/", "image/png")
"""The page that asks for such a file says what it may do; on the file the rules would only weigh."""


class SecurityHeadersMiddleware:
    """Adds the headers Django's own SecurityMiddleware leaves to us; a view may set a stricter one first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        kind = response.headers.get("Content-Type", "")
        if request.path.startswith(settings.STATIC_URL) and kind.startswith(RUNS_NOTHING):
            return response
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response
