"""SMS and chat, through the one gateway that the installation names (docs/notices.md)."""

import json
from datetime import datetime

from django.conf import settings

from pendapa.notices.channels import enabled_channels
from pendapa.notices.links import absolute
from pendapa.notices.models import Message
from pendapa.notices.signatures import sign
from pendapa.notices.transports.failing import CannotSend
from pendapa.notices.transports.mail import identity_of
from pendapa.notices.transports.posting import post, refused
from pendapa.ui.body import body_name


def send_text(message: Message, at: datetime) -> None:
    """Hand one SMS or chat message to the gateway, signed; sent a second time, it has the same Idempotency-Key."""
    if message.channel not in enabled_channels():
        raise CannotSend("no gateway is configured for this channel", is_final=True)
    content = {"id": gateway_id(message), "channel": message.channel, "to": message.recipient, "text": _text(message)}
    body = json.dumps(content, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": gateway_id(message),
        **sign(body, settings.PENDAPA_GATEWAY_SECRET, at),
    }
    answer = post(settings.PENDAPA_GATEWAY_URL, body, headers)
    if not answer.is_taken:
        raise refused(answer)


def gateway_id(message: Message) -> str:
    """By which the gateway knows a message and reports about it: "<number>-<part of the key's digest>", and from the
    first report of a failure on "-<how many>" behind it: another sending, which it must not take for the one before."""
    return _gateway_id(message, message.failed_reports)


def sending_of_gateway_id(text: str) -> tuple[Message, int] | None:
    """The message that was sent under this id, and how many of its sendings had failed by then; None for an id that we
    never gave."""
    number = text.partition("-")[0]
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    message = Message.objects.filter(pk=int(number)).first()
    if message is None:
        return None
    before = range(message.failed_reports + 1)
    return next(((message, sending) for sending in before if _gateway_id(message, sending) == text), None)


def _gateway_id(message: Message, sending: int) -> str:
    known = f"{message.pk}-{identity_of(message)[:16]}"
    return f"{known}-{sending}" if sending else known


def _text(message: Message) -> str:
    """Who speaks, the title, and where to read more: an SMS has no room for the body."""
    return "\n".join(filter(None, (f"{body_name()}: {message.subject}", absolute(message.link))))
