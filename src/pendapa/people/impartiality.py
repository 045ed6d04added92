"""Who does a unit's work and who oversees it: nobody judges the work for which they answer themselves."""

from pendapa.journal.actors import Actor
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
