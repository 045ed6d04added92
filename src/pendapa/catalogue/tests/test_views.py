from datetime import date

import pytest
from django.urls import reverse

from pendapa.catalogue.actions import StandardContent, revise_standard, submit_standard_for_review
from pendapa.catalogue.tests.factories import AT, make_service, make_unit, publish, standard_fields
from pendapa.journal.actors import SYSTEM
from pendapa.people.models import Account, Membership


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.PENDAPA_DEMO = True


def sign_in(client, role, unit):
    account = Account.objects.create_user(f"{role}@tirtamaya.example", name=role.title(), is_demonstration=True)
    Membership.objects.create(account=account, organization=unit, role=role, starts=date(2020, 1, 1))
    client.force_login(account)


@pytest.fixture
def reviewed(db):
    """A service with a published version and a second one in review."""
    service = make_service()
    publish(service)
    draft = revise_standard(SYSTEM, service, StandardContent(standard_fields(working_days=2)), at=AT)
    submit_standard_for_review(SYSTEM, draft, revision=draft.revision, at=AT)
    draft.refresh_from_db()
    return draft


def address(name, version=2):
    return reverse(f"catalogue:{name}", args=["sku", version])


def test_an_administrator_sees_what_changes_and_publishes_it(client, reviewed, django_assert_max_num_queries):
    sign_in(client, "administrator", make_unit("tirtamaya"))
    assert "Surat Keterangan Usaha" in client.get(reverse("catalogue:services")).content.decode()
    with django_assert_max_num_queries(8):
        page = client.get(address("standard")).content.decode()
    assert "working_days" in page
    assert client.get(reverse("catalogue:versions", args=["sku"])).status_code == 200
    answer = client.post(address("publish"), {"revision": reviewed.revision})
    assert answer.status_code == 302
    reviewed.refresh_from_db()
    assert reviewed.status == "published"
    assert reviewed.published_by.name == "Administrator"


def test_a_standard_is_sent_back_only_with_a_reason_and_nothing_typed_is_lost(client, reviewed):
    sign_in(client, "administrator", make_unit("tirtamaya"))
    assert client.post(address("return"), {"revision": reviewed.revision, "reason": ""}).status_code == 422
    stale = client.post(address("return"), {"revision": 1, "reason": "Biaya belum jelas"})
    assert stale.status_code == 409
    assert "Biaya belum jelas" in stale.content.decode()
    client.post(address("return"), {"revision": reviewed.revision, "reason": "Biaya belum jelas"})
    reviewed.refresh_from_db()
    assert reviewed.status == "draft"
    client.post(address("submit"), {"revision": reviewed.revision})
    reviewed.refresh_from_db()
    assert reviewed.status == "review"


@pytest.mark.parametrize("data", [{}, {"revision": "x"}, {"revision": "9" * 40}])
def test_a_garbled_decision_is_refused_and_changes_nothing(client, reviewed, data):
    sign_in(client, "administrator", make_unit("tirtamaya"))
    for name in ("publish", "submit", "return"):
        assert client.post(address(name), data).status_code == 422
    reviewed.refresh_from_db()
    assert reviewed.status == "review"


def test_a_head_sees_the_standards_of_the_body_and_cannot_publish(client, reviewed):
    sign_in(client, "head", make_unit())
    assert "terbitkan" not in client.get(address("standard")).content.decode()
    assert client.post(address("publish"), {"revision": reviewed.revision}).status_code == 403


def test_an_officer_and_a_stranger_do_not_see_the_catalogue_desk(client, reviewed):
    assert client.get(reverse("catalogue:services")).status_code == 302
    sign_in(client, "officer", make_unit())
    assert client.get(reverse("catalogue:services")).status_code == 403
    assert client.get(address("standard")).status_code == 403


def test_an_unknown_version_is_not_found(client, reviewed):
    sign_in(client, "administrator", make_unit("tirtamaya"))
    assert client.get(address("standard", 99)).status_code == 404
    assert client.get("/meja/katalog/sku/99999999999999999999/").status_code == 404
    assert client.get("/meja/katalog/tidak-ada/").status_code == 404
