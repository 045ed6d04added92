"""Alarms become proposed findings once, and deadlines tell those whom the chain names."""

from datetime import timedelta

import pytest

from pendapa.journal.models import Entry
from pendapa.notices.models import Notice
from pendapa.oversight.actions import issue_finding, open_from_alarm
from pendapa.oversight.models import Finding
from pendapa.oversight.tasks import watch_deadlines
from pendapa.oversight.tests.factories import (
    A_MONDAY,
    account_of,
    auditor,
    head,
    issue,
    make_body,
    make_service,
    make_unit,
    planned,
    propose,
    reported,
)
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
ALARM = {
    "measure": "index", "unit": "kec-tirtasari", "service": "sku", "since": "2026-02-01", "value": 70.25,
    "expected": 82.5, "evidence": {"n": 34, "chart": "cusum"},
}  # fmt: skip


def test_an_alarm_opens_one_proposed_finding_with_its_evidence() -> None:
    make_service()
    watcher = account_of(Role.OVERSEER)
    finding = open_from_alarm(17, ALARM, at=A_MONDAY)
    assert finding is not None
    assert open_from_alarm(17, ALARM, at=A_MONDAY) is None
    kept = Finding.objects.get()
    assert (kept.state, kept.source, kept.measured_value, kept.measured_n) == ("proposed", "alarm", 70.25, 34)
    assert kept.evidence["chart"] == "cusum"
    assert "82,5" in kept.criterion
    assert Notice.objects.filter(account=watcher).count() == 1
    assert Entry.objects.get(verb="finding.proposed").actor_kind == "system"


def test_an_alarm_of_an_unknown_unit_is_of_the_body_and_garbage_is_survived() -> None:
    make_body()
    told = {"measure": "x" * 99, "unit": None, "value": "banyak", "since": "kemarin", "evidence": ["a"]}
    finding = open_from_alarm(18, told, at=A_MONDAY)
    assert finding is not None
    assert finding.unit.code == "tirtamaya"


def test_the_office_that_first_takes_an_alarm_is_its_judge() -> None:
    make_service()
    make_unit()
    found = open_from_alarm(19, ALARM, at=A_MONDAY)
    judge = auditor()
    Finding.objects.filter(pk=found.pk).update(cause="a", effect="b", recommendation="c")
    assert issue_finding(judge, found.pk, at=A_MONDAY).office_code == "inspektorat"


def _run_on(monkeypatch: pytest.MonkeyPatch, days_after_due: int, finding: Finding) -> int:
    at = A_MONDAY + timedelta(days=60 + days_after_due)
    monkeypatch.setattr("pendapa.oversight.tasks.timezone.now", lambda: at)
    return watch_deadlines(0)


def test_reminders_climb_from_the_head_to_the_superior_to_the_overseer(monkeypatch: pytest.MonkeyPatch) -> None:
    chief, superior = account_of(Role.HEAD), account_of(Role.HEAD, make_body())
    keeper = account_of(Role.INTERNAL_AUDITOR)
    finding = issue(auditor())
    Notice.objects.all().delete()

    def told() -> set[str]:
        return {str(one) for one in Notice.objects.values_list("account_id", flat=True)}

    assert _run_on(monkeypatch, -31, finding) == 0
    assert _run_on(monkeypatch, -30, finding) == 1
    assert told() == {str(chief.pk)}
    assert _run_on(monkeypatch, -29, finding) == 0
    _run_on(monkeypatch, 8, finding)
    assert str(superior.pk) in told()
    assert str(keeper.pk) not in told()
    _run_on(monkeypatch, 15, finding)
    assert str(keeper.pk) in told()
    assert _run_on(monkeypatch, 90, finding) == 0
    assert [entry.payload["told"] for entry in Entry.objects.filter(verb="finding.reminded").order_by("id")] == [
        "unit", "superior", "overseer",
    ]  # fmt: skip


def test_nobody_is_reminded_of_what_waits_for_the_overseer(monkeypatch: pytest.MonkeyPatch) -> None:
    action = reported(auditor(), head())
    assert _run_on(monkeypatch, 20, action.finding) == 0


def test_an_action_reminds_its_owner_and_a_draft_reminds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = account_of(Role.OFFICER)
    judge = auditor()
    propose(judge)
    action = planned(judge, head(), owner=owner)
    Notice.objects.all().delete()
    monkeypatch.setattr(
        "pendapa.oversight.tasks.timezone.now",
        lambda: A_MONDAY + timedelta(days=(action.due_on - A_MONDAY.date()).days + 1),
    )
    assert watch_deadlines(0) == 2  # the finding's first reminder is due on that day too
    assert Notice.objects.filter(account=owner).count() == 1
