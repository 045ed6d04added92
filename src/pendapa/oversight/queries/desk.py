"""What waits for whom, by deadline."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from pendapa.journal.actors import Actor
from pendapa.oversight.models import CorrectiveAction, Finding, OverseerReport
from pendapa.oversight.permissions import EXAMINED
from pendapa.oversight.queries.findings import actions_visible_to, findings_visible_to
from pendapa.oversight.queries.reports import reports_visible_to
from pendapa.oversight.rules import OPEN_FINDINGS, Effect, FindingState, FollowUp, ReportState
from pendapa.people.impartiality import OVERSEERS

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: where, what, for which unit, by when. `what` is a code that the page words."""

    url: str
    number: str
    title: str
    unit: str
    what: str
    due_on: date | None

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


def waiting_for(actor: Actor, today: date) -> list[Waiting]:
    """Everything that waits for the actor, what is due first on top and what has no deadline last.

    Overseers: drafts to issue, actions to accept, effects to check, findings to close, reports. The examined: findings
    to answer, actions to do, questions and recommendations of an overseer. At most four queries.
    """
    found: list[Waiting] = []
    if actor.roles & OVERSEERS:
        found += [_of_finding(one) for one in _findings_to_judge(actor)[:MOST_SHOWN]]
        found += [_of_action(one, today) for one in _actions_to_judge(actor, today)[:MOST_SHOWN]]
    if actor.roles & EXAMINED:
        found += [_of_finding(one) for one in _findings_to_answer(actor)[:MOST_SHOWN]]
    if actor.is_staff and not actor.roles & OVERSEERS:
        found += [_of_action(one, today) for one in _actions_to_do(actor)[:MOST_SHOWN]]
    if actor.roles & (OVERSEERS | EXAMINED):
        found += [_of_report(one) for one in reports_visible_to(actor).filter(_report_waits(actor))[:MOST_SHOWN]]
    unique = {(one.url, one.what): one for one in found}
    return sorted(unique.values(), key=lambda one: (one.due_on is None, one.due_on or today, one.number))


def _findings_to_judge(actor: Actor) -> QuerySet[Finding]:
    done = Count("actions", filter=Q(actions__accepted_at__isnull=False))
    findings = findings_visible_to(actor).annotate(all_actions=Count("actions"), done_actions=done)
    ready = Q(state=FindingState.ANSWERED, all_actions__gt=0, done_actions=F("all_actions"))
    return findings.filter(Q(state=FindingState.PROPOSED) | ready).order_by(F("due_on").asc(nulls_last=True), "number")


def _actions_to_judge(actor: Actor, today: date) -> QuerySet[CorrectiveAction]:
    unchecked = Q(progress=FollowUp.DONE, effect_due_on__isnull=False) & ~Q(effect=Effect.WORKED)
    ripe = unchecked & Q(effect_due_on__lte=today) & ~Q(effect=Effect.DID_NOT)
    own = {(grant.organisation, grant.role) for grant in actor.grants}
    mine = Q(pk__in=[])
    for code, role in own:
        mine |= Q(finding__office__code=code, finding__office_role=role)
    return actions_visible_to(actor).filter((~Q(claim="") | ripe) & mine).order_by("due_on", "id")


def _findings_to_answer(actor: Actor) -> QuerySet[Finding]:
    waiting = findings_visible_to(actor).filter(state__in=OPEN_FINDINGS).annotate(all_actions=Count("actions"))
    return waiting.filter(Q(state=FindingState.ISSUED) | Q(all_actions=0)).order_by("due_on", "number")


def _actions_to_do(actor: Actor) -> QuerySet[CorrectiveAction]:
    undone = Q(accepted_at__isnull=True, claim="", finding__state__in=OPEN_FINDINGS)
    return actions_visible_to(actor).filter(undone).order_by("due_on", "id")


def _report_waits(actor: Actor) -> Q:
    of_unit = Q(due_on__isnull=False)
    of_office = ~Q(state__in=[ReportState.CLOSED, ReportState.REFUSED])
    return of_office if actor.roles & OVERSEERS else of_unit


def _of_finding(finding: Finding) -> Waiting:
    what = {FindingState.PROPOSED: "issue", FindingState.ISSUED: "answer"}.get(FindingState(finding.state), "plan")
    if finding.state == FindingState.ANSWERED and getattr(finding, "done_actions", False):
        what = "close"
    return Waiting(
        reverse("oversight:finding", args=[finding.number]),
        finding.number,
        finding.title,
        finding.unit.local_name,
        what,
        finding.due_on,
    )


def _of_action(action: CorrectiveAction, today: date) -> Waiting:
    what = "accept" if action.claim else "check" if action.is_accepted else "do"
    return Waiting(
        reverse("oversight:action", args=[action.finding.number, action.position]),
        str(action),
        action.what[:120],
        action.finding.unit.local_name,
        what,
        action.effect_due_on if action.is_accepted else action.due_on,
    )


def _of_report(report: OverseerReport) -> Waiting:
    return Waiting(
        reverse("oversight:report", args=[report.number]),
        report.number,
        report.subject_matter,
        report.unit.local_name,
        f"report_{report.state}",
        report.due_on,
    )
