from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from pendapa.ui.middleware import LanguageChoiceMiddleware


def answer(path: str, cookie: str = "", browser: str = "") -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(get_language())

    request = RequestFactory().get(path, headers={"accept-language": browser} if browser else {})
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    return LanguageChoiceMiddleware(view)(request)


def test_a_page_is_in_the_language_of_the_body_whatever_the_browser_prefers() -> None:
    assert answer("/", browser="en-US").content == b"id"


def test_a_page_can_be_asked_for_in_english_and_the_choice_is_remembered() -> None:
    response = answer("/layanan/?bahasa=en")
    assert response.content == b"en"
    assert response.headers["Content-Language"] == "en"
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert answer("/", cookie="en").content == b"en"


def test_a_language_we_do_not_speak_changes_nothing() -> None:
    response = answer("/?bahasa=xx", cookie="../../etc")
    assert response.content == b"id"
    assert not response.cookies
