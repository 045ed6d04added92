"""Browsers that a person lets us send to."""

import hashlib
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Forbidden, Invalid, NotFound
from pendapa.kernel.text import plain_text
from pendapa.notices.models import PushSubscription
from pendapa.notices.push_services import is_push_service
from pendapa.notices.queries import devices_of
from pendapa.notices.verbs import DeviceAdded, DeviceRemoved
from pendapa.notices.webpush.encoding import from_base64url
from pendapa.notices.webpush.encryption import AUTH_LENGTH

MOST_DEVICES = 10
LONGEST_ENDPOINT = 1000


@transaction.atomic
def add_device(
    actor: Actor, *, endpoint: str, browser_key: str, auth: str, device: str, at: datetime
) -> PushSubscription:
    """Send notices to a browser from now on; the same browser again is the same device. One that somebody else signs in
    with is theirs from then on: what still waits for the person before is not sent to it any more.

    Beyond ten devices the oldest is forgotten. Raises Invalid for what is no subscription of a known push service.
    """
    if actor.kind != "person":
        raise Forbidden(_("Sign in to switch notices on."))
    if len(endpoint) > LONGEST_ENDPOINT or not _is_address(endpoint) or not is_push_service(endpoint):
        message = _("This browser uses a push service that we do not know.")
        raise Invalid(message, errors=[FieldError("endpoint", message)])
    _check_keys(browser_key, auth)
    name = plain_text(device).strip()[:60]
    PushSubscription.objects.filter(endpoint_hash=hash_of(endpoint)).exclude(account_id=actor.id).delete()
    kept, is_new = PushSubscription.objects.update_or_create(
        endpoint_hash=hash_of(endpoint),
        defaults={
            "account_id": actor.id,
            "endpoint": endpoint,
            "browser_key": browser_key.rstrip("="),
            "auth": auth.rstrip("="),
            "device": name,
        },
        create_defaults={
            "account_id": actor.id,
            "endpoint": endpoint,
            "browser_key": browser_key.rstrip("="),
            "auth": auth.rstrip("="),
            "device": name,
            "created_at": at,
        },
    )
    if is_new:
        surplus = devices_of(actor).values_list("pk", flat=True)[MOST_DEVICES:]
        PushSubscription.objects.filter(pk__in=list(surplus)).delete()
        record(actor, DeviceAdded(device=name), Subject("account", actor.id), at=at)
    return kept


@transaction.atomic
def remove_device(actor: Actor, *, device_id: int | None = None, endpoint: str = "", at: datetime) -> None:
    """Send nothing more to one of one's own devices, named by its number or by its endpoint. Raises NotFound."""
    mine = devices_of(actor)
    found = mine.filter(pk=device_id) if device_id is not None else mine.filter(endpoint_hash=hash_of(endpoint))
    device = found.first()
    if device is None:
        raise NotFound(_("This device is not in your list."))
    device.delete()
    record(actor, DeviceRemoved(device=device.device), Subject("account", actor.id), at=at)


def hash_of(endpoint: str) -> str:
    """By which a browser is known again."""
    return hashlib.sha256(endpoint.encode("utf-8", "replace")).hexdigest()


def _is_address(text: str) -> bool:
    """Whether it can be asked for as it stands: what browsers name has no blank, no control sign, no letter beyond
    ASCII."""
    return text.isascii() and text.isprintable() and " " not in text


def _check_keys(browser_key: str, auth: str) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(browser_key))
        if len(from_base64url(auth)) != AUTH_LENGTH:
            raise ValueError("not 16 bytes")
    except ValueError as error:
        message = _("The keys of this browser cannot be read.")
        raise Invalid(message, errors=[FieldError("keys", message)]) from error
