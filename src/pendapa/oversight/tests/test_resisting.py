"""What those who are overseen, and those who administer, might try: to judge themselves, to hide, to delay."""

from datetime import date, timedelta

import pytest

from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.notices.models import Notice
from pendapa.oversight.actions import (
    accept_action,
    add_milestone,
    answer_finding,
    check_effect,
    claim_progress,
    close_finding,
    plan_action,
    remind_of_finding,
    return_action,
    withdraw_finding,
)
from pendapa.oversight.actions.answering import MOST_ANSWERS
from pendapa.oversight.queries import actions_visible_to, findings_visible_to
from pendapa.oversight.rules import FollowUp
from pendapa.oversight.tests.factories import (
    A_MONDAY,
    LATER,
    account_of,
    auditor,
    head,
    issue,
    make_body,
    make_unit,
    person,
    planned,
    reported,
)
from pendapa.people.impartiality import answered_for_since
from pendapa.people.models import Account, Membership
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of

pytestmark = pytest.mark.django_db
NEXT = LATER.date() + timedelta(days=1)


def _moved_to_the_inspectorate(account: Account, *, last_day: date) -> Actor:
    """Whoever worked in the unit until that day and is an internal auditor since."""
    Membership.objects.filter(account=account).update(ends=last_day)
    Membership.objects.create(
        account=account, organization=make_unit("inspektorat"), role=Role.INTERNAL_AUDITOR, starts=last_day
    )
    return actor_of(account, on=last_day + timedelta(days=1))


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICER])
def test_who_is_moved_to_the_inspectorate_does_not_judge_their_own_time(role: Role) -> None:
    account = account_of(role)
    action = reported(auditor(), head())
    moved = _moved_to_the_inspectorate(account, last_day=LATER.date())
    for judge in (
        lambda: accept_action(moved, action.pk, at=LATER),
        lambda: return_action(moved, action.pk, "x", at=LATER),
        lambda: check_effect(moved, action.pk, at=LATER),
        lambda: withdraw_finding(moved, action.finding_id, "x", at=LATER),
        lambda: close_finding(moved, action.finding_id, "x", at=LATER),
    ):
        with pytest.raises(Forbidden):
            judge()


def test_who_left_the_unit_before_the_time_that_is_judged_may() -> None:
    account = account_of(Role.OFFICER)
    moved = _moved_to_the_inspectorate(account, last_day=A_MONDAY.date() - timedelta(days=1))
    action = reported(auditor(), head())
    assert accept_action(moved, action.pk, at=LATER).is_accepted


def test_the_time_of_somebody_above_counts_and_of_somebody_below_does_not() -> None:
    unit, below = make_unit(), make_unit("kel-bawah")
    above, beside = person(Role.HEAD, make_body()), person(Role.OFFICER, below)
    assert answered_for_since(above, unit.path, LATER.date())
    assert not answered_for_since(beside, unit.path, LATER.date())
    assert not answered_for_since(Actor(kind="anonymous"), unit.path, LATER.date())


def test_who_left_the_unit_neither_reports_on_its_action_nor_reads_its_internal_finding() -> None:
    owner = account_of(Role.OFFICER)
    action = planned(auditor(), head(), owner=owner)
    assert actions_visible_to(person(account=owner)).exists()
    Membership.objects.filter(account=owner).update(organization=make_unit("kec-lain"))
    gone = person(account=owner)
    assert not findings_visible_to(gone).exists()
    with pytest.raises(Forbidden):
        claim_progress(gone, action.pk, FollowUp.DONE, "Sudah.", at=LATER)


def test_the_head_of_another_unit_answers_and_plans_nothing() -> None:
    judge, stranger = auditor(), person(Role.HEAD, make_unit("kec-lain"))
    finding = issue(judge)
    with pytest.raises(Forbidden):
        answer_finding(stranger, finding.pk, "Tidak benar.", agrees=False, at=LATER)
    answer_finding(head(), finding.pk, "Benar.", agrees=True, at=LATER)
    with pytest.raises(Forbidden):
        plan_action(stranger, finding.pk, "x", owner=None, due_on=NEXT, at=LATER)


def test_no_step_on_the_way_outlasts_its_action_and_nothing_is_added_once_it_was_reported() -> None:
    chief = head()
    action = planned(auditor(), chief)
    with pytest.raises(Invalid):
        add_milestone(chief, action.pk, "Nanti", due_on=action.due_on + timedelta(days=1), at=LATER)
    claim_progress(chief, action.pk, FollowUp.DONE, "Sudah.", at=LATER)
    with pytest.raises(Conflict):
        add_milestone(chief, action.pk, "Nanti", due_on=action.due_on, at=LATER)


def test_a_finding_is_not_buried_below_answers() -> None:
    chief = head()
    finding = issue(auditor())
    for _number in range(MOST_ANSWERS):
        answer_finding(chief, finding.pk, "Lagi.", agrees=False, at=LATER)
    with pytest.raises(Conflict):
        answer_finding(chief, finding.pk, "Lagi.", agrees=False, at=LATER)


def test_a_unit_without_a_head_silences_no_reminder() -> None:
    judge = auditor()
    finding = issue(judge)
    assert remind_of_finding(finding.pk, at=A_MONDAY + timedelta(days=61)) == "unit"
    assert [str(one.account_id) for one in Notice.objects.all()] == [judge.id]
