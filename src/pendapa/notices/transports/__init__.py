"""How a message leaves the house, by channel. A transport sends one message or raises `CannotSend`."""

from collections.abc import Callable
from datetime import datetime

from pendapa.notices.channels import Channel
from pendapa.notices.models import Message
from pendapa.notices.transports.failing import CannotSend
from pendapa.notices.transports.gateway import send_text
from pendapa.notices.transports.mail import send_mail
from pendapa.notices.transports.push import send_push

Transport = Callable[[Message, datetime], None]
_TRANSPORTS: dict[str, Transport] = {
    Channel.EMAIL: send_mail,
    Channel.PUSH: send_push,
    Channel.SMS: send_text,
    Channel.CHAT: send_text,
}


def transport_of(channel: str) -> Transport:
    """What sends by a channel; raises KeyError for an unknown one."""
    return _TRANSPORTS[channel]


__all__ = ["CannotSend", "Transport", "transport_of"]
