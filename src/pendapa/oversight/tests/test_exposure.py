"""Words are searched for personal data before everybody reads them; no draft moves to another unit unseen."""

import pytest
from django.test import Client

from pendapa.journal.models import Entry
from pendapa.kernel.problems import Problem
from pendapa.oversight.actions import (
    FindingIn,
    answer_finding,
    change_draft,
    issue_finding,
    plan_action,
    publish_audit,
    publish_finding,
    receive_report,
    withdraw_finding,
)
from pendapa.oversight.actions.findings import propose_finding
from pendapa.oversight.actions.reports import ReportIn
from pendapa.oversight.exposure import Exposing, exposed_in, mark_of, named_in
from pendapa.oversight.models import Audit, Finding
from pendapa.oversight.rules import AuditState, Source
from pendapa.oversight.tests.factories import (
    A_MONDAY,
    LATER,
    WORDS,
    account_of,
    auditor,
    head,
    issue,
    make_unit,
    person,
    propose,
)
from pendapa.oversight.tests.test_audits import _plan
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
NAMED = "Berkas Pak Budi Santoso, NIK 3301010101010001, telepon 0812 3456 7890, hilang."


def test_names_numbers_and_phones_are_found_and_ordinary_findings_are_not() -> None:
    [exposed] = exposed_in([("Kondisi", NAMED), *WORDS.items()])
    assert {str(trace) for _words, trace in exposed.found} == {"nama", "NIK", "nomor telepon"}
    assert exposed_in([("Kondisi", "Sulastri menunggu.")]) == []
    assert exposed_in([("Kondisi", "Sulastri menunggu.")], ["Sulastri"]) != []
    assert named_in(["Sari Wulandari", "Ana"], [("", "petugas SARI WULANDARI")]) == ["Sari Wulandari"]


def test_what_is_found_is_confirmed_on_the_record_or_not_published() -> None:
    judge = auditor()
    finding = issue(judge, condition=NAMED)
    with pytest.raises(Exposing) as refused:
        publish_finding(judge, finding.pk, at=LATER)
    with pytest.raises(Exposing):
        publish_finding(judge, finding.pk, confirmed="0" * 32, at=LATER)
    assert Finding.objects.get().published_at is None
    publish_finding(judge, finding.pk, confirmed=refused.value.mark, at=LATER)
    entry = Entry.objects.get(verb="personal_data.confirmed")
    assert entry.payload == {"number": finding.number, "found": "NIK 1, nama 1, nomor telepon 1"}
    assert entry.actor_id == judge.id


def test_issuing_for_everybody_asks_the_same_and_leaves_a_draft_when_it_is_not_confirmed() -> None:
    judge = auditor()
    finding = propose(judge, title="Keluhan terhadap Bapak Budi")
    with pytest.raises(Exposing):
        issue_finding(judge, finding.pk, is_public=True, at=LATER)
    assert Finding.objects.get().is_draft
    issue_finding(judge, finding.pk, at=LATER)
    assert not Finding.objects.get().is_draft


def test_a_confirmation_is_of_what_was_shown_and_nothing_later() -> None:
    judge, chief = auditor(), head()
    finding = issue(judge, condition=NAMED)
    with pytest.raises(Exposing) as refused:
        publish_finding(judge, finding.pk, at=LATER)
    answer_finding(chief, finding.pk, "Ibu Sulastri keliru.", agrees=False, at=LATER)
    with pytest.raises(Exposing) as anew:
        publish_finding(judge, finding.pk, confirmed=refused.value.mark, at=LATER)
    assert [one.label for one in anew.value.exposed][-1] != refused.value.exposed[-1].label


def test_the_units_words_on_a_published_finding_are_searched_too() -> None:
    judge, chief = auditor(), head()
    finding = issue(judge, is_public=True)
    with pytest.raises(Exposing) as refused:
        answer_finding(chief, finding.pk, NAMED, agrees=True, at=LATER)
    answer_finding(chief, finding.pk, NAMED, agrees=True, confirmed=refused.value.mark, at=LATER)
    with pytest.raises(Exposing):
        plan_action(chief, finding.pk, "Pak Budi pindah.", owner=None, due_on=LATER.date(), at=LATER)
    with pytest.raises(Exposing):
        withdraw_finding(judge, finding.pk, "Pak Budi benar.", at=LATER)


def test_internal_words_may_name_whom_they_concern() -> None:
    judge, chief = auditor(), head()
    finding = issue(judge, condition=NAMED)
    answer_finding(chief, finding.pk, NAMED, agrees=True, at=LATER)
    withdraw_finding(judge, finding.pk, "Pak Budi benar.", at=LATER)
    assert not Entry.objects.filter(verb="personal_data.confirmed").exists()


def test_who_reported_and_who_works_there_are_found_without_an_honorific() -> None:
    unit, overseer = make_unit(), person(Role.OVERSEER)
    make_member(unit, Role.OFFICER, name="Wahyu Kurniawan")
    report = receive_report(overseer, ReportIn(unit, "Antrean", "Tiga jam.", reporter="Sulastri"), at=A_MONDAY)
    for words in ("Menurut sulastri antrean lama.", "Diproses oleh Wahyu Kurniawan saja."):
        given = FindingIn(title="Antrean", unit=unit, **{**WORDS, "cause": words})
        finding = propose_finding(overseer, given, source=Source.COMPLAINT, report=report, at=A_MONDAY)
        with pytest.raises(Exposing):
            issue_finding(overseer, finding.pk, is_public=True, at=LATER)


def test_an_audits_conclusion_is_searched() -> None:
    judge = auditor()
    audit = _plan(judge)
    Audit.objects.filter(pk=audit.pk).update(state=AuditState.SAMPLED)
    with pytest.raises(Exposing) as refused:
        publish_audit(judge, audit, NAMED, at=LATER)
    assert publish_audit(judge, audit, NAMED, confirmed=refused.value.mark, at=LATER).published_at == LATER
    assert Entry.objects.get(verb="personal_data.confirmed").subject_type == "audit"


def test_the_page_names_what_it_found_and_takes_a_tick_or_other_words() -> None:
    make_unit()
    finding = issue(auditor(), is_public=True)
    chief, address = Client(), f"/meja/temuan/{finding.number}/jawab/"
    chief.force_login(account_of(Role.HEAD))
    given = {"agrees": "yes", "text": NAMED, "revision": Finding.objects.get().revision}
    asked = chief.post(address, given)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "<mark>Budi Santoso" in page
    assert NAMED in page
    mark = asked.context["exposing"].mark
    assert chief.post(address, {**given, "confirmed": "x" * 500}).status_code == 409
    assert chief.post(address, {**given, "confirmed": mark}).status_code == 302
    other = {**given, "text": "Petugas kami pindahkan.", "revision": Finding.objects.get().revision}
    assert chief.post(address, other).status_code == 302


def test_a_draft_shows_what_would_have_to_be_taken_out() -> None:
    make_unit()
    client = Client()
    client.force_login(account_of(Role.INTERNAL_AUDITOR))
    finding = propose(auditor(), condition=NAMED)
    assert "<mark>Budi Santoso" in client.get(f"/meja/temuan/{finding.number}/").content.decode()


def test_a_draft_that_moves_to_another_unit_tells_who_from_and_to() -> None:
    judge = auditor()
    finding, other = propose(judge), make_unit("kec-lain")
    change_draft(judge, finding.pk, FindingIn(title="Sama", unit=finding.unit), at=LATER)
    assert not Entry.objects.filter(verb="finding.moved").exists()
    change_draft(judge, finding.pk, FindingIn(title="Sama", unit=other), at=LATER)
    entry = Entry.objects.get(verb="finding.moved")
    assert (entry.payload["was"], entry.payload["unit"], entry.actor_id) == ("kec-tirtasari", "kec-lain", judge.id)
    assert entry.subject_id == str(finding.pk)


def test_a_mark_depends_on_words_and_place() -> None:
    one, other = exposed_in([("Judul", "Pak Budi")]), exposed_in([("Sebab", "Pak Budi")])
    assert mark_of(one) != mark_of(other) != mark_of([])
    assert issubclass(Exposing, Problem)


def test_a_draft_that_is_not_confirmed_leads_back_to_its_words() -> None:
    make_unit()
    client = Client()
    client.force_login(account_of(Role.INTERNAL_AUDITOR))
    finding = propose(auditor(), condition=NAMED)
    address = f"/meja/temuan/{finding.number}/"
    asked = client.post(f"{address}terbitkan/", {"audience": "public", "revision": finding.revision})
    assert asked.status_code == 409
    assert f'href="{address}ubah/"' in asked.content.decode()
    assert 'name="confirmed"' in asked.content.decode()
