"""Where allauth asks us: language of mails, the journal, how long a session lasts, where to go next."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override

from pendapa.kernel.calendar import local_date
from pendapa.people.actions import note_security_change, note_sign_in
from pendapa.people.actors import actor_for
from pendapa.people.models import Account

METHOD_NAMES = {"mfa": "second_factor", "socialaccount": "provider"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Our answers to allauth's questions about accounts."""

    def new_user(self, request: HttpRequest) -> Account:
        return Account(language=get_language() or settings.LANGUAGE_CODE)

    def post_login(self, request: HttpRequest, user: Account, **options: Any) -> HttpResponse:
        now = timezone.now()
        actor = actor_for(user, on=local_date(now))
        if actor.is_staff:
            request.session.set_expiry(settings.PENDAPA_STAFF_SESSION_SECONDS)
        else:
            request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        note_sign_in(actor, _method_of(request, user), at=now)
        response: HttpResponse = super().post_login(request, user, **options)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        actor = actor_for(request.user, on=local_date(timezone.now()))  # type: ignore[arg-type]
        return "/meja/" if actor.is_staff else str(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/akun/keamanan/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the account that the address belongs to; of the page, where there is none."""
        account = Account.objects.filter(email=email.lower()).only("language").first()
        with override(account.language if account else get_language()):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Account, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person of a change to the account's security, and record it."""
        now = timezone.now()
        note_security_change(actor_for(user, on=local_date(now)), user, template_prefix.rpartition("/")[2], at=now)
        super().send_notification_mail(template_prefix, user, context=context, email=email)


def _method_of(request: HttpRequest, user: Account) -> str:
    records = get_authentication_records(request, user)
    if not records:
        return "code"
    last = records[-1]
    return str(last.get("type") or METHOD_NAMES.get(last["method"], last["method"]))
