"""Deadlines are set at the desk by those who oversee, never by those who are overseen, and for what begins later."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from pendapa.journal.models import Entry
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Forbidden, Invalid
from pendapa.notices.models import Notice
from pendapa.oversight.actions import issue_finding, move_report, receive_report, remind_of_finding
from pendapa.oversight.actions.reports import ReportIn
from pendapa.oversight.actions.setting import set_deadline
from pendapa.oversight.models import DeadlineRule
from pendapa.oversight.queries.deadlines import chain_on, deadline_on, findings_to_remind
from pendapa.oversight.rules import CHAIN, FIRST_DEADLINES, DeadlineStep, ReportState
from pendapa.oversight.tests.factories import (
    A_MONDAY,
    LATER,
    account_of,
    auditor,
    issue,
    make_body,
    make_unit,
    person,
    propose,
)
from pendapa.people.models import Account, Membership
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
DAY = A_MONDAY.date() + timedelta(days=1)
STEP, SOURCE = DeadlineStep.FOLLOW_UP, "Perbup 12/2026"
PAGE = "/meja/pengawasan/tenggat/"


def test_the_table_begins_with_the_first_deadlines() -> None:
    DeadlineRule.objects.all().delete()  # tests that empty the database leave none behind
    import_module("pendapa.oversight.migrations.0002_deadlines").enter_deadlines(apps, None)
    assert {one.step: one.days for one in DeadlineRule.objects.all()} == {
        str(step): deadline.days for step, deadline in FIRST_DEADLINES.items()
    }
    DeadlineRule.objects.all().delete()
    assert deadline_on(STEP, DAY) == FIRST_DEADLINES[STEP]
    assert chain_on(DAY) == CHAIN


def test_a_new_deadline_is_for_what_begins_later_and_its_change_is_on_the_record() -> None:
    make_body()
    judge = auditor()
    before, draft = issue(judge), propose(judge)
    set_deadline(judge, STEP, 30, SOURCE, DAY, at=A_MONDAY)
    assert (issue(judge).due_on - A_MONDAY.date()).days == 60
    assert (issue_finding(judge, draft.pk, at=LATER).due_on - LATER.date()).days == 30
    before.refresh_from_db()
    assert (before.due_on - A_MONDAY.date()).days == 60
    entry = Entry.objects.get(verb="oversight.deadline_set")
    assert (entry.payload["was"], entry.payload["days"], entry.actor_id) == (60, 30, judge.id)
    assert entry.payload["source"] == SOURCE


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR, None])
def test_who_is_overseen_or_administers_sets_none(role: Role | None) -> None:
    make_body()
    with pytest.raises(Forbidden):
        set_deadline(person(role), STEP, 300, SOURCE, DAY, at=A_MONDAY)


@pytest.mark.parametrize("role", [Role.HEAD, Role.ADMINISTRATOR, Role.OFFICER])
def test_an_auditor_who_works_or_administers_besides_sets_none(role: Role) -> None:
    account = account_of(Role.INTERNAL_AUDITOR)
    Membership.objects.create(account=account, organization=make_unit(), role=role, starts=date(2020, 1, 1))
    with pytest.raises(Forbidden):
        set_deadline(person(account=account), STEP, 300, SOURCE, DAY, at=A_MONDAY)


def test_the_overseers_own_deadlines_are_set_by_the_overseer_alone() -> None:
    make_body()
    with pytest.raises(Forbidden):
        set_deadline(auditor(), DeadlineStep.CLARIFICATION, 300, SOURCE, DAY, at=A_MONDAY)
    overseer = person(Role.OVERSEER)
    set_deadline(overseer, DeadlineStep.CLARIFICATION, 7, SOURCE, DAY, at=A_MONDAY)
    report = receive_report(overseer, ReportIn(make_unit(), "Antrean", "Tiga jam."), at=LATER)
    for state in (ReportState.FORMAL, ReportState.CLARIFYING):
        report = move_report(overseer, report.pk, state, "Mengapa?", at=LATER)
    assert (report.due_on - LATER.date()).days == 7


@pytest.mark.parametrize(
    ("step", "days", "source", "day"),
    [
        (STEP, 0, SOURCE, DAY),
        (STEP, 366, SOURCE, DAY),
        (STEP, 30, "  ", DAY),
        (STEP, 30, SOURCE, A_MONDAY.date()),
        ("lain", 30, SOURCE, DAY),
        (DeadlineStep.SECOND_REMINDER, 30, SOURCE, DAY),
        (DeadlineStep.SUPERIOR, 15, SOURCE, DAY),
        (DeadlineStep.PASSED, 8, SOURCE, DAY),
    ],
)
def test_what_makes_no_deadline_is_refused(step: str, days: int, source: str, day: date) -> None:
    make_body()
    with pytest.raises(Invalid):
        set_deadline(auditor(), step, days, source, day, at=A_MONDAY)


def test_the_chain_of_a_finding_is_the_one_with_which_it_began() -> None:
    account_of(Role.HEAD)
    make_body()
    judge = auditor()
    old = issue(judge)
    set_deadline(judge, DeadlineStep.FIRST_REMINDER, 50, SOURCE, DAY, at=A_MONDAY)
    new = issue_finding(judge, propose(judge).pk, at=LATER)
    Notice.objects.all().delete()
    early = LATER + timedelta(days=11)
    assert {old.pk, new.pk} <= set(findings_to_remind(early.date()))
    assert remind_of_finding(old.pk, at=early) is None
    assert remind_of_finding(new.pk, at=early) is not None


def test_when_an_office_stands_empty_every_overseer_is_told() -> None:
    judge = auditor()
    finding = issue(judge)
    Account.objects.filter(pk=judge.id).update(is_active=False)
    watcher = account_of(Role.OVERSEER)
    remind_of_finding(finding.pk, at=A_MONDAY + timedelta(days=75))
    assert Notice.objects.filter(account=watcher).count() == 1


def test_the_page_is_read_by_staff_and_written_by_overseers() -> None:
    make_body()
    tomorrow = local_date(timezone.now()) + timedelta(days=1)
    given = {"step": STEP, "days": "45", "source": SOURCE, "valid_from": tomorrow.isoformat()}
    for role, status in ((Role.HEAD, 403), (Role.ADMINISTRATOR, 403), (Role.INTERNAL_AUDITOR, 302)):
        client = Client()
        client.force_login(account_of(role))
        shown = client.get(PAGE)
        assert shown.status_code == 200
        assert ("Tetapkan tenggat" in shown.content.decode()) == (status == 302)
        assert client.post(PAGE, given).status_code == status
    assert SOURCE in client.get(PAGE).content.decode()
    for wrong in (
        {},
        {**given, "days": "x"},
        {**given, "step": "clarification"},
        {**given, "valid_from": "2020-01-01"},
    ):
        assert client.post(PAGE, wrong).status_code == 422
