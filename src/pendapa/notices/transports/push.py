"""Web Push: a short message to a browser, which only that browser can read."""

import json
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.conf import settings

from pendapa.notices.links import absolute
from pendapa.notices.models import Message, Notice
from pendapa.notices.push_services import is_push_service
from pendapa.notices.transports.failing import CannotSend
from pendapa.notices.transports.mail import identity_of
from pendapa.notices.transports.posting import post, refused
from pendapa.notices.webpush.encoding import from_base64url
from pendapa.notices.webpush.encryption import encrypt_message
from pendapa.notices.webpush.vapid import authorization, public_key_text, signing_key

KEPT_BY_SERVICE_SECONDS = 3 * 24 * 3600
LONGEST_BODY = 400
NOBODY_THERE = {404, 410}


def send_push(message: Message, at: datetime) -> None:
    """Hand one push message over. Its Topic follows from its key: sent a second time, it replaces the first.

    A browser that is gone is forgotten (404, 410).
    """
    device = message.subscription
    if device is None:
        raise CannotSend("the device was removed", is_gone=True)
    if not is_push_service(device.endpoint):
        raise CannotSend("not a push service that this installation sends to", is_final=True)
    body = encrypt_message(_payload(message), from_base64url(device.browser_key), from_base64url(device.auth))
    headers = {
        "Authorization": authorization(own_key(), device.endpoint, _subject(), at=at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_BY_SERVICE_SECONDS),
        "Topic": identity_of(message),
        "Urgency": "normal",
    }
    answer = post(device.endpoint, body, headers)
    if answer.status in NOBODY_THERE:
        raise CannotSend(f"HTTP {answer.status}: the device is gone", is_gone=True)
    if not answer.is_taken:
        raise refused(answer)


def own_public_key() -> str:
    """The key that browsers subscribe with."""
    return public_key_text(own_key())


def own_key() -> EllipticCurvePrivateKey:
    """The key of this installation (PENDAPA_VAPID_KEY, made at the first start)."""
    return _key_of(bytes(settings.PENDAPA_VAPID_KEY))


@lru_cache(maxsize=4)
def _key_of(seed: bytes) -> EllipticCurvePrivateKey:
    return signing_key(seed)


def _subject() -> str:
    """Whom a push service may write to: the public address, or the sender of mail where that is not secure."""
    if urlsplit(settings.PENDAPA_PUBLIC_URL).scheme == "https":
        return str(settings.PENDAPA_PUBLIC_URL)
    return f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def _payload(message: Message) -> bytes:
    """What the service worker is given (docs/notices.md)."""
    device = message.subscription
    unread = Notice.objects.filter(account_id=device.account_id, read_at=None).count() if device else 0
    content = {
        "title": message.subject,
        "body": message.body[:LONGEST_BODY],
        "url": absolute(message.link),
        "tag": identity_of(message),
        "unread": unread,
    }
    return json.dumps(content, ensure_ascii=False).encode()
