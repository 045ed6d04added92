from datetime import UTC, date, datetime

import pytest

from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.people.models import Membership, Organization
from pendapa.people.organizations.actions import appoint_member, create_organization, end_membership
from pendapa.people.organizations.queries import organizations_visible_to
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_account, make_member, make_organization

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 4, 2, tzinfo=UTC)


@pytest.fixture
def body() -> Organization:
    return make_organization("tirtamaya")


@pytest.fixture
def office(body) -> Organization:
    return make_organization("dpmptsp", body)


@pytest.fixture
def administrator(office):
    return make_member(office, Role.ADMINISTRATOR)


def test_an_administrator_appoints_within_the_whole_body_and_the_journal_tells(body, office, administrator):
    person = make_account("Budi")
    other = make_organization("dinsos", body)
    appoint_member(actor_of(administrator), other, person, Role.HEAD, starts=date(2027, 1, 4), at=AT, position="Kepala")
    assert actor_of(person).grants[0].role == "head"
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject_id, entry.actor_role) == ("membership.appointed", "dinsos", "administrator")
    assert entry.payload["name"] == "Budi"


def test_nobody_appoints_in_another_body(administrator):
    elsewhere = make_organization("other-body")
    with pytest.raises(Forbidden):
        appoint_member(actor_of(administrator), elsewhere, make_account(), Role.HEAD, starts=date(2027, 1, 4), at=AT)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_appoints(office, role):
    actor = actor_of(make_member(office, role))
    with pytest.raises(Forbidden):
        appoint_member(actor, office, make_account(), Role.ADMINISTRATOR, starts=date(2027, 1, 4), at=AT)
    with pytest.raises(Forbidden):
        create_organization(actor, code="new", name="New", parent=office, at=AT)


@pytest.mark.parametrize("role", [Role.INTERNAL_AUDITOR, Role.OVERSEER])
def test_no_administrator_becomes_an_overseer_by_their_own_hand(office, administrator, role):
    actor = actor_of(administrator)
    with pytest.raises(Invalid):
        appoint_member(actor, office, administrator, role, starts=date(2027, 1, 4), at=AT)
    appoint_member(actor, office, make_account(), role, starts=date(2027, 1, 4), at=AT)


def test_a_role_is_not_held_twice_at_one_time(office, administrator):
    actor, person = actor_of(administrator), make_account()
    appoint_member(actor, office, person, Role.OFFICER, starts=date(2027, 1, 1), ends=date(2027, 1, 31), at=AT)
    with pytest.raises(Conflict):
        appoint_member(actor, office, person, Role.OFFICER, starts=date(2027, 1, 31), at=AT)
    appoint_member(actor, office, person, Role.OFFICER, starts=date(2027, 2, 1), at=AT)
    appoint_member(actor, office, person, Role.VERIFIER, starts=date(2027, 1, 1), at=AT)


def test_a_period_does_not_end_before_it_starts(office, administrator):
    with pytest.raises(Invalid):
        appoint_member(
            actor_of(administrator),
            office,
            make_account(),
            Role.HEAD,
            starts=date(2027, 1, 4),
            ends=date(2027, 1, 3),
            at=AT,
        )


def test_a_membership_ends_and_its_powers_with_it(office, administrator):
    officer = make_member(office, Role.OFFICER)
    membership = Membership.objects.get(account=officer)
    end_membership(actor_of(administrator), membership.pk, ends=date(2027, 1, 5), at=AT)
    assert actor_of(officer, date(2027, 1, 5)).is_staff
    assert not actor_of(officer, date(2027, 1, 6)).is_staff
    assert Entry.objects.get().verb == "membership.ended"


def test_the_past_is_not_rewritten(office, administrator):
    membership = Membership.objects.get(account=make_member(office, Role.OFFICER))
    with pytest.raises(Invalid):
        end_membership(actor_of(administrator), membership.pk, ends=date(2026, 12, 1), at=AT)
    end_membership(actor_of(administrator), membership.pk, ends=date(2027, 1, 3), at=AT)
    with pytest.raises(Conflict):
        end_membership(actor_of(administrator), membership.pk, ends=date(2027, 1, 9), at=AT)


def test_a_unit_is_added_below_another(office, administrator):
    made = create_organization(actor_of(administrator), code="loket", name="Loket", parent=office, at=AT)
    assert made.path == "tirtamaya/dpmptsp/loket"
    assert Entry.objects.get().verb == "organization.created"
    with pytest.raises(Invalid):
        create_organization(actor_of(administrator), code="loket", name="Again", parent=office, at=AT)


def test_one_sees_the_organisations_of_one_s_own_body(body, office, administrator):
    make_organization("other-body")
    assert set(organizations_visible_to(actor_of(administrator))) == {body, office}
    assert not organizations_visible_to(actor_of(make_account())).exists()


def test_an_administrator_appoints_on_the_page(client, settings, office, administrator):
    settings.PENDAPA_DEMO = True
    client.force_login(administrator)
    person = make_account("Budi", email="budi@example.org")
    page = client.get("/meja/organisasi/dpmptsp/")
    assert page.status_code == 200
    answer = client.post(
        "/meja/organisasi/dpmptsp/angkat/",
        {"email": "BUDI@example.org", "role": "officer", "starts": "2020-02-01", "ends": "", "position": "Staf"},
    )
    assert answer.status_code == 302
    assert b"Budi" in client.get("/meja/organisasi/dpmptsp/").content
    membership = Membership.objects.get(account=person)
    ending = client.post(f"/meja/organisasi/dpmptsp/akhiri/{membership.pk}/", {"ends": "2099-01-01"})
    assert ending.status_code == 302
    membership.refresh_from_db()
    assert membership.ends == date(2099, 1, 1)


def test_what_was_typed_is_kept_with_the_error(client, settings, office, administrator):
    settings.PENDAPA_DEMO = True
    client.force_login(administrator)
    answer = client.post(
        "/meja/organisasi/dpmptsp/angkat/", {"email": "nobody@example.org", "role": "head", "starts": "2027-01-01"}
    )
    assert answer.status_code == 422
    assert b"nobody@example.org" in answer.content
    assert b'class="error-summary"' in answer.content


def test_the_organisation_pages_ask_few_questions(
    client, settings, office, administrator, django_assert_max_num_queries
):
    settings.PENDAPA_DEMO = True
    client.force_login(administrator)
    with django_assert_max_num_queries(8):
        client.get("/meja/organisasi/")
    with django_assert_max_num_queries(8):
        client.get("/meja/organisasi/dpmptsp/")
