"""Taking over complaints of another system."""

from typing import Any

import pytest

from pendapa.cases.models import Case, Clock, Status
from pendapa.complaints.importing import import_complaints, rows_in
from pendapa.complaints.importing.rows import Row
from pendapa.complaints.models import Complaint, Publication, Source, Stage, Topic
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.suggesting.examples import WrongColumns
from pendapa.complaints.suggesting.history import own_history
from pendapa.complaints.suggesting.tests.real_data import real_table
from pendapa.complaints.tests.factories import A_MONDAY, make_body, make_unit
from pendapa.journal.actors import Actor
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Forbidden
from pendapa.people.models import Organization
from pendapa.regions.models import Region

pytestmark = pytest.mark.django_db
HEADER = "text,topic,agency,district,village,month,first_response_hours\n"
LINES = [
    HEADER,
    "PJU padam di gang kami,PJU,Dinas Perhubungan,Gubeng,Mojo,2022-03,5.5\n",
    "Jalan berlubang,Jalan Rusak,Dinas Bina Marga,Gubeng,Mojo,2022-04,\n",
    "Tidak ada bulannya,,Kelurahan Mojo,Gubeng,Mojo,,3\n",
]


def imported(lines: list[str] | None = None) -> Any:
    return import_complaints(list(rows_in(lines or LINES)), at=A_MONDAY)


def row(line: str) -> Row:
    return next(rows_in([HEADER, line]))


def test_an_answered_complaint_comes_in_closed_and_any_other_stays_open_with_its_unit() -> None:
    make_body()
    assert imported().as_json() == {
        "imported": 3, "known_before": 0, "answered": 1, "units_made": 3, "topics_made": 2
    }  # fmt: skip
    answered = Complaint.objects.select_related("case__unit", "topic").get(topic__name="PJU")
    assert (answered.source, answered.stage, answered.case.status) == (Source.IMPORT, Stage.CLOSED, Status.ANSWERED)
    assert answered.case.unit.name == "Dinas Perhubungan"
    assert answered.topic.unit == answered.case.unit
    assert answered.text == "PJU padam di gang kami"
    assert (answered.first_answered_at - answered.case.received_at).total_seconds() == 5.5 * 3600
    waiting = Complaint.objects.select_related("case").get(topic__name="Jalan Rusak")
    assert (waiting.stage, waiting.case.status, waiting.first_answered_at) == (Stage.FORWARDED, Status.OPEN, None)
    assert Complaint.objects.select_related("case").get(topic=None).case.received_at == A_MONDAY
    assert not Clock.objects.exists()


def test_each_complaint_has_its_entries_in_the_journal() -> None:
    make_body()
    imported()
    case = Case.objects.get(complaint__topic__name="PJU")
    entries = Entry.objects.filter(subject_id=str(case.pk)).order_by("id")
    assert [entry.verb for entry in entries] == ["complaint.imported", "complaint.imported_answer"]
    assert "Dinas Perhubungan" in entries[0].sentence
    assert Entry.objects.filter(verb="complaint.imported").count() == 3


def test_a_second_import_changes_nothing() -> None:
    make_body()
    imported()
    again = imported([*LINES, LINES[1]])
    assert (again.imported, again.known_before, again.units_made) == (0, 4, 0)
    assert Complaint.objects.count() == 3
    assert Entry.objects.filter(verb="complaint.imported").count() == 3


def test_units_and_topics_are_found_by_names_spelled_about_the_same() -> None:
    unit = make_unit("dishub")
    Organization.objects.filter(pk=unit.pk).update(name="DINAS PERHUBUNGAN")
    topic = Topic.objects.create(slug="pju", name="pju")
    imported(LINES[:2])
    complaint = Complaint.objects.select_related("case").get()
    assert (complaint.case.unit_id, complaint.topic_id) == (unit.pk, topic.pk)


def test_on_an_empty_installation_the_body_is_made_too() -> None:
    assert imported().units_made == 4
    assert Organization.objects.get(parent=None).kind == Organization.Kind.BODY


def test_a_place_of_the_list_gives_its_code_and_any_other_its_names() -> None:
    parent = None
    for code, name, level in (
        ("35", "Jawa Timur", "province"), ("35.78", "Kota Surabaya", "regency"),
        ("35.78.07", "Gubeng", "district"), ("35.78.07.1001", "Mojo", "village"),
    ):  # fmt: skip
        full_name = f"{name}, {parent.full_name}" if parent else name
        parent = Region.objects.create(code=code, name=name, full_name=full_name, level=level, parent=parent)
    imported([*LINES[:2], "Tempat lain,,Dinas Bina Marga,Entah,Berantah,2022-05,\n"])
    assert set(Complaint.objects.values_list("region_code", "region_name")) == {
        ("35.78.07.1001", "Mojo, Gubeng, Kota Surabaya, Jawa Timur"),
        ("", "Berantah, Entah"),
    }


def test_nothing_imported_is_public_and_all_of_it_teaches() -> None:
    imported()
    assert not public_complaints().exists()
    assert set(Complaint.objects.values_list("publication", flat=True)) == {Publication.PENDING}
    learned_from = {(example.unit, example.district, example.village) for example in own_history()}
    assert ("Dinas Perhubungan", "Gubeng", "Mojo") in learned_from


def test_only_an_administrator_or_the_system_imports() -> None:
    with pytest.raises(Forbidden):
        import_complaints([], at=A_MONDAY, actor=Actor(kind="anonymous"))


def test_odd_months_and_hours_are_as_if_they_were_not_given() -> None:
    assert row("a,,b,,,2022-13,5").received_at is None
    assert row("a,,b,,,2022-03,-170.1").answered_at is None
    assert row("a,,b,,,2022-03,nan").answered_at is None
    assert row("a,,b,,,2022-03,x").answered_at is None
    with pytest.raises(WrongColumns):
        list(rows_in(["text\n"]))


def test_a_long_or_signless_name_still_gets_a_code_of_its_own() -> None:
    long, arabic = "Dinas " + "Perhubungan " * 12, "بلدية"
    imported([HEADER, f"a,{long},{long},,,,\n", f"b,{arabic},{arabic},,,,\n", f"c,{long}2,{long}2,,,,\n"])
    codes = list(Organization.objects.filter(parent__isnull=False).values_list("code", flat=True))
    assert len(set(codes)) == 3
    assert all(0 < len(code) <= 40 for code in codes)


def test_the_real_table_is_read_whole() -> None:
    with real_table().open(encoding="utf-8", newline="") as lines:
        rows = list(rows_in(lines))
    assert len({row.key for row in rows}) == 2797
    assert sum(row.answered_at is not None for row in rows) == 1758
