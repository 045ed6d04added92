"""What operators see of a request: an id, one log line by route, and the numbers behind `/metrics`."""

import re
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from pendapa.config.tracing import name_span, request_span

log = structlog.get_logger("pendapa.request")

REQUESTS = Counter("pendapa_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "pendapa_request_seconds",
    "Time to the answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
GIVEN_ID = re.compile(r"[A-Za-z0-9\-]{8,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
KEPT = "kept"
UNTOLD = "untold"
"""The route of a page that leaves no trace (`request.leaves_no_trace`): the very moment of a visit would tell."""
QUIET_ROUTES = frozenset({"healthz", "readyz", "metrics", "static"})


class ObservationMiddleware:
    """Outermost: takes the request's id from the proxy or makes one, and counts the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = request_id_from(request.META)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        method = request.method if request.method in METHODS else "other"
        started = time.perf_counter()
        with request_span(str(method), request_id) as span:
            response = self.get_response(request)
            name_span(span, str(method), route_of(request), response.status_code)
        _observe(request, response, str(method), time.perf_counter() - started)
        response["X-Request-ID"] = request_id
        return response


def request_id_from(environ: Mapping[str, Any]) -> str:
    """The id that the proxy gave the request, or a new one."""
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if given and GIVEN_ID.fullmatch(given) else uuid.uuid4().hex


def observe_kept_page(request_id: str, status: int, seconds: float) -> None:
    """Count and log a page given from memory, before any request was made of it."""
    REQUESTS.labels("GET", KEPT, str(status)).inc()
    SECONDS.labels(KEPT).observe(seconds)
    milliseconds = round(seconds * 1000, 1)
    log.info("answered", method="GET", route=KEPT, status=status, milliseconds=milliseconds, request_id=request_id)


def _observe(request: HttpRequest, response: HttpResponse, method: str, seconds: float) -> None:
    route = route_of(request)
    if route == UNTOLD:
        return
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    SECONDS.labels(route).observe(seconds)
    if route not in QUIET_ROUTES:
        milliseconds = round(seconds * 1000, 1)
        log.info("answered", method=method, route=route, status=response.status_code, milliseconds=milliseconds)


def route_of(request: HttpRequest) -> str:
    """The pattern that answered, never the path itself: paths hold numbers and secrets."""
    if getattr(request, "leaves_no_trace", False):
        return UNTOLD
    if request.resolver_match is not None:
        return request.resolver_match.route or "/"
    return "static" if request.path.startswith("/static/") else KEPT if request.method == "GET" else "none"
