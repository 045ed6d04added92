"""How a person wants to be told, and the word that stops it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Forbidden, Invalid
from pendapa.notices.channels import Channel
from pendapa.notices.models import NoticePreference, Refusal
from pendapa.notices.occasions import declared_occasions
from pendapa.notices.unsubscribing import Unsubscriber
from pendapa.notices.verbs import NoticePreferenceChanged
from pendapa.people.actions import change_profile
from pendapa.people.models import Account


@transaction.atomic
def change_preference(
    actor: Actor,
    *,
    channels: Mapping[str, Sequence[str]],
    digest: str,
    quiet_from: time | None,
    quiet_until: time | None,
    language: str,
    at: datetime,
) -> None:
    """Keep what a person chose: channels for each occasion, digest, quiet hours (in the body's zone), language.

    Raises Forbidden without an account, Invalid for quiet hours that have only one end.
    """
    account = (
        Account.objects.select_for_update(no_key=True).filter(pk=actor.id).first() if actor.kind == "person" else None
    )
    if account is None:
        raise Forbidden(_("Sign in to choose how you are told."))
    if (quiet_from is None) != (quiet_until is None) or (quiet_from is not None and quiet_from == quiet_until):
        message = _("Give both a beginning and an end, or leave both empty.")
        raise Invalid(message, errors=[FieldError("quiet_until", message)])
    known = declared_occasions()
    kept, _is_new = NoticePreference.objects.get_or_create(pk=account.pk)
    wanted = {
        "channels": {
            key: sorted(set(chosen) & set(Channel.values)) for key, chosen in channels.items() if key in known
        },
        "digest": NoticePreference.Digest(digest).value,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    if any(getattr(kept, name) != value for name, value in wanted.items()):
        NoticePreference.objects.filter(pk=account.pk).update(**wanted)
        record(actor, NoticePreferenceChanged(by="page"), Subject("account", actor.id), at=at)
    change_profile(actor, name=account.name, phone=account.phone, language=language, at=at)


@transaction.atomic
def stop_mail(unsubscriber: Unsubscriber, *, at: datetime) -> None:
    """No more news by mail for an account, or none at all to a bare address; asked twice, it is done once.

    The signed link is the permission. Letters of a matter that were asked for (its receipt, its result) still come.
    """
    if unsubscriber.address_index:
        Refusal.objects.get_or_create(pk=unsubscriber.address_index, defaults={"at": at})
        return
    account = Account.objects.select_for_update(no_key=True).filter(pk=unsubscriber.account_id).first()
    if account is None:
        return
    kept, _is_new = NoticePreference.objects.get_or_create(pk=account.pk)
    without = {
        occasion.key: sorted(set(kept.channels.get(occasion.key, occasion.channels)) - {Channel.EMAIL})
        for occasion in declared_occasions().values()
    }
    if without != kept.channels:
        NoticePreference.objects.filter(pk=account.pk).update(channels=without)
        visitor = Actor(kind="anonymous")
        record(visitor, NoticePreferenceChanged(by="link"), Subject("account", str(account.pk)), at=at)
