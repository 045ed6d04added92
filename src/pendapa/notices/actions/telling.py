"""Telling one person one piece of news, once, by the channels of their choice."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from pendapa.notices.actions.queueing import queue_all
from pendapa.notices.channels import Channel
from pendapa.notices.choosing import Address, Choice, addresses_of, choice_of
from pendapa.notices.models import Message, Notice
from pendapa.notices.occasions import occasion_of
from pendapa.notices.recipients import Recipient
from pendapa.notices.unsubscribing import token_for
from pendapa.notices.wording import words_for


@transaction.atomic(savepoint=False)
def notify(
    recipient: Recipient,
    occasion: str,
    key: str,
    context: Mapping[str, object],
    *,
    at: datetime,
    link: str = "",
    without: frozenset[Channel] = frozenset(),
) -> bool:
    """Tell a person, by the channels they chose for the occasion; True when it is new.

    `key` names the event for this recipient: told again, after a crash or for a repeated entry, it changes nothing.
    `context` fills the places of the occasion's text; a lazy value is read in the language of the recipient. `link`
    is a path of this site. `without` leaves channels out by which the same news goes already.
    Raises KeyError for an occasion that nobody declares.
    """
    declared = occasion_of(occasion)
    if not recipient.can_be_reached:
        return False
    choice = choice_of(recipient)
    channels = choice.channels_for(declared) - without
    if recipient.account is None and not channels - {Channel.PUSH}:
        return False  # without an account nobody would ever see it
    with override(choice.language):
        words = words_for(declared, context)
    digest_at = choice.digest_at(declared, at) if channels else None
    notice, is_new = Notice.objects.get_or_create(
        key=key,
        defaults={
            "account": recipient.account,
            "occasion": declared.key,
            "title": words.title,
            "body": words.body,
            "link": link,
            "language": choice.language,
            "created_at": at,
            "digest_at": digest_at,
            "digest_channels": sorted(channels) if digest_at else [],
        },
    )
    if is_new and digest_at is None:
        queue_all([_message(notice, address, choice, at) for address in addresses_of(recipient, channels)])
    return is_new


def _message(notice: Notice, address: Address, choice: Choice, at: datetime) -> Message:
    device = f":{address.subscription.pk}" if address.subscription else ""
    return Message(
        key=f"notice:{notice.pk}:{address.channel}{device}",
        channel=address.channel,
        recipient=address.to,
        subject=notice.title,
        body=notice.body,
        link=notice.link,
        notice=notice,
        subscription=address.subscription,
        unsubscribe=token_for(choice.recipient) if address.channel == Channel.EMAIL else "",
        created_at=at,
        next_try=choice.sends_at(at),
    )
