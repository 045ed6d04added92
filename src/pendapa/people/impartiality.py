"""Who does a unit's work and who oversees it: nobody judges the work for which they answer themselves."""

from datetime import date

from django.db.models import Q

from pendapa.journal.actors import Actor
from pendapa.people.models import Membership
from pendapa.people.roles import Role

OVERSEERS = frozenset({Role.INTERNAL_AUDITOR, Role.OVERSEER})
WORKERS = frozenset({Role.OFFICER, Role.VERIFIER, Role.APPROVER, Role.HEAD})


def answers_for(actor: Actor, unit_path: str) -> bool:
    """Whether the unit's work is the actor's own: they work in it or above it, or audit in it their own office."""
    return any(
        (grant.role in WORKERS and (unit_path == grant.path or unit_path.startswith(f"{grant.path}/")))
        or (grant.role == Role.INTERNAL_AUDITOR and grant.path == unit_path)
        for grant in actor.grants
    )


def answered_for_since(actor: Actor, unit_path: str, since: date) -> bool:
    """Whether the actor worked in the unit or above it on that day or later: who was appointed an overseer afterwards
    does not judge their own time (one query)."""
    if actor.kind != "person" or not actor.id:
        return False
    parts = unit_path.split("/")
    above = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
    held = Membership.objects.filter(account_id=actor.id, role__in=WORKERS, organization__path__in=above)
    return held.filter(Q(ends__isnull=True) | Q(ends__gte=since)).exists()
