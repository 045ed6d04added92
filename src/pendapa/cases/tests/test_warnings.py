"""Word to the office that a deadline is near or has passed."""

from datetime import timedelta

import pytest

from pendapa.cases.actions import claim_case, watch_clock
from pendapa.cases.models import Case
from pendapa.cases.tasks import DEADLINE_TELLER
from pendapa.cases.tests.factories import A_MONDAY, make_account, make_actor, make_case
from pendapa.journal.models import Entry
from pendapa.notices.models import Message
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def tell(case: Case, days: int) -> list[str]:
    watch_clock(case.clocks.get().pk, at=A_MONDAY + timedelta(days=days))
    for entry in Entry.objects.filter(verb__in=DEADLINE_TELLER.verbs, subject_id=str(case.pk)):
        DEADLINE_TELLER.handle(entry)
        DEADLINE_TELLER.handle(entry)
    return sorted(message.recipient for message in Message.objects.all())


def test_whoever_has_the_case_is_told_once_before_the_deadline() -> None:
    case, officer = make_case(), make_account(Role.OFFICER)
    make_account(Role.HEAD)
    claim_case(make_actor(account=officer), case.pk, expected_revision=case.revision, at=A_MONDAY)
    assert tell(case, days=2) == [officer.email]


def test_the_head_is_told_of_a_case_that_nobody_has() -> None:
    head = make_account(Role.HEAD)
    assert tell(make_case(), days=2) == [head.email]


def test_the_head_is_told_as_well_once_it_is_overdue() -> None:
    case, officer, head = make_case(), make_account(Role.OFFICER), make_account(Role.HEAD)
    claim_case(make_actor(account=officer), case.pk, expected_revision=case.revision, at=A_MONDAY)
    assert tell(case, days=5) == sorted([officer.email, head.email])


def test_a_closed_case_needs_no_word() -> None:
    case = make_case()
    make_account(Role.HEAD)
    watch_clock(case.clocks.get().pk, at=A_MONDAY + timedelta(days=2))
    Case.objects.filter(pk=case.pk).update(status="withdrawn", closed_at=A_MONDAY)
    assert tell(case, days=2) == []
