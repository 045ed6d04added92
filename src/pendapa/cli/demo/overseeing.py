"""Findings of the demonstration's year, what was done about them, and reports to the independent overseer."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from pendapa.catalogue.models import PublicService
from pendapa.cli.demo.reports import FIRST_DAYS
from pendapa.cli.demo.timeline import Timeline
from pendapa.oversight.actions import (
    FindingIn,
    ReportIn,
    accept_action,
    add_milestone,
    answer_finding,
    answer_report,
    check_effect,
    claim_progress,
    close_finding,
    finish_milestone,
    issue_finding,
    move_report,
    notice_change,
    plan_action,
    propose_finding,
    receive_report,
)
from pendapa.oversight.actions.findings import ELEMENTS
from pendapa.oversight.models import CorrectiveAction, Finding, OverseerReport
from pendapa.oversight.queries.measuring import before_of
from pendapa.oversight.rules import FollowUp, ReportState
from pendapa.people.models import Account, Membership

MEMBER_DAYS: Final = 2 * FIRST_DAYS
"""How long ago, in days, the heads of units that the year needs came into office."""


def make_people(rows: list[Mapping[str, str]], timeline: Timeline) -> None:
    """Accounts without a password, for those who act in the year beside the demonstration's own."""
    for row in rows:
        account = Account.objects.filter(email=row["email"]).first() or Account.objects.create_user(
            row["email"], name=row["name"], is_demonstration=True
        )
        Membership.objects.get_or_create(
            account=account,
            organization=timeline.unit(row["unit"]),
            role=row["role"],
            defaults={"starts": timeline.today - timedelta(days=MEMBER_DAYS), "position": row["position"]},
        )


def plan_oversight(timeline: Timeline, content: Mapping[str, Any]) -> None:
    """Put findings and reports on the timeline."""
    for row in content["findings"]:
        _FollowedUp(timeline, row).plan()
    for row in content["reports"]:
        _plan_report(timeline, row)


def conclude_findings(timeline: Timeline, content: Mapping[str, Any], *, at: datetime) -> int:
    """Compare the measures before and after what was accepted, and close those findings; returns how many that were.

    The measures must have counted the year; without a value before nothing is compared. Done again it does nothing.
    """
    concluded = 0
    for row in content["findings"]:
        waiting = CorrectiveAction.objects.filter(
            finding__title=row["title"], accepted_at__isnull=False, effect_checked_at__isnull=True
        )
        action = waiting.select_related("finding").first()
        if action is not None and before_of(action.finding) is not None:
            auditor = timeline.actor(row["by"])
            check_effect(auditor, action.pk, at=at)
            close_finding(auditor, action.finding_id, row["closing"], at=at)
            concluded += 1
    return concluded


class _FollowedUp:
    """One finding with its action, as far as its days are given."""

    def __init__(self, timeline: Timeline, row: Mapping[str, Any]) -> None:
        self.timeline, self.row = timeline, row
        self.finding: Finding
        self.action: CorrectiveAction

    def plan(self) -> None:
        timeline, row = self.timeline, self.row
        at = timeline.days_ago
        timeline.do(at(row["proposed"], 9), self._propose)
        timeline.do(at(row["issued"], 10), self._issue)
        timeline.do(at(row["answered"], 11), self._answer)
        timeline.do(at(row["planned"], 13), self._plan_action)
        for milestone in row["milestones"]:
            timeline.do(at(row["planned"], 14), self._milestone(milestone))
            if "done" in milestone:
                timeline.do(at(milestone["done"], 15), self._milestone_done(milestone["title"]))
        if "claimed" in row:
            timeline.do(at(row["claimed"], 9), self._claim)
        if "accepted" in row:
            timeline.do(at(row["accepted"], 10), self._accept)
        days = range(max(row.get("accepted", 0) - 30, 1), 1, -4)
        said = [answer for answer, count in row.get("noticed", {}).items() for _one in range(count)]
        for day, answer in zip(days, said, strict=False):
            timeline.do(at(day, 19), self._notice(answer))

    @property
    def _by(self) -> Any:
        return self.timeline.actor(self.row["by"])

    @property
    def _head(self) -> Any:
        return self.timeline.actor(self.row["head"])

    def _day(self, days: int) -> date:
        return self.timeline.today - timedelta(days=days)

    def _propose(self, at: datetime) -> None:
        row = self.row
        given = FindingIn(
            title=row["title"], unit=self.timeline.unit(row["unit"]),
            service=PublicService.objects.get(slug=row["service"]), measure=row["measure"],
            **{element: row[element] for element in ELEMENTS},
        )  # fmt: skip
        self.finding = propose_finding(self._by, given, at=at)

    def _issue(self, at: datetime) -> None:
        issue_finding(self._by, self.finding.pk, is_public=True, at=at)

    def _answer(self, at: datetime) -> None:
        answer_finding(self._head, self.finding.pk, self.row["answer"], agrees=True, at=at)

    def _plan_action(self, at: datetime) -> None:
        due_on = self._day(self.row["due"])
        self.action = plan_action(self._head, self.finding.pk, self.row["action"], owner=None, due_on=due_on, at=at)

    def _milestone(self, row: Mapping[str, Any]) -> Any:
        return lambda at: add_milestone(self._head, self.action.pk, row["title"], due_on=self._day(row["due"]), at=at)

    def _milestone_done(self, title: str) -> Any:
        return lambda at: finish_milestone(
            self._head, self.action.pk, self.action.milestones.get(title=title).pk, at=at
        )

    def _claim(self, at: datetime) -> None:
        claim_progress(self._head, self.action.pk, FollowUp.DONE, self.row["claim"], at=at)

    def _accept(self, at: datetime) -> None:
        accept_action(self._by, self.action.pk, at=at)

    def _notice(self, answer: str) -> Any:
        return lambda at: notice_change(self.finding.pk, answer, "", at=at)


def _plan_report(timeline: Timeline, row: Mapping[str, Any]) -> None:
    held: list[OverseerReport] = []

    def receive(at: datetime) -> None:
        given = ReportIn(timeline.unit(row["unit"]), row["subject"], row["words"], reporter=row["reporter"])
        held.append(receive_report(timeline.actor(row["by"]), given, at=at))

    def step(told: Mapping[str, Any]) -> Any:
        if "answer" in told:
            return lambda at: answer_report(timeline.actor(row["head"]), held[0].pk, told["answer"], at=at)
        return lambda at: move_report(
            timeline.actor(row["by"]), held[0].pk, ReportState(told["state"]), told["text"], at=at
        )

    timeline.do(timeline.days_ago(row["received"], 10), receive)
    for told in row["steps"]:
        timeline.do(timeline.days_ago(told["day"], 11), step(told))
