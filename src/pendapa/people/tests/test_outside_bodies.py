"""Bodies outside this one: added and changed by an administrator, so that reports can be handed to them."""

import pytest

from pendapa.journal.models import Entry
from pendapa.people.models import Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization

pytestmark = pytest.mark.django_db
LIST, NEW = "/meja/lembaga-luar/", "/meja/lembaga-luar/baru/"
GIVEN = {"name": "Dinas PU Provinsi Jawa Timur", "name_en": "Public Works of East Java", "email": "pu@jatim.example"}


@pytest.fixture
def office(settings) -> Organization:
    settings.PENDAPA_DEMO = True
    return make_organization("dpmptsp", make_organization("tirtamaya"))


@pytest.fixture
def administrator(client, office):
    client.force_login(make_member(office, Role.ADMINISTRATOR))
    return client


def test_an_administrator_adds_a_body_and_the_journal_tells(administrator):
    assert administrator.get(NEW).status_code == 200
    assert administrator.post(NEW, GIVEN).status_code == 302
    body = Organization.objects.get(name=GIVEN["name"])
    assert (body.code, body.kind, body.parent) == ("dinas-pu-provinsi-jawa-timur", Organization.Kind.BODY, None)
    assert Entry.objects.get(verb="organization.created").subject_id == body.code
    assert "pu@jatim.example" in administrator.get(LIST).content.decode()


def test_a_change_says_what_was_changed_and_one_that_changes_nothing_is_silent(administrator):
    administrator.post(NEW, GIVEN)
    page = f"{LIST}dinas-pu-provinsi-jawa-timur/"
    assert GIVEN["name_en"] in administrator.get(page).content.decode()
    administrator.post(page, GIVEN)
    assert not Entry.objects.filter(verb="organization.changed").exists()
    administrator.post(page, {**GIVEN, "phone": "031-123456"})
    entry = Entry.objects.get(verb="organization.changed")
    assert entry.payload["fields"] == ["phone"]
    assert Organization.objects.get(code="dinas-pu-provinsi-jawa-timur").phone == "031-123456"


def test_sent_twice_it_is_refused_with_a_reason_and_nothing_typed_is_lost(administrator):
    administrator.post(NEW, GIVEN)
    again = administrator.post(NEW, GIVEN)
    assert again.status_code == 422
    assert GIVEN["email"] in again.content.decode()
    assert Organization.objects.filter(name=GIVEN["name"]).count() == 1


def test_two_bodies_of_like_names_have_codes_of_their_own(administrator):
    for name in ("PDAM Kota", "PDAM-Kota", "水"):
        administrator.post(NEW, {"name": name})
    assert set(Organization.objects.filter(parent=None).values_list("code", flat=True)) == {
        "tirtamaya", "pdam-kota", "pdam-kota-2", "badan",
    }  # fmt: skip


def test_garbage_is_refused(administrator):
    for given in ({}, {"name": " "}, {"name": "x" * 300}, {"name": "PDAM", "email": "x"}, {"name": "a\x00b"}):
        assert administrator.post(NEW, given).status_code == 422


def test_bodies_that_work_with_this_system_themselves_are_not_changed_from_here(administrator):
    make_member(make_organization("kota-sebelah"), Role.ADMINISTRATOR)
    for code in ("tirtamaya", "dpmptsp", "kota-sebelah", "tidak-ada"):
        assert administrator.get(f"{LIST}{code}/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_no_other_role_comes_in(client, office, role):
    client.force_login(make_member(office, role))
    for address in (LIST, NEW):
        assert client.get(address).status_code == 403
    assert client.post(NEW, GIVEN).status_code == 403


def test_the_list_asks_little(administrator, django_assert_max_num_queries):
    for number in range(20):
        make_organization(f"badan-{number}")
    with django_assert_max_num_queries(8):
        administrator.get(LIST)
