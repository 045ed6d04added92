"""The writes about one's own account."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Forbidden, Invalid
from pendapa.people.models import Account
from pendapa.people.rules import is_plausible_nik, plain_nik
from pendapa.people.verbs import (
    AccountRegistered,
    IdentityChanged,
    ProfileChanged,
    SecurityChanged,
    SignedIn,
    SignedOutEverywhere,
)


@transaction.atomic
def note_registration(actor: Actor, account: Account, *, at: datetime) -> None:
    """Record that an account was made; the account itself is made by the sign-up form."""
    record(actor, AccountRegistered(), account.subject, at=at)


@transaction.atomic
def note_sign_in(actor: Actor, method: str, *, at: datetime) -> None:
    """Record a completed sign-in, with the method that completed it ("code", "password", "totp", …)."""
    record(actor, SignedIn(method=method), Subject("account", actor.id), at=at)


@transaction.atomic
def note_security_change(actor: Actor, account: Account, what: str, *, at: datetime) -> None:
    """Record a change of password, address, second factor or passkey."""
    record(actor, SecurityChanged(what=what), account.subject, at=at)


@transaction.atomic
def change_profile(actor: Actor, *, name: str, phone: str, language: str, at: datetime) -> None:
    """Change one's own name, phone and language. Raises Forbidden for anyone but the person."""
    account = _own_account(actor)
    wanted = {"name": name.strip(), "phone": phone.strip(), "language": language}
    changed = _assign(account, wanted)
    if changed:
        account.save(update_fields=changed)
        record(actor, ProfileChanged(fields=tuple(changed)), account.subject, at=at)


@transaction.atomic
def change_nik(actor: Actor, nik: str, *, at: datetime) -> None:
    """Enter, replace or (with an empty text) remove one's own NIK. Raises Invalid for one that cannot be."""
    account = _own_account(actor)
    digits = plain_nik(nik)
    if digits and not is_plausible_nik(digits):
        raise Invalid(errors=[FieldError("nik", _("Check the NIK: it has 16 digits, as printed on your KTP or KK."))])
    if digits == account.nik:
        return
    account.nik = digits
    account.save(update_fields=["nik"])
    record(actor, IdentityChanged(ending=digits[-4:]), account.subject, at=at)


@transaction.atomic
def sign_out_everywhere(actor: Actor, *, at: datetime) -> Account:
    """End every session of one's account; returns it, so that the present device can be kept signed in."""
    account = _own_account(actor)
    Account.objects.filter(pk=account.pk).update(session_generation=F("session_generation") + 1)
    account.refresh_from_db(fields=["session_generation"])
    record(actor, SignedOutEverywhere(), account.subject, at=at)
    return account


def _own_account(actor: Actor) -> Account:
    account = (
        Account.objects.select_for_update(no_key=True).filter(pk=actor.id).first() if actor.kind == "person" else None
    )
    if account is None:
        raise Forbidden(_("Sign in to change your account."))
    return account


def _assign(account: Account, wanted: dict[str, str]) -> list[str]:
    changed = [field for field, value in wanted.items() if getattr(account, field) != value]
    for field in changed:
        setattr(account, field, wanted[field])
    return changed
