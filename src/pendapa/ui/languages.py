"""Choosing the page's language: `?bahasa=en`, then the cookie, then the body's own language."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

LANGUAGE_PARAMETER = "bahasa"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the language switch."""

    code: str
    name: str
    url: str


def asked_language(request: HttpRequest) -> str | None:
    """The known language that this address asks for, or None."""
    return _known(request.GET.get(LANGUAGE_PARAMETER, ""))


def remembered_language(request: HttpRequest) -> str:
    """The language chosen before, or the body's own; what the browser prefers is not asked, so pages are the same
    for everyone and many phones here are set to English by their makers."""
    return _known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")) or settings.LANGUAGE_CODE


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """This page in each language, the rest of its query kept."""
    links = []
    for code, name in settings.LANGUAGES:
        query = request.GET.copy()
        query[LANGUAGE_PARAMETER] = code
        links.append(LanguageLink(code, str(name), f"?{query.urlencode()}"))
    return links


def _known(code: str) -> str | None:
    return code if code in dict(settings.LANGUAGES) else None
