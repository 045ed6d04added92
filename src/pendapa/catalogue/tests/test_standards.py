from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from pendapa.catalogue.actions import (
    StandardContent,
    publish_pledge,
    publish_standard,
    return_standard_to_draft,
    revise_standard,
    submit_standard_for_review,
)
from pendapa.catalogue.models import ServicePledge, ServiceStandard
from pendapa.catalogue.tests.factories import AT, make_service, make_unit, publish, standard_fields, words
from pendapa.journal.actors import Actor, Grant
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid

PATH = "tirtamaya/kec-tirtasari"
LATER = AT + timedelta(days=1)


def person(role, path=PATH):
    return Actor(kind="person", name="Wening", grants=(Grant(role, path.rpartition("/")[2], path),))


ADMINISTRATOR = person("administrator", "tirtamaya")
HEAD = person("head")
OFFICER = person("officer")


@pytest.fixture
def as_account(db):
    """An administrator who has an account, as publishing notes who did it."""
    from pendapa.people.models import Account

    account = Account.objects.create_user("admin@tirtamaya.example", name="Admin")
    return Actor(kind="person", id=str(account.pk), name="Admin", grants=ADMINISTRATOR.grants)


def draft_of(service, actor=HEAD, **fields):
    return revise_standard(actor, service, StandardContent(standard_fields(**fields)), at=AT)


@pytest.mark.django_db
def test_a_standard_goes_from_draft_through_review_to_publication(as_account):
    service = make_service()
    draft = draft_of(service)
    submit_standard_for_review(HEAD, draft, revision=1, at=AT)
    published = publish_standard(as_account, draft, revision=2, at=LATER)
    assert (published.status, published.version, published.valid_from) == ("published", 1, date(2026, 3, 3))
    assert str(published.published_by_id) == as_account.id
    verbs = list(Entry.objects.filter(subject_id="sku").order_by("id").values_list("verb", "audience", "actor_role"))
    assert verbs == [
        ("standard.drafted", "staff", "head"),
        ("standard.submitted", "staff", "head"),
        ("standard.published", "public", "administrator"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["guarantee", "complaints"])
def test_a_standard_with_a_component_missing_cannot_be_submitted(missing):
    components = {key: text for key, text in standard_fields()["components"].items() if key != missing}
    draft = draft_of(make_service(), components=components)
    with pytest.raises(Invalid) as refused:
        submit_standard_for_review(HEAD, draft, revision=1, at=AT)
    assert [error.field for error in refused.value.errors] == [missing]


@pytest.mark.django_db
def test_a_component_in_one_language_alone_is_missing():
    components = {**standard_fields()["components"], "security": {"id": "Aman", "en": " "}}
    draft = draft_of(make_service(), components=components, legal_basis=[], output={})
    with pytest.raises(Invalid) as refused:
        submit_standard_for_review(HEAD, draft, revision=1, at=AT)
    assert [error.field for error in refused.value.errors] == ["product", "legal_basis", "security"]


@pytest.mark.django_db
def test_a_draft_cannot_be_published_without_review():
    draft = draft_of(make_service())
    with pytest.raises(Conflict):
        publish_standard(ADMINISTRATOR, draft, revision=1, at=AT)


@pytest.mark.django_db
def test_the_second_of_two_people_at_one_draft_is_told_and_overwrites_nothing():
    service = make_service()
    draft_of(service)
    revise_standard(HEAD, service, StandardContent(standard_fields(working_days=2)), revision=1, at=AT)
    with pytest.raises(Conflict):
        revise_standard(HEAD, service, StandardContent(standard_fields(working_days=5)), revision=1, at=AT)
    draft = ServiceStandard.objects.get()
    assert (draft.working_days, draft.revision) == (2, 2)
    with pytest.raises(Conflict):
        submit_standard_for_review(HEAD, draft, revision=1, at=AT)


@pytest.mark.django_db
def test_a_standard_returned_from_review_is_a_draft_again_with_the_reason_on_record():
    draft = draft_of(make_service())
    submit_standard_for_review(HEAD, draft, revision=1, at=AT)
    with pytest.raises(Invalid):
        return_standard_to_draft(ADMINISTRATOR, draft, "  ", revision=2, at=AT)
    return_standard_to_draft(ADMINISTRATOR, draft, "Biaya belum jelas.", revision=2, at=AT)
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "Biaya belum jelas." in Entry.objects.get(verb="standard.returned").sentence


@pytest.mark.django_db
def test_officers_and_heads_of_other_units_cannot_touch_a_standard_and_heads_cannot_publish():
    service = make_service()
    for stranger in (OFFICER, person("head", "tirtamaya/dukcapil"), person("administrator", "lain")):
        with pytest.raises(Forbidden):
            draft_of(service, stranger)
    draft = draft_of(service)
    submit_standard_for_review(HEAD, draft, revision=1, at=AT)
    with pytest.raises(Forbidden):
        publish_standard(HEAD, draft, revision=2, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"working_days": 30}, {"status": "draft"}, {"digest": "x"}, {"cost_rupiah": 1}])
def test_the_database_refuses_to_change_a_published_standard(change):
    published = publish(make_service())
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceStandard.objects.filter(pk=published.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        published.delete()


@pytest.mark.django_db
def test_a_superseded_standard_never_counts_again():
    service = make_service()
    first = publish(service)
    publish(service, at=LATER, working_days=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceStandard.objects.filter(pk=first.pk).update(status="published")


@pytest.mark.django_db
def test_a_pledge_is_published_in_versions_and_kept():
    pledge = {"text": words("Sanggup"), "sanction": words("Sanksi"), "signed_by": "Wening", "position": words("Camat")}
    unit = make_unit()
    publish_pledge(ADMINISTRATOR, unit, {**pledge, "signed_on": date(2026, 1, 5)}, at=AT)
    second = publish_pledge(ADMINISTRATOR, unit, {**pledge, "signed_on": date(2026, 2, 5)}, at=LATER)
    assert second.version == 2
    with pytest.raises(Forbidden):
        publish_pledge(HEAD, unit, {**pledge, "signed_on": date(2026, 2, 5)}, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServicePledge.objects.filter(pk=second.pk).update(signed_by="Orang lain")
