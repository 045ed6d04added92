"""The door of the reporter's pages: whoever enters is nobody, and as little as can be remains of the visit."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from pendapa.complaints.whistle.enclosures import MemoryOnly
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Forbidden
from pendapa.people.pages import public_page

P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponse]


def traceless_page(view: View[P]) -> View[P]:
    """Anyone may enter, as nobody: not even a signed-in person's session is read, and no cookie is set.

    The form token, which would need a cookie, is left out: what a form may do here follows from the phrase that its
    sender knows, and a browser that says it was sent by a page of another site is refused. Uploads stay in memory,
    nothing is kept by the browser or named to the next page, and no log line or measure tells of the visit
    (`config.observation`).
    """

    @csrf_exempt
    @public_page
    @sensitive_post_parameters()
    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        _forget_visitor(request)
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise Forbidden(_("This form was sent by another site. Open the page itself and write there."))
        request.upload_handlers = [MemoryOnly(request)]
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return enter


def _forget_visitor(request: HttpRequest) -> None:
    request.leaves_no_trace = True  # type: ignore[attr-defined]
    request.user = AnonymousUser()
    request.actor = Actor(kind="anonymous", language=get_language() or "id")  # type: ignore[attr-defined]
    if hasattr(request, "_messages"):  # they would be read from the session, and shown here
        del request._messages
