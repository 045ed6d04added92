"""Occasions, commands and subscriptions for tests of this package."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.translation import gettext_lazy as _

from pendapa.kernel.problems import Invalid
from pendapa.notices.actions.devices import hash_of
from pendapa.notices.inbound import InboundCommand, InboundText
from pendapa.notices.models import InboundMessage, PushSubscription
from pendapa.notices.occasions import PROGRESS, Occasion
from pendapa.notices.webpush.encoding import to_base64url
from pendapa.people.models import Account

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
"""A Monday, 10.00 WIB."""
SECRET = "a-secret-of-thirty-two-signs-or-more"
BROWSER_KEY = ec.derive_private_key(7, ec.SECP256R1())
BROWSER_AUTH = b"0123456789abcdef"

_PLACES = {"name": "Siti", "what": "—"}
ARRIVED = Occasion("test.arrived", "Arrived", _("Notices"), "{name}: {what}", _PLACES)
TO_DO = Occasion("test.to_do", "To do", "Please act", "{name}: {what}", _PLACES, is_urgent=True)
STEP = Occasion("test.step", "Step", "One step", "{what}", _PLACES, channels=PROGRESS)
OCCASIONS = (ARRIVED, TO_DO, STEP)


def _echo(text: InboundText, at: datetime) -> str:
    return f"{text.sender} {text.rest} {InboundMessage.objects.count()}"


def _refuse(text: InboundText, at: datetime) -> str:
    InboundMessage.objects.filter(message_id=text.message_id).update(word="lost")
    raise Invalid("No, not this.")


ECHO = InboundCommand("GEMA", _echo, "GEMA <words>: says them again", other_words=("ECHO",))
REFUSE = InboundCommand("TOLAK", _refuse, "TOLAK: is refused")


def browser_point() -> str:
    """The public key of the browser of these tests."""
    return to_base64url(BROWSER_KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def make_device(
    account: Account, endpoint: str = "https://fcm.googleapis.com/send/abc", **fields: Any
) -> PushSubscription:
    """A browser of the account."""
    given = {
        "endpoint": endpoint,
        "endpoint_hash": hash_of(endpoint),
        "browser_key": browser_point(),
        "auth": to_base64url(BROWSER_AUTH),
        "device": "Chrome · Android",
        "created_at": NOW,
    }
    return PushSubscription.objects.create(account=account, **{**given, **fields})
