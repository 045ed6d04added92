"""What falls due: planned, reminded of, answered with evidence from the record, done, and planned again."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.calendar.actions import (
    ItemAnswer,
    answer_items,
    finish_evaluation,
    plan_evaluation,
    remind_of_evaluations,
)
from pendapa.evaluation.calendar.reading import WrongInstruments, load_instruments
from pendapa.evaluation.calendar.rules import months_later, reminder_on, score_of
from pendapa.evaluation.models import EvaluationTask, Instrument
from pendapa.evaluation.tests.factories import AT, open_a_survey, publish_a_result, signed_in, text_of
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.notices.models import Notice
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization

DEMONSTRATION = Path(__file__).parents[4] / "demo/tirtamaya/instruments.yaml"
DUE = date(2026, 12, 20)


@pytest.fixture
def service(service: PublicService) -> PublicService:
    load_instruments(DEMONSTRATION)
    return service


@pytest.fixture
def administrator(service: PublicService) -> Account:
    return make_member(service.owner.parent, Role.ADMINISTRATOR)


def planned(administrator: Account, service: PublicService, key: str, due: date = DUE) -> EvaluationTask:
    plan_evaluation(actor_of(administrator), Instrument.objects.get(key=key), [service.owner], due, at=AT)
    return EvaluationTask.objects.get(instrument__key=key, due_on=due)


def answer_all(head: Account, task: EvaluationTask, score: int) -> None:
    answers = {item["key"]: ItemAnswer(score, "") for item in task.instrument.items}
    answer_items(actor_of(head), task.pk, answers, at=AT)


def test_the_instruments_of_the_demonstration_can_be_loaded_twice(service: PublicService) -> None:
    assert load_instruments(DEMONSTRATION) == Instrument.objects.count() == 4
    pekppp = Instrument.objects.get(key="pekppp")
    assert len(pekppp.definition["aspects"]) == 6
    assert not pekppp.is_confirmed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["", "- 1", "instruments: 3", "instruments: [3]", "instruments: [{key: a}]", "a: [", "\x00",
     "instruments: [{key: a, kind: self_assessment, name: {id: A, en: A}, source: b, scale: 5, aspects: [3]}]",
     "instruments: [{key: a, kind: self_assessment, name: {id: A, en: A}, source: b, scale: 5, "
     "aspects: [{key: k, name: {id: A, en: A}, weight: -1, items: [{key: i, name: {id: A, en: A}, evidence: zzz}]}]}]"],
)  # fmt: skip
def test_a_faulty_file_of_instruments_changes_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "instruments.yaml"
    file.write_text(text)
    with pytest.raises(WrongInstruments):
        load_instruments(file)
    assert not Instrument.objects.exists()


def test_a_self_assessment_is_weighted_by_aspect_and_graded() -> None:
    definition = {
        "aspects": [
            {"key": "a", "weight": 75, "items": [{"key": "x"}, {"key": "y"}]},
            {"key": "b", "weight": 25, "items": [{"key": "z"}]},
        ],
        "grades": [{"letter": "A", "from": 4.51}, {"letter": "B", "from": 3}],
    }
    score = score_of(definition, {"x": 5, "y": 4, "z": 1})
    assert (score.total, score.grade) == (Decimal("3.63"), "B")
    with pytest.raises(KeyError):
        score_of(definition, {"x": 5})


@given(st.dates(date(2001, 1, 1), date(2099, 1, 1)), st.integers(-36, 36))
def test_months_later_stays_in_its_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_reminders_come_thirty_and_seven_days_before_and_every_week_when_late() -> None:
    stages = [reminder_on(DUE, DUE + timedelta(days=ahead)) for ahead in (-31, -30, -8, -7, 0, 1, 7, 8)]
    assert stages == ["", "30", "30", "7", "7", "late-0", "late-0", "late-1"]


def test_heads_are_reminded_once_for_each_stage(administrator: Account, head: Account, service: PublicService) -> None:
    planned(administrator, service, "pekppp")
    assert remind_of_evaluations(at=AT) == 1
    assert remind_of_evaluations(at=AT) == 0
    assert remind_of_evaluations(at=AT + timedelta(days=30)) == 1
    notice = Notice.objects.filter(account=head, occasion="evaluation.due").order_by("id")[0]
    assert "20-12-2026" in notice.title


def test_a_self_assessment_keeps_what_the_record_said(
    administrator: Account, head: Account, service: PublicService
) -> None:
    task = planned(administrator, service, "pekppp")
    with pytest.raises(Invalid, match="10"):
        finish_evaluation(actor_of(head), task.pk, "", at=AT)
    with pytest.raises(Invalid):
        answer_items(actor_of(head), task.pk, {"standar": ItemAnswer(6, "")}, at=AT)
    answer_all(head, task, 4)
    task.refresh_from_db()
    assert "1 dari 1" in task.answers["standar"]["evidence"]["text"]["id"]
    done = finish_evaluation(actor_of(head), task.pk, "", at=AT)
    assert (done.result["score"], done.result["grade"]) == ("4.00", "B")
    assert EvaluationTask.objects.get(done_on=None).due_on == date(2027, 12, 20)
    with pytest.raises(Conflict):
        answer_all(head, task, 5)
    verbs = Entry.objects.filter(subject_type="evaluation").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["evaluation.planned", "evaluation.answered", "evaluation.done", "evaluation.planned"]


def test_a_survey_is_done_by_a_published_result(administrator: Account, head: Account, service: PublicService) -> None:
    task = planned(administrator, service, "survei-kepuasan")
    with pytest.raises(Invalid):
        finish_evaluation(actor_of(head), task.pk, "", at=AT)
    survey = publish_a_result(actor_of(head), open_a_survey(actor_of(head), service), service)
    assert finish_evaluation(actor_of(head), task.pk, "", at=AT).survey == survey
    report = text_of(signed_in(head).get("/meja/evaluasi/tahun/2026/"))
    assert survey.title in report
    assert "94,44" in report


def test_a_forum_needs_its_minutes(administrator: Account, head: Account, service: PublicService) -> None:
    task = planned(administrator, service, "forum-konsultasi-publik")
    with pytest.raises(Invalid):
        finish_evaluation(actor_of(head), task.pk, "  ", at=AT)
    assert finish_evaluation(actor_of(head), task.pk, "Hadir 30 warga.", at=AT).done_on == AT.date()


def test_overseers_read_and_heads_do_not_plan(administrator: Account, head: Account, service: PublicService) -> None:
    task = planned(administrator, service, "pekppp")
    overseer = signed_in(make_member(service.owner.parent, Role.OVERSEER))
    assert overseer.get(f"/meja/evaluasi/{task.pk}/").status_code == 200
    assert overseer.post(f"/meja/evaluasi/{task.pk}/", {"finish": "1"}).status_code == 403
    assert overseer.get("/meja/evaluasi/rencana/").status_code == 403
    assert signed_in(head).get("/meja/evaluasi/rencana/").status_code == 403
    stranger = signed_in(make_member(make_organization("lain"), Role.HEAD))
    assert stranger.get(f"/meja/evaluasi/{task.pk}/").status_code == 404
    assert signed_in(make_member(service.owner, Role.OFFICER)).get("/meja/evaluasi/").status_code == 403
    with pytest.raises(Forbidden):
        plan_evaluation(actor_of(head), task.instrument, [service.owner], DUE, at=AT)


def test_the_pages_work_from_planning_to_the_end(
    administrator: Account, head: Account, service: PublicService, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(administrator)
    plan = {"instrument": "kepatuhan-ombudsman", "units": [service.owner.code], "due": "2030-01-01"}
    assert client.post("/meja/evaluasi/rencana/", {**plan, "due": "2001-01-01"}).status_code == 422
    assert client.post("/meja/evaluasi/rencana/", plan).status_code == 302
    task = EvaluationTask.objects.get()
    office = signed_in(head)
    address = f"/meja/evaluasi/{task.pk}/"
    assert "Maklumat" in text_of(office.get(address))
    assert office.post(address, {"keep": "1", "score-k-standar": "9"}).status_code == 422
    assert office.post(address, {}).status_code == 422
    scores = {f"score-{item['key']}": "1" for item in task.instrument.items}
    assert office.post(address, {"keep": "1", **scores, "note-k-standar": "Ada di situs"}).status_code == 302
    assert office.post(address, {"finish": "1"}).status_code == 302
    for path in ("/meja/evaluasi/", address, "/meja/evaluasi/tahun/2030/", "/meja/evaluasi/rencana/"):
        for language in ("id", "en"):
            with django_assert_max_num_queries(8):
                page = client.get(path, {"bahasa": language})
            assert page.status_code == 200, path
    assert client.get("/meja/evaluasi/tahun/99/").status_code == 404


def test_an_unfinished_self_assessment_stays_within_its_queries(
    administrator: Account, head: Account, service: PublicService, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    task = planned(administrator, service, "pekppp")
    client: Client = signed_in(head)
    client.get("/meja/evaluasi/")
    with django_assert_max_num_queries(8):
        client.get(f"/meja/evaluasi/{task.pk}/")
