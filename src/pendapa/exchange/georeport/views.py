"""The addresses of GeoReport v2; every refusal is told in its own format."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from pendapa.exchange.georeport import parameters
from pendapa.exchange.georeport.formats import answer
from pendapa.exchange.georeport.keys import reading_key, writing_key
from pendapa.exchange.georeport.reading import Reader, request_list, request_of
from pendapa.exchange.georeport.refusals import Refusal, refusal_of, refuse
from pendapa.exchange.georeport.submission import hand_in, read_submission, receipt_row
from pendapa.exchange.georeport.topics import definition_of, service_list, topic_of_code
from pendapa.exchange.models import ServiceRequest
from pendapa.kernel.problems import Problem
from pendapa.people.pages import public_page
from pendapa.ui.body import body_name

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
READING = ("GET", "HEAD")


def georeport_call(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A call of GeoReport v2: only by these methods, for our jurisdiction, its refusals in the format asked for."""

    def declare(call: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(call)
        def enter(request: Any, /, *, form: str, **named: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Refusal(405, _("{method} is not possible here.").format(method=request.method))
                for given in (request.GET, _posted(request)):
                    parameters.refuse_signs(given)
                    parameters.check_jurisdiction(given)
                return call(request, form=form, **named)
            except Refusal as refusal:
                refused = refuse(form, refusal)
            except Problem as problem:
                refused = refuse(form, refusal_of(problem))
            if refused.status_code == 405:
                refused["Allow"] = ", ".join(methods)
            if refused.status_code == 429:
                refused["Retry-After"] = "3600"
            return refused

        return csrf_exempt(public_page(enter))

    return declare


@georeport_call(*READING)
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    """Where the endpoint is, and how one gets a key (Open311 service discovery)."""
    url = f"{settings.PENDAPA_PUBLIC_URL}/open311/v2"
    endpoint = {
        "specification": SPECIFICATION,
        "url": url,
        "changeset": parameters.changed_on(),
        "type": "test" if settings.PENDAPA_DEMO else "production",
        "formats": ["text/xml", "application/json"],
    }
    row = {
        "changeset": parameters.changed_on(),
        "contact": f"{body_name()}, {settings.PENDAPA_PUBLIC_URL}/bantuan/",
        "key_service": f"{settings.PENDAPA_PUBLIC_URL}/bantuan/",
        "endpoints": [endpoint],
    }
    return answer(form, "discovery", row)


@georeport_call(*READING)
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    """What can be reported."""
    return answer(form, "services", service_list())


@georeport_call(*READING)
def service(request: HttpRequest, *, form: str, code: str) -> HttpResponse:
    """What is asked besides for one service."""
    return answer(form, "service_definition", definition_of(topic_of_code(code)))


@georeport_call(*READING, "POST")
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    """The reports that a query asks for; by POST, a new one."""
    at = timezone.now()
    if request.method == "POST":
        key = writing_key(request, at)
        kept = hand_in(
            read_submission(request), key, request.FILES.getlist("media"), language=get_language() or "id", at=at
        )
        return answer(form, "service_requests", [receipt_row(kept)])
    return answer(form, "service_requests", request_list(request.GET, _reader(request), at))


@georeport_call(*READING)
def one_request(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    """One report."""
    return answer(form, "service_requests", [request_of(number, _reader(request))])


@georeport_call(*READING)
def token(request: HttpRequest, *, form: str, token: str) -> HttpResponse:
    """The number behind a token."""
    try:
        kept = ServiceRequest.objects.select_related("complaint__case").filter(token=UUID(token)).first()
    except ValueError:
        kept = None
    if kept is None:
        raise Refusal(404, _("token {token} was not found.").format(token=token[:40]))
    row = {"service_request_id": kept.complaint.case.number, "token": token}
    return answer(form, "service_requests", [row])


@georeport_call(*READING)
def nothing(request: HttpRequest, *, form: str, rest: str) -> HttpResponse:
    """Any other address below."""
    raise Refusal(404, _("There is nothing at this address."))


def _reader(request: HttpRequest) -> Reader:
    wants = request.GET.get("extensions", "").lower() in {"true", "1", "yes"}
    return Reader(reading_key(request, timezone.now()), wants)


def _posted(request: HttpRequest) -> Any:
    """What was posted; raises Refusal for what cannot be read."""
    if request.method != "POST":
        return request.POST
    if request.content_type not in FORMS:
        raise Refusal(400, _("Send a form: application/x-www-form-urlencoded or multipart/form-data."))
    try:
        return request.POST
    except RequestDataTooBig:
        raise Refusal(413, _("This is too large.")) from None
    except (MultiPartParserError, BadRequest, SuspiciousOperation, UnreadablePostError, ValueError):
        raise Refusal(400, _("The body cannot be read.")) from None
