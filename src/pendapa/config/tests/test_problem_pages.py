"""What a person and a machine are told when something is refused or goes wrong."""

import json
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from pendapa.config.problem_pages import ProblemMiddleware, bad_request, server_error
from pendapa.kernel.problems import Conflict, FieldError, Invalid

pytestmark = pytest.mark.django_db

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def answer(fault: Exception, path: str = "/layanan/", accept: str = BROWSER) -> HttpResponse:
    request = RequestFactory().get(path, headers={"accept": accept})
    never: Callable[[HttpRequest], HttpResponse] = lambda _request: HttpResponse()  # noqa: E731
    response = ProblemMiddleware(never).process_exception(request, fault)
    assert response is not None
    return response


def test_a_problem_is_a_page_that_says_what_to_do() -> None:
    response = answer(Conflict("Rina sedang mengerjakan perkara ini."))
    assert response.status_code == 409
    assert "Rina sedang mengerjakan perkara ini." in response.content.decode()


def test_a_problem_is_problem_details_for_a_machine() -> None:
    problem = Invalid("Periksa isian.", errors=[FieldError("nik", "16 angka")])
    for response in (answer(problem, path="/api/v1/x"), answer(problem, accept="application/json")):
        assert response["Content-Type"] == "application/problem+json"
        details = json.loads(response.content)
        assert details["status"] == response.status_code == 422
        assert details["errors"] == [{"field": "nik", "message": "16 angka"}]


def test_a_database_that_is_away_means_try_again_in_a_moment() -> None:
    response = answer(OperationalError("connection refused"))
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def interrupted(view: Callable[[HttpRequest], None]) -> HttpResponse:
    """What is answered when the session that a view has changed cannot be kept."""
    held = SessionStore()
    held.create()
    request = RequestFactory().get("/lapor/", headers={"accept": BROWSER})
    request.COOKIES[settings.SESSION_COOKIE_NAME] = held.session_key or ""

    def change(changed: HttpRequest) -> HttpResponse:
        changed.session["a"] = 1
        view(changed)
        return HttpResponse()

    with pytest.raises(SessionInterrupted) as raised:
        SessionMiddleware(change)(request)
    return bad_request(request, raised.value)


def test_a_database_that_goes_while_the_session_is_kept_means_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def be_gone(*_given: object, **_named: object) -> None:
        raise OperationalError("terminating connection due to unexpected postmaster exit")

    response = interrupted(lambda _request: monkeypatch.setattr(Session, "save", be_gone))
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_a_session_that_ended_elsewhere_is_told_in_our_own_words() -> None:
    response = interrupted(lambda _request: Session.objects.all().delete() and None)
    assert response.status_code == 400
    assert "session was deleted" not in response.content.decode()


def test_a_fault_of_the_program_is_not_explained_away() -> None:
    request = RequestFactory().get("/")
    assert ProblemMiddleware(lambda _request: HttpResponse()).process_exception(request, KeyError("x")) is None


def test_the_page_about_a_fault_is_in_the_language_of_the_page() -> None:
    with translation.override("id"):
        assert "Ada gangguan di pihak kami" in server_error(RequestFactory().get("/")).content.decode()
    with translation.override("en"):
        assert "Something went wrong here" in server_error(RequestFactory().get("/")).content.decode()


@pytest.mark.parametrize("path", ["/tidak-ada/", "/lacak/%00/", "/?q=%00", "/%ff%fe/", "/../../etc/passwd"])
def test_garbage_in_an_address_is_refused_politely(client: Client, path: str) -> None:
    assert 400 <= client.get(path, headers={"accept": BROWSER}).status_code < 500


def test_a_missing_page_of_the_api_is_problem_details(client: Client) -> None:
    response = client.get("/api/tidak-ada")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
