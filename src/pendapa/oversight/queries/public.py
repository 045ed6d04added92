"""What everybody may read of a published finding, in one shape for pages and machines."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from pendapa.oversight.models import CorrectiveAction, Finding, FindingAnswer, Milestone
from pendapa.oversight.queries.findings import published_findings
from pendapa.oversight.rules import SMALLEST_COUNT, Effect, FollowUp
from pendapa.people.models import Organization

ON_SCORECARD = 5


@dataclass(frozen=True, slots=True)
class ToldAction:
    """An action as everybody reads it: never who is responsible, nor its files."""

    position: int
    what: str
    due_on: date
    progress: str
    progress_label: str
    is_reported: bool
    accepted_at: datetime | None
    change_label: str
    effect: str
    effect_label: str
    before: float | None
    before_n: int | None
    after: float | None
    after_n: int | None
    is_from_record: bool
    milestones: tuple[tuple[str, date, date | None], ...]


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """The answers and actions of a finding."""

    answers: list[FindingAnswer]
    actions: list[ToldAction]


@dataclass(frozen=True, slots=True)
class ActionInShort:
    """What a unit does about a finding, and what came of it; `claim` is what it says of it before that is accepted."""

    what: str
    progress: str
    claim: str
    effect: str

    @property
    def progress_label(self) -> str:
        return str(FollowUp(self.progress).label)

    @property
    def effect_label(self) -> str:
        return str(Effect(self.effect).label) if self.effect else ""


def as_told(finding: Finding) -> ToldFinding:
    """Three queries."""
    actions = list(finding.actions.prefetch_related("milestones"))
    return ToldFinding(list(finding.answers.all()), [_told(action) for action in actions])


def published_about(unit: str, service: str) -> list[tuple[Finding, list[ActionInShort]]]:
    """The newest published findings about a unit and a service ("" for all), each with its actions (one query)."""
    actions = CorrectiveAction.objects.filter(finding=OuterRef("pk")).order_by("position")
    in_short = JSONObject(what="what", progress="progress", claim="claim", effect="effect")
    found = published_findings().annotate(in_short=ArraySubquery(actions.values(told=in_short)))
    if unit:
        found = found.filter(unit__code=unit)
    if service:
        found = found.filter(service__slug=service)
    return [(finding, [ActionInShort(**one) for one in finding.in_short]) for finding in found[:ON_SCORECARD]]


def units_with_findings() -> list[tuple[str, str]]:
    """(code, name) of the units about which a finding is published."""
    units = Organization.objects.filter(findings__published_at__isnull=False).distinct().order_by("path")
    return [(unit.code, unit.local_name) for unit in units]


def _told(action: CorrectiveAction) -> ToldAction:
    before = action.before_value if (action.before_n or 0) >= SMALLEST_COUNT else None
    after = action.after_value if (action.after_n or 0) >= SMALLEST_COUNT else None
    steps: list[Milestone] = list(action.milestones.all())
    return ToldAction(
        position=action.position,
        what=action.what,
        due_on=action.due_on,
        progress=action.progress,
        progress_label=action.get_progress_display(),
        is_reported=bool(action.claim),
        accepted_at=action.accepted_at,
        change_label=action.change_label,
        effect=action.effect,
        effect_label=str(Effect(action.effect).label) if action.effect else "",
        before=before,
        before_n=action.before_n if before is not None else None,
        after=after,
        after_n=action.after_n if after is not None else None,
        is_from_record=action.is_from_record,
        milestones=tuple((step.title, step.due_on, step.done_on) for step in steps),
    )
