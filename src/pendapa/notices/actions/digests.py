"""What waited for a person's digest, told together."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from pendapa.notices.actions.queueing import queue_all
from pendapa.notices.channels import Channel
from pendapa.notices.choosing import Address, Choice, addresses_of, choice_of
from pendapa.notices.links import absolute
from pendapa.notices.models import Message, Notice
from pendapa.notices.recipients import Recipient
from pendapa.notices.unsubscribing import token_for
from pendapa.people.models import Account

MOST_IN_A_DIGEST = 100


def send_due_digests(at: datetime) -> int:
    """Queue the digest of everybody whose hour has come; returns how many people are told."""
    due = Notice.objects.filter(digest_at__lte=at).order_by().values_list("account_id", flat=True).distinct()
    return sum(_send_digest(account_id, at) for account_id in list(due) if account_id)


@transaction.atomic
def _send_digest(account_id: UUID, at: datetime) -> bool:
    """One digest of one person; what they have read meanwhile is left out."""
    account = Account.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=account_id).first()
    if account is None:
        return False
    notices = list(Notice.objects.filter(account=account, digest_at__lte=at).order_by("id"))
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(digest_at=None)
    fresh = [one for one in notices if one.read_at is None][-MOST_IN_A_DIGEST:]
    if not fresh:
        return False
    channels = {Channel(one) for notice in fresh for one in notice.digest_channels}
    recipient = Recipient.of_account(account)
    choice = choice_of(recipient)
    with override(choice.language):
        messages = [_digest(fresh, address, choice, at) for address in addresses_of(recipient, channels)]
    queue_all(messages)
    return bool(messages)


def _digest(notices: list[Notice], address: Address, choice: Choice, at: datetime) -> Message:
    count = len(notices)
    title = ngettext("{count} piece of news for you", "{count} pieces of news for you", count).format(count=count)
    lines = [
        f"• {one.title}\n{one.body}" + (f"\n{absolute(one.link)}" if one.link else "")
        for one in notices
        if address.channel in one.digest_channels
    ]
    body = "\n\n".join(lines) if address.channel == Channel.EMAIL else _("Open your account to read them.")
    device = f":{address.subscription.pk}" if address.subscription else ""
    return Message(
        key=f"digest:{notices[-1].pk}:{address.channel}{device}",
        channel=address.channel,
        recipient=address.to,
        subject=title,
        body=body,
        link=reverse("notices:list"),
        notice=notices[-1],
        subscription=address.subscription,
        unsubscribe=token_for(choice.recipient) if address.channel == Channel.EMAIL else "",
        created_at=at,
        next_try=choice.sends_at(at),
    )
