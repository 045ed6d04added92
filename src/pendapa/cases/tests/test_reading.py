from datetime import timedelta

import pytest

from pendapa.cases.actions import attach_file, claim_case, open_as_staff, record_file_reading, unmask_identity
from pendapa.cases.models import CaseFile
from pendapa.cases.queries import accesses_to, accesses_to_data_of, timeline
from pendapa.cases.tests.factories import (
    A_MONDAY,
    make_account,
    make_actor,
    make_case,
    make_file,
    make_unit,
    make_visitor,
)
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Forbidden, Invalid
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db


def test_a_reading_by_staff_is_told_once_a_day():
    person = make_account()
    case, officer = make_case(applicant=person), make_actor(Role.OFFICER, name="Budi Santoso")
    open_as_staff(officer, case, at=A_MONDAY)
    open_as_staff(officer, case, at=A_MONDAY + timedelta(hours=5))
    open_as_staff(officer, case, at=A_MONDAY + timedelta(days=1))
    accesses = accesses_to_data_of(person)
    assert [(a.who, a.role, a.organisation, a.number) for a in accesses] == [
        ("Budi Santoso", "Petugas", "Kec Tirtasari", case.number)
    ] * 2
    assert accesses[0].sentence == "Membuka perkara untuk menanganinya."


def test_another_purpose_on_the_same_day_is_told_too():
    case, officer = make_case(), make_actor(Role.OFFICER)
    open_as_staff(officer, case, at=A_MONDAY)
    open_as_staff(officer, case, at=A_MONDAY, purpose="assistance")
    assert len(accesses_to(case)) == 2


def test_an_auditor_reads_every_case_of_the_body_and_it_says_what_for():
    case = make_case()
    open_as_staff(make_actor(Role.INTERNAL_AUDITOR, make_unit("inspektorat")), case, at=A_MONDAY)
    assert [a.sentence for a in accesses_to(case)] == ["Membuka perkara untuk mengawasi kerja kami."]


def test_ones_own_case_is_read_without_an_entry():
    account = make_account(Role.OFFICER)
    case = make_case(applicant=account)
    open_as_staff(make_actor(account=account), case, at=A_MONDAY)
    open_as_staff(make_visitor(case), case, at=A_MONDAY)
    assert not Entry.objects.filter(verb="case.opened").exists()


def test_who_may_not_see_a_case_cannot_open_it():
    case = make_case()
    for actor in (make_actor(Role.OFFICER, make_unit("kec-lain")), make_actor(), make_actor(Role.ADMINISTRATOR)):
        with pytest.raises(Forbidden):
            open_as_staff(actor, case, at=A_MONDAY)


def test_unmasking_needs_a_reason_that_the_person_can_read():
    case, officer = make_case(), make_actor(Role.OFFICER)
    with pytest.raises(Invalid):
        unmask_identity(officer, case, "nik", " ", at=A_MONDAY)
    unmask_identity(officer, case, "nik", "Mencocokkan dengan KTP", at=A_MONDAY)
    assert "Mencocokkan dengan KTP" in accesses_to(case)[0].sentence
    with pytest.raises(Forbidden):
        unmask_identity(make_actor(Role.INTERNAL_AUDITOR), case, "nik", "Ingin tahu", at=A_MONDAY)


def test_a_file_opened_by_staff_is_told_and_one_opened_by_its_person_is_kept_apart():
    case = make_case()
    held = attach_file(case, make_file(), CaseFile.Origin.FORM, "KTP", "ktp", at=A_MONDAY)
    record_file_reading(make_visitor(case), held, at=A_MONDAY)
    assert accesses_to(case) == []
    record_file_reading(make_actor(Role.OFFICER), held, at=A_MONDAY)
    assert [a.sentence for a in accesses_to(case)] == ["Membuka berkas “KTP”."]


def test_readings_are_not_part_of_the_timeline_and_staff_entries_not_of_the_persons():
    case, officer = make_case(), make_actor(Role.OFFICER)
    open_as_staff(officer, case, at=A_MONDAY)
    claim_case(officer, case.pk, expected_revision=case.revision, at=A_MONDAY)
    assert [entry.verb for entry in timeline(case, officer)] == ["case.claimed"]
    assert timeline(case, make_visitor(case)) == []
