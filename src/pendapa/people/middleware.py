"""Gives every request its actor, once and only when asked for, and keeps what was shown to them out of caches."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.people.actors import actor_for
from pendapa.people.pages import DOOR

SECRETS_SESSION_KEY = "opened_secrets"
MOST_SECRETS = 20


class ActorMiddleware:
    """Sets `request.actor`, a lazy `Actor`: a page that never asks who is there costs no query for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache" if _is_for_everybody(request) else "private, no-store"
        return response


def _is_for_everybody(request: HttpRequest) -> bool:
    """A public page shows who is signed in at most. Any other must not come back by "Back" after they signed out."""
    view = request.resolver_match.func if request.resolver_match else None
    return getattr(view, DOOR, "") == "public"


def _actor_of(request: HttpRequest) -> Actor:
    secrets = frozenset(request.session.get(SECRETS_SESSION_KEY, ()))
    if request.user.is_authenticated:
        return actor_for(request.user, on=local_date(timezone.now()), secrets=secrets, language=get_language() or "")
    return Actor(kind="anonymous", secrets=secrets, language=get_language() or "id")


def remember_secret(request: HttpRequest, matter: str) -> None:
    """Note in the session that the visitor has shown the secret of a matter (its id); the oldest is forgotten."""
    earlier = [held for held in request.session.get(SECRETS_SESSION_KEY, ()) if held != matter]
    request.session[SECRETS_SESSION_KEY] = [*earlier, matter][-MOST_SECRETS:]
