"""The root of the JSON API: one OpenAPI document, problem details for every refusal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from pendapa import __version__
from pendapa.applications.api import router as applications
from pendapa.catalogue.api import router as catalogue
from pendapa.complaints.api import router as complaints
from pendapa.kernel.problems import FieldError, Invalid, NotFound, Problem, as_problem_details
from pendapa.oversight.api import router as findings

api = NinjaAPI(
    title="Pendapa",
    version=__version__,
    description="Public services of the body, and applications for them. Errors are problem details (RFC 9457).",
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("/services", catalogue, tags=["services"])
api.add_router("/applications", applications, tags=["applications"])
api.add_router("/complaints", complaints, tags=["complaints"])
api.add_router("/findings", findings, tags=["findings"])


def _respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    response = api.create_response(request, as_problem_details(problem, request.path), status=problem.status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(Problem)
def _on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return _respond(request, problem)


@api.exception_handler(Http404)
def _on_missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return _respond(request, NotFound(_("There is nothing at this address.")))


@api.exception_handler(ValidationError)
def _on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [FieldError(".".join(str(part) for part in fault["loc"]), fault["msg"]) for fault in error.errors]
    return _respond(request, Invalid(_("The request does not fit the documented schema."), errors=errors))


@api.exception_handler(HttpError)
def _on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    details: dict[str, Any] = {
        "type": "about:blank",
        "title": str(error),
        "status": error.status_code,
        "instance": request.path,
    }
    response = api.create_response(request, details, status=error.status_code)
    response["Content-Type"] = "application/problem+json"
    return response
