"""The opened mailbox at the desk: the unit's private key between two requests of one keeper.

It lies in a cookie of the desk's mailbox pages, encrypted under a random share that lies in the keeper's session, and
once more by the key ring. Whoever has only the cookie, or only the database, has nothing; signing out, locking, or
half an hour ends it for good, because the share is gone.
"""

import os
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables

from pendapa.complaints.whistle.models import Mailbox
from pendapa.complaints.whistle.unit_keys import is_pair
from pendapa.kernel.encryption import CannotDecrypt, decrypt, encrypt
from pendapa.people.pages import StaffRequest

COOKIE: Final = "kotak"
PATH: Final = "/meja/kotak-rahasia/"
SESSION_KEY: Final = "whistle_opening"
LASTS: Final = timedelta(minutes=30)
CONTEXT: Final = "whistle.desk_opening"
NONCE_LENGTH: Final = 12
LONGEST_COOKIE: Final = 2_000


@sensitive_variables()
def keep_open(
    request: StaffRequest, response: HttpResponse, mailbox: Mailbox, private_key: X25519PrivateKey, at: datetime
) -> None:
    """Keep the mailbox open for this keeper for half an hour from now."""
    share, nonce = AESGCM.generate_key(256), os.urandom(NONCE_LENGTH)
    until = at + LASTS
    held = AESGCM(share).encrypt(nonce, private_key.private_bytes_raw(), _bound_to(request, mailbox))
    request.session[SESSION_KEY] = {"share": b64encode(share).decode(), "until": until.timestamp()}
    response.set_cookie(
        COOKIE,
        urlsafe_b64encode(encrypt(nonce + held, context=CONTEXT)).decode(),
        max_age=int(LASTS.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


@sensitive_variables()
def key_of_opening(request: StaffRequest, mailbox: Mailbox, at: datetime) -> X25519PrivateKey | None:
    """The private key while the mailbox is open for this keeper, in this session and browser; None otherwise."""
    half, cookie = request.session.get(SESSION_KEY), request.COOKIES.get(COOKIE, "")
    if half is None or half["until"] <= at.timestamp() or not cookie.isascii() or len(cookie) > LONGEST_COOKIE:
        return None
    try:
        held = decrypt(urlsafe_b64decode(cookie), context=CONTEXT)
        raw = AESGCM(b64decode(half["share"])).decrypt(
            held[:NONCE_LENGTH], held[NONCE_LENGTH:], _bound_to(request, mailbox)
        )
    except (CannotDecrypt, InvalidTag, ValueError):
        return None
    private_key = X25519PrivateKey.from_private_bytes(raw)
    return private_key if is_pair(private_key, bytes(mailbox.public_key or b"")) else None


def lock(request: StaffRequest, response: HttpResponse) -> None:
    """End the opening: the share is forgotten, and the cookie taken back."""
    request.session.pop(SESSION_KEY, None)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def _bound_to(request: StaffRequest, mailbox: Mailbox) -> bytes:
    return f"{request.user.pk} {mailbox.pk}".encode()
