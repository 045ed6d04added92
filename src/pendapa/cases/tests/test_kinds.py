from datetime import date

import pytest

from pendapa.cases.kinds import CaseKind, NextStep, Panel, Situation, declared_kinds, kind_of
from pendapa.cases.queries import queue
from pendapa.cases.tests.factories import make_account, make_actor, make_case
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def situation(case, today):
    return Situation(
        "Diperiksa",
        "caution",
        "Petugas memeriksa dokumen Anda",
        "Anda tidak perlu melakukan apa-apa.",
        date(2026, 3, 5),
        next_steps=(NextStep("Ditandatangani camat", "Perkiraan Rabu"),),
    )


withdrawn = []
EXAMPLE = CaseKind(
    key="plain",
    label="Permohonan",
    situation=situation,
    party_panels=lambda request, case: [Panel("cases/_status_badge.html", {"case": case})],
    withdraw=lambda actor, case, at: withdrawn.append(case.pk),
    next_steps=lambda case_ids: dict.fromkeys(case_ids, "Periksa berkas"),
)


@pytest.fixture
def declared(settings):
    settings.PENDAPA_CASE_KINDS = ["pendapa.cases.tests.test_kinds.EXAMPLE"]
    declared_kinds.cache_clear()
    yield
    declared_kinds.cache_clear()


def test_a_kind_that_is_not_installed_still_gets_a_plain_page():
    case = make_case(kind="gone")
    assert kind_of(case).situation(case, date(2026, 3, 2)).headline == "Kami sedang menangani urusan Anda"


@pytest.mark.usefixtures("declared")
def test_a_kind_brings_its_sentence_its_next_steps_and_its_panels(client):
    person = make_account()
    case = make_case(applicant=person)
    client.force_login(person)
    page = client.get(f"/lacak/{case.number}/").content.decode()
    assert "Petugas memeriksa dokumen Anda" in page
    assert "Ditandatangani camat" in page
    assert "badge-info" in page


@pytest.mark.usefixtures("declared")
def test_withdrawing_is_done_by_the_kind(client):
    person = make_account()
    case = make_case(applicant=person)
    client.force_login(person)
    client.post(f"/lacak/{case.number}/tarik/")
    assert withdrawn == [case.pk]


@pytest.mark.usefixtures("declared")
def test_the_queue_says_what_happens_next():
    make_case()
    assert queue(make_actor(Role.OFFICER)).rows[0].next_step == "Periksa berkas"
