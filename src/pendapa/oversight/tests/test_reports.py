"""The independent overseer's own path: received, checked, clarified, recommended, monitored."""

from datetime import timedelta

import pytest

from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.oversight.actions import ReportIn, answer_report, move_report, receive_report
from pendapa.oversight.models import OverseerReport
from pendapa.oversight.queries import reports_visible_to, steps_visible_to
from pendapa.oversight.rules import ReportState
from pendapa.oversight.tests.factories import LATER, auditor, head, make_unit, person
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db
REPORTER = "Sulastri dari Banyubiru"


def _received(actor) -> OverseerReport:
    given = ReportIn(make_unit(), "Penundaan berlarut", "Tiga bulan tanpa kabar.", REPORTER, "0812")
    return receive_report(actor, given, at=LATER)


def _moved(actor, *states: ReportState) -> OverseerReport:
    report = _received(actor)
    for state in states:
        report = move_report(actor, report.pk, state, f"Langkah {state}.", at=LATER)
    return report


def test_a_report_goes_its_way_and_the_unit_answers_within_sixty_days() -> None:
    overseer, chief = person(Role.OVERSEER), head()
    report = _moved(overseer, ReportState.FORMAL, ReportState.CLARIFYING)
    assert report.due_on == LATER.date() + timedelta(days=14)
    answer_report(chief, report.pk, "Petugas sakit.", at=LATER)
    report = move_report(overseer, report.pk, ReportState.RECOMMENDED, "Selesaikan pekan ini.", at=LATER)
    assert report.due_on == LATER.date() + timedelta(days=60)
    assert answer_report(chief, report.pk, "Sudah.", at=LATER).state == ReportState.MONITORED
    assert move_report(overseer, report.pk, ReportState.CLOSED, "Dilaksanakan.", at=LATER).ended_at == LATER


def test_no_step_is_skipped_and_each_needs_words() -> None:
    overseer = person(Role.OVERSEER)
    report = _received(overseer)
    with pytest.raises(Conflict):
        move_report(overseer, report.pk, ReportState.RECOMMENDED, "x", at=LATER)
    with pytest.raises(Invalid):
        move_report(overseer, report.pk, ReportState.FORMAL, " ", at=LATER)


def test_the_unit_sees_nothing_until_it_is_asked_and_never_who_reported() -> None:
    overseer, chief = person(Role.OVERSEER), head()
    report = _moved(overseer, ReportState.FORMAL)
    assert not reports_visible_to(chief).exists()
    move_report(overseer, report.pk, ReportState.CLARIFYING, "Mengapa tertunda?", at=LATER)
    assert reports_visible_to(chief).count() == 1
    assert [step.text for step in steps_visible_to(chief, report)] == ["Mengapa tertunda?"]
    assert steps_visible_to(overseer, report).count() == 2


def test_only_the_overseer_takes_reports_in_and_only_a_head_answers() -> None:
    for other in (auditor(), head(), person(Role.OFFICER), person()):
        with pytest.raises(Forbidden):
            _received(other)
    report = _moved(person(Role.OVERSEER), ReportState.FORMAL, ReportState.CLARIFYING)
    for other in (auditor(), person(Role.OFFICER), person(), head_of_another_unit()):
        with pytest.raises(Forbidden):
            answer_report(other, report.pk, "x", at=LATER)


def head_of_another_unit():
    return person(Role.HEAD, make_unit("dinas-lain"))


def test_nothing_waits_for_an_answer_that_was_not_asked() -> None:
    report = _moved(person(Role.OVERSEER), ReportState.FORMAL)
    with pytest.raises(Conflict):
        answer_report(head(), report.pk, "x", at=LATER)


def test_the_public_log_hears_neither_unit_nor_matter_of_a_report() -> None:
    _moved(person(Role.OVERSEER), ReportState.FORMAL, ReportState.CLARIFYING)
    told = str(list(Entry.objects.filter(subject_type="overseer_report").values_list("payload", flat=True)))
    assert "kec-tirtasari" not in told
    assert REPORTER not in told
    assert "Penundaan" not in told
