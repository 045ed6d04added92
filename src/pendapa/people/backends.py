"""Loads a signed-in account together with what it may act as today, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from pendapa.journal.actors import Grant
from pendapa.kernel.calendar import local_date
from pendapa.people.models import Account, Membership


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth publishes no types
    """allauth's sign-in; every later request finds account and grants with one query instead of two."""

    def get_user(self, user_id: Any) -> Account | None:
        today = local_date(timezone.now())
        held = (
            Membership.objects.on(today)
            .filter(account=OuterRef("pk"))
            .order_by("id")
            .values(grant=JSONObject(role="role", organisation="organization__code", path="organization__path"))
        )
        account = Account.objects.filter(pk=user_id).annotate(held=ArraySubquery(held)).first()
        if account is None or not self.user_can_authenticate(account):
            return None
        account.loaded_grants = (today, tuple(Grant(**grant) for grant in account.held))
        return account
