"""Audits: seen by the office that planned them, and by everybody once published."""

from django.db.models import QuerySet

from pendapa.journal.actors import Actor
from pendapa.oversight.models import Audit, WorkingPaper
from pendapa.oversight.permissions import AUDIT_WORK
from pendapa.oversight.queries.branches import answered_for_by, in_branches, of_own_office
from pendapa.people.permissions import reachable_paths


def audits_visible_to(actor: Actor) -> QuerySet[Audit]:
    """The audits of the actor's own offices; never those of units for which the actor answers."""
    reached = in_branches("unit__path", reachable_paths(actor, AUDIT_WORK))
    return (
        Audit.objects.filter(reached & of_own_office(actor) & ~answered_for_by(actor))
        .select_related("unit", "service", "office")
        .order_by("-planned_at", "id")
    )


def papers_visible_to(actor: Actor) -> QuerySet[WorkingPaper]:
    """The working papers of audits in whose team the actor is; nobody else's, whatever their office."""
    if actor.kind != "person" or not actor.id:
        return WorkingPaper.objects.none()
    return WorkingPaper.objects.filter(
        audit__in=audits_visible_to(actor).values("pk"), audit__team__account_id=actor.id
    ).select_related("author", "file", "sampled__case")


def is_in_team(actor: Actor, audit: Audit) -> bool:
    """Whether the actor belongs to the audit's team."""
    return actor.kind == "person" and bool(actor.id) and audit.team.filter(account_id=actor.id).exists()


def published_audits() -> QuerySet[Audit]:
    """What everybody may read, the newest first."""
    return (
        Audit.objects.filter(published_at__isnull=False)
        .select_related("unit", "service", "office")
        .order_by("-published_at")
    )
