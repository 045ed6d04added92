"""Naming the unit, its key, and opening the mailbox. Each is an entry about the mailbox itself."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from pendapa.complaints.whistle.letters import reseal_for_unit
from pendapa.complaints.whistle.models import Letter, Mailbox
from pendapa.complaints.whistle.permissions import WHISTLE_READ, WHISTLE_SET_UP
from pendapa.complaints.whistle.rules import LONGEST_RETENTION, SHORTEST_RETENTION, is_strong_passphrase
from pendapa.complaints.whistle.sealing import CannotOpen, public_bytes
from pendapa.complaints.whistle.unit_keys import (
    NewKey,
    is_pair,
    make_unit_key,
    new_recovery_key,
    unwrap,
    unwrap_by_recovery,
    wrap,
    wrap_by_recovery,
)
from pendapa.complaints.whistle.verbs import (
    MailboxKeyMade,
    MailboxNamed,
    MailboxPassphraseChanged,
    MailboxRefused,
    MailboxUnlocked,
)
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, FieldError, Invalid
from pendapa.people.models import Organization
from pendapa.people.permissions import acting_as, require

RESEALED_AT_ONCE = 500


@transaction.atomic
def name_unit(actor: Actor, unit: Organization, retention_days: int, *, at: datetime) -> Mailbox:
    """Name the unit that receives reports from now on. A unit named before keeps its threads, and its key to them."""
    require(actor, WHISTLE_SET_UP, unit)
    if not SHORTEST_RETENTION <= retention_days <= LONGEST_RETENTION:
        message = _("Between {least} and {most} days.").format(least=SHORTEST_RETENTION, most=LONGEST_RETENTION)
        raise Invalid(errors=[FieldError("retention_days", message)])
    Mailbox.objects.select_for_update().exclude(unit=unit).filter(is_accepting=True).update(is_accepting=False)
    mailbox, _is_new = Mailbox.objects.update_or_create(
        unit=unit, defaults={"is_accepting": True, "retention_days": retention_days}
    )
    happened = MailboxNamed(unit=unit.name, retention_days=retention_days)
    record(actor, happened, mailbox.subject, at=at, **acting_as(actor, WHISTLE_SET_UP, unit))
    return mailbox


@sensitive_variables("passphrase", "made")
@transaction.atomic
def make_key(actor: Actor, mailbox: Mailbox, passphrase: str, *, at: datetime) -> NewKey:
    """Make the unit's first key; its recovery key is shown once. Raises Conflict when there is a key already."""
    mailbox = _locked(actor, mailbox)
    if mailbox.public_key is not None:
        raise Conflict(_("The mailbox has a key already."))
    return _take_new_key(actor, mailbox, passphrase, at=at)


@sensitive_variables("old", "passphrase", "made")
@transaction.atomic
def replace_key(actor: Actor, mailbox: Mailbox, old: X25519PrivateKey, passphrase: str, *, at: datetime) -> NewKey:
    """Make a new key and seal every letter to it: the old key, its passphrase and recovery key then open nothing."""
    mailbox = _locked(actor, mailbox)
    _refuse_wrong_key(mailbox, old)
    made = _take_new_key(actor, mailbox, passphrase, at=at)
    letters = Letter.objects.select_for_update().filter(thread__mailbox=mailbox).defer("body")
    changed = []
    for letter in letters:
        letter.key_for_unit = reseal_for_unit(letter, old, public_bytes(made.private_key))
        changed.append(letter)
    Letter.objects.bulk_update(changed, ["key_for_unit"], batch_size=RESEALED_AT_ONCE)
    return made


@sensitive_variables("private_key", "passphrase")
@transaction.atomic
def change_passphrase(
    actor: Actor, mailbox: Mailbox, private_key: X25519PrivateKey, passphrase: str, *, at: datetime
) -> None:
    """Another passphrase for the same key."""
    mailbox = _locked(actor, mailbox)
    _refuse_wrong_key(mailbox, private_key)
    _refuse_weak(passphrase)
    mailbox.wrapped_by_passphrase = wrap(private_key, passphrase)
    mailbox.save(update_fields=["wrapped_by_passphrase"])
    happened = MailboxPassphraseChanged(by_recovery=False)
    record(actor, happened, mailbox.subject, at=at, **acting_as(actor, WHISTLE_READ, mailbox))


@sensitive_variables("recovery_key", "passphrase", "private_key")
def recover_key(actor: Actor, mailbox: Mailbox, recovery_key: str, passphrase: str, *, at: datetime) -> str | None:
    """A new passphrase by the printed recovery key, which is used up: the new one is returned, to be shown once.

    None, and the attempt recorded, for a wrong recovery key. Call it outside a transaction that might be rolled back.
    """
    require(actor, WHISTLE_READ, mailbox)
    _refuse_weak(passphrase)
    try:
        private_key = unwrap_by_recovery(mailbox.wrapped_by_recovery or "", recovery_key)
    except CannotOpen:
        _note_refusal(actor, mailbox, at=at)
        return None
    return _renew_secrets(actor, mailbox, private_key, passphrase, at=at)


@sensitive_variables("passphrase", "private_key")
def unlock_mailbox(actor: Actor, mailbox: Mailbox, passphrase: str, *, at: datetime) -> X25519PrivateKey | None:
    """The unit's private key; None for a wrong passphrase. Either is recorded.

    Call it outside a transaction that might be rolled back, so that a wrong attempt stays recorded.
    """
    require(actor, WHISTLE_READ, mailbox)
    try:
        private_key = unwrap(mailbox.wrapped_by_passphrase or "", passphrase)
    except CannotOpen:
        _note_refusal(actor, mailbox, at=at)
        return None
    with transaction.atomic():
        record(actor, MailboxUnlocked(), mailbox.subject, at=at, **acting_as(actor, WHISTLE_READ, mailbox))
    return private_key


@sensitive_variables("private_key", "passphrase", "renewed")
@transaction.atomic
def _renew_secrets(
    actor: Actor, mailbox: Mailbox, private_key: X25519PrivateKey, passphrase: str, *, at: datetime
) -> str:
    mailbox = _locked(actor, mailbox)
    _refuse_wrong_key(mailbox, private_key)
    renewed = new_recovery_key()
    mailbox.wrapped_by_passphrase = wrap(private_key, passphrase)
    mailbox.wrapped_by_recovery = wrap_by_recovery(private_key, renewed)
    mailbox.save(update_fields=["wrapped_by_passphrase", "wrapped_by_recovery"])
    happened = MailboxPassphraseChanged(by_recovery=True)
    record(actor, happened, mailbox.subject, at=at, **acting_as(actor, WHISTLE_READ, mailbox))
    return renewed


def _locked(actor: Actor, mailbox: Mailbox) -> Mailbox:
    locked = Mailbox.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=mailbox.pk)
    require(actor, WHISTLE_READ, locked)
    return locked


def _take_new_key(actor: Actor, mailbox: Mailbox, passphrase: str, *, at: datetime) -> NewKey:
    _refuse_weak(passphrase)
    is_new_key = mailbox.public_key is not None
    made = make_unit_key(passphrase)
    mailbox.public_key = public_bytes(made.private_key)
    mailbox.wrapped_by_passphrase, mailbox.wrapped_by_recovery = made.by_passphrase, made.by_recovery
    mailbox.key_made_on = local_date(at)
    mailbox.save()
    happened = MailboxKeyMade(fingerprint=mailbox.fingerprint, is_new_key=is_new_key)
    record(actor, happened, mailbox.subject, at=at, **acting_as(actor, WHISTLE_READ, mailbox))
    return made


def _refuse_weak(passphrase: str) -> None:
    if not is_strong_passphrase(passphrase):
        message = _("Take at least 20 characters: five or six words that nobody would expect together.")
        raise Invalid(errors=[FieldError("passphrase", message)])


def _refuse_wrong_key(mailbox: Mailbox, private_key: X25519PrivateKey) -> None:
    if not is_pair(private_key, bytes(mailbox.public_key or b"")):
        raise Conflict(_("The mailbox has another key now. Open it again with the passphrase of today."))


@transaction.atomic
def _note_refusal(actor: Actor, mailbox: Mailbox, *, at: datetime) -> None:
    record(actor, MailboxRefused(), mailbox.subject, at=at, **acting_as(actor, WHISTLE_READ, mailbox))
