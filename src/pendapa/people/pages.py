"""Who may enter a page at all; what they may do there is asked by the action."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast, overload

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Forbidden
from pendapa.people.models import Account

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request after `ActorMiddleware`."""

    actor: Actor


class PersonRequest(ActorRequest):
    """A request of somebody who is signed in."""

    user: Account


StaffRequest = PersonRequest
View = Callable[Concatenate[Any, P], HttpResponse]
DOOR = "pendapa_door"


@overload
def public_page(view: View[P]) -> View[P]: ...


@overload
def public_page(*, keep_seconds: float) -> Callable[[View[P]], View[P]]: ...


def public_page(view: View[P] | None = None, *, keep_seconds: float = 0) -> View[P] | Callable[[View[P]], View[P]]:
    """Anyone may enter.

    With `keep_seconds` the page holds nothing of its visitor, and a visitor without a session may be shown one that
    is that old (`config.page_cache`).
    """

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def enter(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if keep_seconds:
                response.keep_seconds = keep_seconds  # type: ignore[attr-defined]
            return response

        setattr(enter, DOOR, "public")
        return enter

    return declare if view is None else declare(view)


def person_page(view: View[P]) -> View[P]:
    """Whoever is signed in may enter; others are sent to sign in and come back."""

    @wraps(view)
    def enter(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast(PersonRequest, request), *args, **kwargs)

    setattr(enter, DOOR, "person")
    return enter


def staff_page(view: View[P]) -> View[P]:
    """Members of an organisation may enter, with a second factor (demonstration accounts are exempt)."""

    @wraps(view)
    def enter(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        staff = cast(StaffRequest, request)
        if not staff.actor.is_staff:
            raise Forbidden(_("This page is for the staff of the public body."))
        if not has_second_factor(staff):
            return redirect(settings.PENDAPA_SECOND_FACTOR_URL)
        return view(staff, *args, **kwargs)

    setattr(enter, DOOR, "staff")
    return enter


def has_second_factor(request: PersonRequest) -> bool:
    """Whether a second factor guards the account; a demonstration account is let through in a demonstration."""
    from allauth.mfa.utils import is_mfa_enabled

    if request.user.is_demonstration and settings.PENDAPA_DEMO:
        return True
    return bool(is_mfa_enabled(request.user))
