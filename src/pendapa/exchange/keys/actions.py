"""The writes about keys. The key itself leaves this house once and is never kept."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from pendapa.exchange.models import ApiKey
from pendapa.exchange.permissions import API_KEY_MANAGE
from pendapa.exchange.verbs import ApiKeyIssued, ApiKeyRevoked
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.kernel.identifiers import hash_secret, new_secret
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.notices.permissions import the_house
from pendapa.people.permissions import acting_as, require


@transaction.atomic
def issue_key(
    actor: Actor,
    *,
    name: str,
    organization: str,
    may_read: bool,
    may_write: bool,
    hourly_limit: int,
    key: UUID,
    at: datetime,
) -> tuple[ApiKey, str]:
    """A new key and the secret that opens with it. Raises Conflict when the same form (`key`) was sent before, for
    its secret cannot be shown again."""
    house = the_house()
    require(actor, API_KEY_MANAGE, house)
    if not may_read and not may_write:
        raise Invalid(_("A key that may neither read nor hand in opens nothing."))
    secret = new_secret()
    made, is_new = ApiKey.objects.get_or_create(
        submission_key=key,
        defaults={
            "opening": secret[:4],
            "key_hash": hash_secret(secret),
            "name": name,
            "organization": organization,
            "may_read": may_read,
            "may_write": may_write,
            "hourly_limit": hourly_limit,
            "issued_at": at,
            "issued_by_id": actor.id if actor.kind == "person" else None,
        },
    )
    if not is_new:
        raise Conflict(_("This key was issued already, and was shown then. Revoke it if nobody wrote it down."))
    happened = ApiKeyIssued(
        name=name, organization=organization, may_read=may_read, may_write=may_write, hourly_limit=hourly_limit
    )
    record(actor, happened, _subject(made), at=at, **acting_as(actor, API_KEY_MANAGE, house))
    return made, secret


@transaction.atomic
def revoke_key(actor: Actor, key_id: int, *, at: datetime) -> ApiKey:
    """Let a key open nothing from now on; revoked twice, it changes nothing."""
    house = the_house()
    require(actor, API_KEY_MANAGE, house)
    key = ApiKey.objects.select_for_update(no_key=True).filter(pk=key_id).first()
    if key is None:
        raise NotFound(_("There is no such key."))
    if key.revoked_at is not None:
        return key
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    happened = ApiKeyRevoked(name=key.name, organization=key.organization)
    record(actor, happened, _subject(key), at=at, **acting_as(actor, API_KEY_MANAGE, house))
    return key


def _subject(key: ApiKey) -> Subject:
    return Subject("api_key", str(key.pk))
