"""Conditions by which rows are narrowed to what an actor's offices reach."""

from collections.abc import Iterable

from django.db.models import Q

from pendapa.journal.actors import Actor
from pendapa.people.impartiality import OVERSEERS, WORKERS
from pendapa.people.roles import Role

NOTHING = Q(pk__in=[])


def in_branches(field: str, paths: Iterable[str]) -> Q:
    """Rows whose path in `field` lies in one of these branches; none without any."""
    condition = NOTHING
    for path in sorted(paths):
        condition |= Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
    return condition


def of_own_office(actor: Actor) -> Q:
    """Rows that an office of the actor has written."""
    condition = NOTHING
    for grant in actor.grants:
        if grant.role in OVERSEERS:
            condition |= Q(office__code=grant.organisation, office_role=grant.role)
    return condition


def answered_for_by(actor: Actor, field: str = "unit__path") -> Q:
    """Rows about units for whose work the actor answers (`people.impartiality.answers_for`)."""
    condition = in_branches(field, {grant.path for grant in actor.grants if grant.role in WORKERS})
    for grant in actor.grants:
        if grant.role == Role.INTERNAL_AUDITOR:
            condition |= Q(**{field: grant.path})
    return condition
