"""An entry about a case, with the capacity in which the actor acted."""

from datetime import datetime

from pendapa.cases.models import Case
from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.people.permissions import Permission, acting_grant


def record_as(actor: Actor, permission: Permission, happened: object, case: Case, *, at: datetime) -> Entry:
    """Record what happened to a case; role and organisation are those by which the actor holds the permission."""
    grant = acting_grant(actor, permission, case)
    return record(
        actor,
        happened,
        case.subject,
        at=at,
        as_role=grant.role if grant else "",
        for_organisation=grant.organisation if grant else "",
    )
