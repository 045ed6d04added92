from datetime import timedelta

import pytest

from pendapa.cases.actions import assign_case, claim_case, release_case
from pendapa.cases.tests.factories import A_MONDAY, make_account, make_actor, make_case, make_unit, make_visitor
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
LATER = A_MONDAY + timedelta(hours=1)


def test_an_officer_takes_a_case_once_however_often_they_ask():
    case, officer = make_case(), make_actor(Role.OFFICER)
    claim_case(officer, case.pk, expected_revision=case.revision, at=LATER)
    again = claim_case(officer, case.pk, expected_revision=case.revision, at=LATER)
    assert str(again.assignee_id) == officer.id
    assert Entry.objects.filter(verb="case.claimed").count() == 1


def test_the_second_officer_is_told_who_was_faster():
    case = make_case()
    first, second = make_actor(Role.OFFICER, name="Budi Santoso"), make_actor(Role.VERIFIER)
    claim_case(first, case.pk, expected_revision=case.revision, at=LATER)
    with pytest.raises(Conflict, match="Budi Santoso"):
        claim_case(second, case.pk, expected_revision=case.revision, at=LATER)
    case.refresh_from_db()
    assert str(case.assignee_id) == first.id


def test_an_entry_says_in_which_capacity_the_officer_acted():
    case, officer = make_case(), make_actor(Role.OFFICER)
    claim_case(officer, case.pk, expected_revision=case.revision, at=LATER)
    entry = Entry.objects.get(verb="case.claimed")
    assert (entry.actor_role, entry.actor_organisation) == ("officer", "kec-tirtasari")


@pytest.mark.parametrize("role", [Role.INTERNAL_AUDITOR, Role.OVERSEER, Role.ADMINISTRATOR, Role.PARTNER])
def test_who_does_not_work_cases_cannot_take_one(role):
    case = make_case()
    with pytest.raises(Forbidden):
        claim_case(make_actor(role), case.pk, expected_revision=case.revision, at=LATER)


def test_an_officer_of_another_unit_cannot_take_a_case():
    case = make_case()
    with pytest.raises(Forbidden):
        claim_case(make_actor(Role.OFFICER, make_unit("kec-lain")), case.pk, expected_revision=case.revision, at=LATER)


def test_nobody_works_on_a_matter_of_their_own():
    account = make_account(Role.OFFICER)
    case = make_case(applicant=account)
    with pytest.raises(Forbidden):
        claim_case(make_actor(account=account), case.pk, expected_revision=case.revision, at=LATER)


def test_the_head_gives_a_case_to_an_officer_of_the_unit_and_to_nobody_else():
    case, head, officer = make_case(), make_actor(Role.HEAD), make_account(Role.OFFICER)
    assigned = assign_case(head, case.pk, officer, expected_revision=case.revision, at=LATER)
    assert assigned.assignee_id == officer.pk
    stranger = make_account(Role.OFFICER, make_unit("kec-lain"))
    with pytest.raises(Invalid):
        assign_case(head, case.pk, stranger, expected_revision=assigned.revision, at=LATER)
    with pytest.raises(Forbidden):
        assign_case(make_actor(Role.OFFICER), case.pk, officer, expected_revision=assigned.revision, at=LATER)


def test_only_the_holder_or_the_head_gives_a_case_back():
    case, officer = make_case(), make_actor(Role.OFFICER)
    held = claim_case(officer, case.pk, expected_revision=case.revision, at=LATER)
    with pytest.raises(Forbidden):
        release_case(make_actor(Role.OFFICER), case.pk, expected_revision=held.revision, at=LATER)
    freed = release_case(make_actor(Role.HEAD), case.pk, expected_revision=held.revision, at=LATER)
    assert freed.assignee_id is None
    assert freed.revision == held.revision + 1


def test_a_visitor_with_the_secret_is_no_officer():
    case = make_case()
    with pytest.raises(Forbidden):
        claim_case(make_visitor(case), case.pk, expected_revision=case.revision, at=LATER)
