"""The ways by which a notice leaves the house. The list of notices in the account is always there besides."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    PUSH = "push", _("On my devices")
    SMS = "sms", _("SMS")
    CHAT = "chat", _("Chat")


GATEWAY_CHANNELS = (Channel.SMS, Channel.CHAT)


def enabled_channels() -> tuple[Channel, ...]:
    """The channels of this installation: mail and push always, SMS and chat where a gateway is configured."""
    has_gateway = bool(settings.PENDAPA_GATEWAY_URL and settings.PENDAPA_GATEWAY_SECRET)
    texting = tuple(one for one in GATEWAY_CHANNELS if has_gateway and one.value in settings.PENDAPA_GATEWAY_CHANNELS)
    return (Channel.EMAIL, Channel.PUSH, *texting)
