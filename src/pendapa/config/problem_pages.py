"""Every refusal and fault, shown: a page to people, RFC 9457 problem details to machines."""

from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from pendapa.kernel.problems import FieldError, Problem, as_problem_details, type_prefix

log = structlog.get_logger(__name__)

MACHINE_PATHS = ("/api/", "/open311/", "/data/")
PAGE, PROBLEM, JSON = "text/html", "application/problem+json", "application/json"
DATABASE_AWAY = (PoolTimeout, OperationalError)
NUL_MESSAGES = ("NUL (0x00)", "null byte", "embedded null")


class ProblemMiddleware:
    """Turns a `Problem` raised by a view into its page or problem details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers what we know how to explain; everything else becomes a 500."""
        if isinstance(exception, Problem):
            return _answer_problem(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return _answer(request, 413, _("This is too large"), _("Send smaller files, or fewer at a time."))
        if isinstance(exception, DataError | ValueError) and any(part in str(exception) for part in NUL_MESSAGES):
            return bad_request(request)
        if isinstance(exception, DATABASE_AWAY):
            log.error("database_not_reachable", error=type(exception).__name__)
            return unavailable(request)
        return None


def _answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    if wants_json(request):
        details = as_problem_details(problem, request.path)
        return JsonResponse(details, status=problem.status, content_type=PROBLEM)
    return _page(request, problem.status, str(problem.title), str(problem.detail), problem.errors)


def wants_json(request: HttpRequest) -> bool:
    """Whether the one who asks is a machine."""
    if request.path.startswith(MACHINE_PATHS):
        return True
    return request.get_preferred_type([PAGE, PROBLEM, JSON]) in {PROBLEM, JSON}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is not well formed, or its session ended meanwhile."""
    if isinstance(exception, SessionInterrupted):
        # Django says the same of a session that was deleted and of one that a lost database could not keep.
        return unavailable(request) if _is_database_away(exception) else bad_request(request)
    known = isinstance(exception, BadRequest) and str(exception)
    return _answer(request, 400, _("This request cannot be read"), known or _("Go back and try again."))


def permission_denied(request: HttpRequest, exception: PermissionDenied | None = None) -> HttpResponse:
    """403: known, but not allowed."""
    return _answer(request, 403, _("You may not open this"), _("Sign in with an account that may, or ask your office."))


def form_token_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of Django's form token check: mostly a form left open for long, or cookies switched off."""
    detail = _(
        "The page was open for a long time, or cookies are switched off. Go back, reload the page and send it again."
    )
    return _answer(request, 403, _("This form has expired"), detail)


def page_not_found(request: HttpRequest, exception: Http404 | None = None) -> HttpResponse:
    """404: nothing here, or nothing this person may know of."""
    return _answer(request, 404, _("This page does not exist"), _("Check the address, or search from the home page."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; it is in the log with the request's id."""
    detail = _("This is our fault and has been recorded. Nothing you sent was half done. Please try again.")
    return _answer(request, 500, _("Something went wrong here"), detail)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database does not answer just now."""
    response = _answer(request, 503, _("Back in a moment"), _("Please try again in a few seconds."))
    response["Retry-After"] = "5"
    return response


def _is_database_away(exception: BaseException) -> bool:
    """Whether this, or what it was raised from, says so."""
    cause = exception.__cause__ or exception.__context__
    return isinstance(exception, DATABASE_AWAY) or (cause is not None and _is_database_away(cause))


def _answer(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    if wants_json(request):
        details = {"type": f"{type_prefix}http-{status}", "title": title, "status": status, "detail": detail}
        return JsonResponse({**details, "instance": request.path}, status=status, content_type=PROBLEM)
    return _page(request, status, title, detail, [])


def _page(request: HttpRequest, status: int, title: str, detail: str, errors: list[FieldError]) -> HttpResponse:
    context: dict[str, Any] = {"status": status, "title": title, "detail": detail, "errors": errors}
    try:
        return HttpResponse(render_to_string("ui/error.html", context, request), status=status)
    except TemplateDoesNotExist:
        return _plain(status, title, detail)
    except Exception:  # noqa: BLE001 - the page about a fault must not fail with the fault
        log.exception("error_page_failed")
        return _plain(status, title, detail)


def _plain(status: int, title: str, detail: str) -> HttpResponse:
    return HttpResponse(f"{title}\n\n{detail}\n", status=status, content_type="text/plain; charset=utf-8")
