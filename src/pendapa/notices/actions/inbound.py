"""Taking in an SMS or chat message, once, and answering it."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from pendapa.kernel.problems import Problem, TooMany
from pendapa.notices.inbound import InboundCommand, InboundText, declared_commands, usages
from pendapa.notices.models import InboundMessage
from pendapa.notices.recipients import address_index

log = structlog.get_logger(__name__)

MOST_IN_AN_HOUR = 30
"""Messages of one sender that are answered; who sends more meets silence."""


def receive_text(text: InboundText, *, at: datetime) -> str:
    """Do what a message asks for and return the reply; the same message again gets the same reply and does nothing.

    Raises TooMany for a sender beyond 30 messages an hour.
    """
    with override(settings.LANGUAGE_CODE):
        earlier = _earlier(text)
        if earlier is not None:
            return earlier
        since = at - timedelta(hours=1)
        index = address_index(text.sender)
        lately = InboundMessage.objects.filter(channel=text.channel, sender_index=index, received_at__gt=since)
        if lately.count() >= MOST_IN_AN_HOUR:
            raise TooMany(_("This sender has sent very much within an hour."))
        try:
            return _handle_once(text, index, at)
        except IntegrityError:
            earlier = _earlier(text)
            if earlier is None:
                raise
            return earlier


def _earlier(text: InboundText) -> str | None:
    found = InboundMessage.objects.filter(channel=text.channel, message_id=text.message_id).first()
    return found.reply if found else None


@transaction.atomic
def _handle_once(text: InboundText, index: str, at: datetime) -> str:
    """The row comes first: a second process with the same message waits for it, and then finds it done."""
    kept = InboundMessage.objects.create(
        channel=text.channel,
        message_id=text.message_id,
        sender=text.sender,
        sender_index=index,
        text=text.text,
        received_at=at,
    )
    command = declared_commands().get(text.word)
    kept.word = command.word if command else ""
    kept.reply = reply = _reply_to(command, text, at)
    kept.save(update_fields=["word", "reply"])
    log.info("inbound_message", channel=text.channel, word=kept.word)
    return reply


def _reply_to(command: InboundCommand | None, text: InboundText, at: datetime) -> str:
    """What was done says; or what stood in its way, of which nothing is left then."""
    if command is None:
        return "\n".join([_("We did not understand this. You can write:"), *usages()])
    try:
        with transaction.atomic():
            return command.handle(text, at)
    except Problem as problem:
        return " ".join(str(error.message) for error in problem.errors) or str(problem)
