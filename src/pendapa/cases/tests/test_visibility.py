from uuid import uuid4

import pytest

from pendapa.cases.actions import lock_case
from pendapa.cases.models import Case
from pendapa.cases.queries import (
    case_opened_with,
    case_visible_to,
    cases_of_account,
    cases_visible_to,
    colleagues_for,
)
from pendapa.cases.tests.factories import SECRET, make_account, make_actor, make_case, make_unit, make_visitor
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def test_staff_see_the_branch_below_them_and_nothing_beside_it():
    above, below, beside = make_unit("kec"), make_unit("kel", make_unit("kec")), make_unit("kec-dua")
    case = make_case(unit=below)
    for unit, sees in ((below, True), (above, True), (beside, False)):
        assert cases_visible_to(make_actor(Role.OFFICER, unit)).filter(pk=case.pk).exists() is sees
    assert not cases_visible_to(make_actor(Role.OFFICER, below)).filter(pk=make_case(unit=above).pk).exists()


def test_a_unit_whose_code_begins_alike_is_another_unit():
    case = make_case(unit=make_unit("kec-tirta-dua"))
    assert not cases_visible_to(make_actor(Role.HEAD, make_unit("kec-tirta"))).filter(pk=case.pk).exists()


def test_persons_see_their_own_and_those_whose_secret_they_have_shown():
    person = make_account()
    own, other = make_case(applicant=person), make_case()
    actor = make_actor(account=person)
    assert list(cases_visible_to(actor)) == [own]
    assert set(cases_visible_to(actor.holding(str(other.pk)))) == {own, other}
    assert not cases_visible_to(make_visitor().holding("no uuid")).exists()
    assert list(cases_of_account(person)) == [own]


def test_another_units_officer_does_not_find_the_case():
    case = make_case()
    with pytest.raises(NotFound):
        case_visible_to(make_actor(Role.OFFICER, make_unit("kec-lain")), case.number)
    assert case_visible_to(make_actor(Role.OFFICER), case.number.lower().replace("-", " ")) == case


@pytest.mark.parametrize("number", ["", "x", "SKU-0000-0000", "\x00", "9" * 500, "' OR 1=1 --"])
def test_garbage_for_a_number_finds_nothing(number):
    with pytest.raises(NotFound):
        case_visible_to(make_actor(Role.HEAD), number)


def test_number_and_secret_open_a_case_however_they_are_typed():
    case = make_case()
    assert case_opened_with(case.number.lower().replace("-", ""), SECRET.lower().replace("-", " ")) == case
    assert case_opened_with(case.number, SECRET[:-1] + "Q") is None
    assert case_opened_with(make_case(secret="other").number, SECRET) is None
    assert case_opened_with("", "") is None


def test_a_case_is_given_to_those_who_work_in_its_unit_or_above():
    kec, kel = make_unit("kec"), make_unit("kel", make_unit("kec"))
    case = make_case(unit=kel)
    here, above = make_account(Role.OFFICER, kel), make_account(Role.HEAD, kec)
    make_account(Role.OFFICER, make_unit("lain"))
    make_account(Role.INTERNAL_AUDITOR, kel)
    assert set(colleagues_for(case)) == {here, above}


def test_locking_tells_of_a_change(django_assert_num_queries):
    case = make_case()
    Case.objects.filter(pk=case.pk).update(revision=5)
    with pytest.raises(Conflict):
        lock_case(case.pk, expected_revision=1)
    with pytest.raises(NotFound):
        lock_case(uuid4())
