"""The writes: record what happened, and clear the personal content of what was recorded."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.journal.verbs import declaration_of, payload_of
from pendapa.kernel.canonical import canonical_json
from pendapa.kernel.statements import insert_row


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about, as a value: the kind of thing and its identifier."""

    type: str
    id: str


def record(
    actor: Actor,
    happened: object,
    subject: Subject,
    *,
    at: datetime,
    as_role: str = "",
    for_organisation: str = "",
) -> Entry:
    """Append one entry in the caller's transaction and wake those who listen once it commits.

    `happened` is an instance of a declared verb. `as_role` and `for_organisation` say in which capacity
    the actor acted; without them an actor who holds a single grant acts by that grant.
    Raises RuntimeError outside a transaction: an entry belongs to the change that it records.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A journal entry is recorded in the transaction of the change that it tells of.")
    declared = declaration_of(happened.verb_name)  # type: ignore[attr-defined]
    payload = payload_of(happened)
    salt = secrets.token_bytes(32)
    if not as_role and len(actor.grants) == 1:
        as_role, for_organisation = actor.grants[0].role, actor.grants[0].organisation
    entry = Entry(
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=as_role,
        actor_organisation=for_organisation,
        channel=actor.channel,
        verb=declared.name,
        subject_type=subject.type,
        subject_id=subject.id,
        payload=payload,
        audience=declared.audience.value,
        salt=salt,
        commitment=commitment_of(salt, payload),
    )
    insert_row(entry)
    return entry


def commitment_of(salt: bytes, payload: object) -> bytes:
    """SHA-256(salt ‖ canonical payload), 32 bytes."""
    return hashlib.sha256(salt + canonical_json(payload)).digest()


@transaction.atomic
def erase_content(actor: Actor, entry: Entry, reason: str) -> None:
    """Clear payload and salt of one entry through the database's one audited function; the commitment stays.

    The caller has asked for permission: erasure is decided where the person's rights are handled (UU 27/2022).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_erase(%s, %s, %s)", [entry.pk, actor.id or actor.kind, reason])
    entry.refresh_from_db()


@transaction.atomic
def renumber_after_restore() -> bool:
    """Put new entries after all those that a dump brought from another server; True when that was needed.

    Call it before the first write on a database that may have been restored; it does nothing on its own server.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_renumber_after_restore()")
        return bool(cursor.fetchone()[0])
