"""By which channels, to which addresses and when one person is told: their choices, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from pendapa.notices.channels import GATEWAY_CHANNELS, Channel, enabled_channels
from pendapa.notices.models import NoticePreference, PushSubscription, Refusal
from pendapa.notices.occasions import Occasion
from pendapa.notices.recipients import Recipient, address_index
from pendapa.notices.rules import after_quiet_hours, next_digest, normal_phone


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes; `subscription` is the browser of a push."""

    channel: Channel
    to: str
    subscription: PushSubscription | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose, or the usual for one who chose nothing."""

    recipient: Recipient
    language: str
    channels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    digest: str = NoticePreference.Digest.AT_ONCE
    quiet_from: time | None = None
    quiet_until: time | None = None

    def channels_for(self, occasion: Occasion) -> set[Channel]:
        """The channels wanted for an occasion, as far as the installation has them."""
        chosen = self.channels.get(occasion.key)
        wanted = occasion.channels if chosen is None else {Channel(one) for one in chosen if one in Channel.values}
        return set(wanted) & set(enabled_channels())

    def sends_at(self, at: datetime) -> datetime:
        """When a message may go: now, or when the quiet hours are over."""
        return after_quiet_hours(at, self.quiet_from, self.quiet_until, body_zone())

    def digest_at(self, occasion: Occasion, at: datetime) -> datetime | None:
        """When the digest comes that a notice waits for; None for one that is told at once."""
        if self.digest == NoticePreference.Digest.AT_ONCE or occasion.is_urgent:
            return None
        return next_digest(at, is_weekly=self.digest == NoticePreference.Digest.WEEKLY, zone=body_zone())


def body_zone() -> ZoneInfo:
    """The zone of the public body, in which quiet hours and digests are meant."""
    return ZoneInfo(settings.TIME_ZONE)


def choice_of(recipient: Recipient) -> Choice:
    """What the recipient chose (one query for an account)."""
    account = recipient.account
    if account is None:
        return Choice(recipient, language=recipient.language)
    kept = NoticePreference.objects.filter(pk=account.pk).first()
    if kept is None:
        return Choice(recipient, language=account.language)
    return Choice(
        recipient,
        language=account.language,
        channels=kept.channels,
        digest=kept.digest,
        quiet_from=kept.quiet_from,
        quiet_until=kept.quiet_until,
    )


def addresses_of(recipient: Recipient, channels: set[Channel]) -> list[Address]:
    """Where the recipient is reached by these channels (one query for push, one for a bare contact)."""
    if recipient.account is None:
        return _addresses_of_contact(recipient, channels)
    found = []
    if Channel.EMAIL in channels and recipient.account.email:
        found.append(Address(Channel.EMAIL, recipient.account.email))
    phone = normal_phone(recipient.account.phone)
    found += [Address(one, phone) for one in GATEWAY_CHANNELS if phone and one in channels]
    if Channel.PUSH in channels:
        devices = PushSubscription.objects.filter(account=recipient.account).order_by("pk")
        found += [Address(Channel.PUSH, "", device) for device in devices]
    return found


def _addresses_of_contact(recipient: Recipient, channels: set[Channel]) -> list[Address]:
    """By mail where there is an address, else by SMS for what others hear by mail."""
    if Channel.EMAIL not in channels:
        return []
    found = Address(Channel.EMAIL, recipient.email)
    if not recipient.email:
        if not recipient.phone or Channel.SMS not in enabled_channels():
            return []
        found = Address(Channel.SMS, recipient.phone)
    is_refused = Refusal.objects.filter(pk=address_index(found.to)).exists()
    return [] if is_refused else [found]
