"""WSGI entry point for pages and the API: whatever fails here, also a broken module of ours, is in the log."""

import gc
import os
import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendapa.config.settings")

import structlog
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import get_resolver

from pendapa.config.observation import observe_kept_page, request_id_from
from pendapa.config.page_cache import KeptPage, kept_for
from pendapa.config.tracing import tracer

log = structlog.get_logger(__name__)

COLLECTED_AFTER = 10_000
LAST_WORDS = "Something went wrong here. It has been recorded. Please try again.\n"


class Application:
    """Django's handler, with every address read at the start: a fault ends the start, not a request."""

    def __init__(self, handler: WSGIHandler) -> None:
        self._handler = handler
        _ = get_resolver().url_patterns
        self._may_answer_kept = tracer() is None  # a span is made by the middleware

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer; a page that is whole goes to the server in one piece."""
        kept = kept_for(environ)
        if kept is not None and self._may_answer_kept:
            return _give_kept(kept, environ, start_response)
        try:
            response = self._handler(environ, start_response)
        except Exception:
            # Django answers its own faults; what comes here came from answering one.
            log.exception("request_failed")
            start_response(_status_line(), [("Content-Type", "text/plain; charset=utf-8")])
            return [LAST_WORDS.encode()]
        if not isinstance(response, HttpResponse):
            return response
        content = [response.content]
        response.close()
        return content


def make_application() -> Application:
    """The application; raises what its modules raise, after having logged it."""
    try:
        made = Application(get_wsgi_application())
        _leave_modules_to_themselves()
        return made
    except Exception:
        log.exception("start_failed")
        raise


def _leave_modules_to_themselves() -> None:
    """What was loaded at the start stays: the collector need not walk over all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, 20, 20)


def _give_kept(kept: KeptPage, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    started = time.perf_counter()
    request_id = request_id_from(environ)
    start_response(_status_line(HTTPStatus(kept.status)), [*kept.headers, ("X-Request-ID", request_id)])
    observe_kept_page(request_id, kept.status, time.perf_counter() - started)
    return [kept.content]


def _status_line(status: HTTPStatus = HTTPStatus.INTERNAL_SERVER_ERROR) -> str:
    return f"{status.value} {status.phrase}"


application = make_application()
