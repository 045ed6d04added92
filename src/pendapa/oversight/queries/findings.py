"""Findings and their actions; every page begins here."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.journal.verbs import declared_verbs
from pendapa.oversight.models import CorrectiveAction, Finding, NoticedChange
from pendapa.oversight.permissions import FINDING_EXAMINED, FINDING_INSPECT
from pendapa.oversight.queries.branches import NOTHING, answered_for_by, in_branches, of_own_office
from pendapa.oversight.rules import SMALLEST_PUBLISHED, Noticed
from pendapa.people.impartiality import WORKERS
from pendapa.people.permissions import can, reachable_paths

PROPOSED = "finding.proposed"
_WITH = ("unit", "service", "office", "audit", "report")


def findings_visible_to(actor: Actor) -> QuerySet[Finding]:
    """What overseers see of the body, and the examined of their own units once it was issued.

    What was never issued is seen by the office that wrote it alone, an alarm's by every office; never by anybody who
    answers for the unit.
    """
    return Finding.objects.filter(_may_see(actor)).select_related(*_WITH)


def actions_visible_to(actor: Actor) -> QuerySet[CorrectiveAction]:
    """The actions of findings that the actor sees."""
    seen = Finding.objects.filter(_may_see(actor)).values("pk")
    return CorrectiveAction.objects.filter(finding__in=seen).select_related(
        "finding__unit", "finding__service", "finding__office", "owner", "owner_unit"
    )


def published_findings() -> QuerySet[Finding]:
    """What everybody may read, the newest first."""
    return (
        Finding.objects.filter(published_at__isnull=False)
        .select_related("unit", "service", "office")
        .order_by("-published_at", "id")
    )


def history_of(actor: Actor, finding: Finding, actions: list[CorrectiveAction]) -> list[Entry]:
    """What happened to a finding and its actions, oldest first (one query).

    How a draft was called is told to overseers alone.
    """
    about = Q(subject_type="finding", subject_id=str(finding.pk))
    if actions:
        about |= Q(subject_type="corrective_action", subject_id__in=[str(action.pk) for action in actions])
    untold = {declared.name for declared in declared_verbs() if not declared.in_timeline}
    if not can(actor, FINDING_INSPECT, finding):
        untold.add(PROPOSED)
    return list(Entry.objects.filter(about).exclude(verb__in=untold).order_by("id"))


def noticed_counts(finding: Finding) -> dict[str, int] | None:
    """How many residents gave each answer; None while fewer than five answered."""
    rows = NoticedChange.objects.filter(finding=finding).values_list("answer").annotate(count=Count("id"))
    return _told(dict(rows))


def noticed_with_words(finding: Finding, most: int) -> tuple[dict[str, int] | None, list[str]]:
    """The same, and what residents added, at most so many; by the alphabet, which tells nothing (one query)."""
    rows = NoticedChange.objects.filter(finding=finding).values_list("answer")
    words = ArrayAgg("comment", filter=~Q(comment=""), default=Value([]))
    found = list(rows.annotate(count=Count("id"), words=words))
    comments = sorted(word for _answer, _count, added in found for word in added)
    return _told({answer: count for answer, count, _added in found}), comments[:most]


def _told(counted: dict[str, int]) -> dict[str, int] | None:
    counts = {answer.value: 0 for answer in Noticed} | counted
    return counts if sum(counts.values()) >= SMALLEST_PUBLISHED else None


def _may_see(actor: Actor) -> Q:
    issued = Q(issued_at__isnull=False)
    drafts = Q(issued_at__isnull=True)
    inspected = in_branches("unit__path", reachable_paths(actor, FINDING_INSPECT))
    written = Q(office__isnull=True) | of_own_office(actor)
    condition = inspected & (issued | (drafts & written & ~answered_for_by(actor)))
    condition |= in_branches("unit__path", reachable_paths(actor, FINDING_EXAMINED)) & issued
    return condition | (_owns_an_action(actor) & issued)


def _owns_an_action(actor: Actor) -> Q:
    if actor.kind != "person" or not actor.id or not actor.is_staff:
        return NOTHING
    owned = Q(Exists(CorrectiveAction.objects.filter(finding=OuterRef("pk"), owner__pk=actor.id)))
    return owned & Q(unit__path__in=_paths_above(actor))


def _paths_above(actor: Actor) -> set[str]:
    """The units in which the actor works, and those above: whoever left a unit sees its internal findings no more."""
    found = set()
    for grant in actor.grants:
        if grant.role in WORKERS:
            parts = grant.path.split("/")
            found |= {"/".join(parts[:length]) for length in range(1, len(parts) + 1)}
    return found
