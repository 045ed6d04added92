"""Answers are counted at least five at a time, shuffled, and cannot be followed to a person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from pendapa.applications.tests.factories import make_service
from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import answer_survey, close_survey, count_waiting_answers
from pendapa.evaluation.actions.answering import Way, wait_for_batch
from pendapa.evaluation.actions.locking import lock_survey
from pendapa.evaluation.figures import Key, Tally
from pendapa.evaluation.models import ELEMENTS, SatisfactionSurvey, SurveyInvitation, SurveyResponse, WaitingAnswer
from pendapa.evaluation.queries import index_of_service
from pendapa.evaluation.tasks import ANSWER_COUNTER
from pendapa.evaluation.tests.factories import AT, count, make_answer, open_a_survey
from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import run_subscriber
from pendapa.journal.verbs import declaration_of
from pendapa.kernel.identifiers import hash_secret
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member

PARTS = ("sex", "age_band", "education", "occupation")


def invite(service: PublicService, token: str) -> None:
    SurveyInvitation.objects.create(token_hash=hash_secret(token), service=service, unit=service.owner, created_at=AT)


def count_elsewhere(_number: int = 0) -> int:
    """What another process would do, on a connection of its own."""
    try:
        return count_waiting_answers(at=AT)
    finally:
        connection.close()


def test_four_answers_wait_and_the_fifth_counts_them_all(service: PublicService) -> None:
    assert count(service, *[make_answer()] * 4) == 0
    assert WaitingAnswer.objects.count() == 4
    assert not SurveyResponse.objects.exists()
    assert index_of_service(service.pk) is None
    assert count(service, make_answer(2)) == 5
    assert not WaitingAnswer.objects.exists()
    index = index_of_service(service.pk)
    assert index is not None
    assert (index.respondents, str(index.index)) == (5, "90.00")
    assert set(SurveyResponse.objects.values_list("counted_on", flat=True)) == {date(2026, 11, 1)}


def test_the_journal_tells_sums_and_why_they_identify_nobody(service: PublicService) -> None:
    count(service, *[make_answer(3, u3=1)] * 5, make_answer(4))
    counted = Entry.objects.get(verb="survey.counted")
    assert counted.payload == {
        "service": "domisili",
        "unit": "kel-banyubiru",
        "survey": "",
        "respondents": 6,
        **dict.fromkeys(ELEMENTS, 19),
        "u3": 9,
    }
    declared = declaration_of("survey.counted")
    assert declared.is_logged
    assert declared.public_fields == set(counted.payload)


def test_two_units_are_never_counted_together(service: PublicService) -> None:
    other = service.owner.parent
    WaitingAnswer.objects.bulk_create(
        WaitingAnswer(
            service=service,
            unit=unit,
            way=Way.CASE,
            sealed={"scores": dict.fromkeys(ELEMENTS, 4), "profile": dict.fromkeys(PARTS, ""), "comment": ""},
        )
        for unit in [service.owner] * 3 + [other] * 4
    )
    assert count_waiting_answers(at=AT) == 0


def test_who_sends_four_by_a_link_does_not_learn_what_the_invited_fifth_said(service: PublicService) -> None:
    count(service, *[make_answer(4)] * 4)
    invite(service, "token")
    answer_survey("token", make_answer(1).scores, {}, "", at=AT)
    assert count_waiting_answers(at=AT) == 0
    assert count(service, make_answer(4)) == 5
    assert list(WaitingAnswer.objects.values_list("way", flat=True)) == [Way.CASE]


def test_whoever_can_send_many_must_send_nine_of_ten_to_know_one(service: PublicService) -> None:
    assert count(service, *[make_answer(4)] * 9, way=Way.OPEN) == 0
    assert count(service, *[make_answer(1)] * 4, way=Way.OFFICE) == 0
    assert WaitingAnswer.objects.count() == 13, "what the office typed does not fill up what others sent"
    assert count(service, make_answer(1), way=Way.OPEN) == 10
    assert count(service, make_answer(1), way=Way.OFFICE) == 5
    told = Entry.objects.filter(verb="survey.counted").order_by("id").values_list("payload__u1", flat=True)
    assert list(told) == [37, 5]


def test_a_batch_names_its_survey_and_what_is_left_over_names_none(
    service: PublicService, survey: SatisfactionSurvey, head: Account
) -> None:
    count(service, *[make_answer(3)] * 6, survey=survey)
    count(service, *[make_answer(3)] * 3, survey=survey)
    close_survey(actor_of(head), survey.pk, at=AT)
    assert WaitingAnswer.objects.count() == 3
    count(service, *[make_answer(4)] * 2)
    told = (
        Entry.objects.filter(verb="survey.counted")
        .order_by("id")
        .values_list("payload__survey", "payload__respondents")
    )
    named = told.values_list("payload__survey", "payload__respondents")
    assert list(named) == [(str(survey.pk), 6), ("", 5)]


def test_an_answer_waits_sealed(service: PublicService) -> None:
    count(service, make_answer(3, "Petugas ramah sekali"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM evaluation_waitinganswer")
        (sealed,) = cursor.fetchone()
    assert b"ramah" not in bytes(sealed)
    assert b"scores" not in bytes(sealed)


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_does_not_remember_which_invitation_an_answer_came_with() -> None:
    service = make_service().service
    for place in range(6):
        invite(service, f"token-{place}")
        answer_survey(f"token-{place}", make_answer(1 + place % 4).scores, {}, "", at=timezone.now())
    run_subscriber(ANSWER_COUNTER)
    assert SurveyResponse.objects.count() == 6
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM evaluation_surveyinvitation")
        of_invitations = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT xmin::text FROM evaluation_surveyresponse")
        of_answers = {row[0] for row in cursor.fetchall()}
    assert len(of_answers) == 1
    assert not of_answers & of_invitations


def test_a_counted_answer_knows_neither_case_nor_person_nor_moment(service: PublicService) -> None:
    count(service, *[make_answer()] * 5)
    kept = SurveyResponse.objects.values().first()
    assert kept is not None
    assert set(kept) - set(ELEMENTS) - set(PARTS) == {
        "id", "service_id", "unit_id", "survey_id", "counted_on", "comment", "comment_state",
        "shown_comment", "hidden_because", "decided_by_id", "decided_at",
    }  # fmt: skip


def test_what_tells_of_persons_is_taken_out_of_a_comment_when_it_is_counted(service: PublicService) -> None:
    count(service, make_answer(comment="Hubungi saya di 0812 3456 7890, Pak Bambang ramah"), *[make_answer()] * 4)
    comment = SurveyResponse.objects.exclude(comment="").get()
    assert "0812" not in comment.comment
    assert "Bambang" not in comment.comment
    assert comment.comment_state == SurveyResponse.CommentState.WAITING


@pytest.mark.django_db(transaction=True)
def test_the_worker_counts_as_soon_as_the_fifth_answer_is_there() -> None:
    service = make_service().service
    for place in range(5):
        invite(service, f"token-{place}")
        answer_survey(f"token-{place}", make_answer().scores, {}, "", at=timezone.now())
        run_subscriber(ANSWER_COUNTER)
        assert SurveyResponse.objects.count() == (5 if place == 4 else 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_count_each_answer_once() -> None:
    service = make_service().service
    wait_for_batch(service, service.owner, None, *[make_answer()] * 20, way=Way.CASE)

    with ThreadPoolExecutor(3) as workers:
        counted = sum(workers.map(count_elsewhere, range(3)))
    counted += count_waiting_answers(at=AT)
    assert counted == SurveyResponse.objects.count() == 20
    assert sum(Entry.objects.filter(verb="survey.counted").values_list("payload__respondents", flat=True)) == 20


@pytest.mark.django_db(transaction=True)
def test_who_counts_second_waits_for_the_first_instead_of_taking_a_part() -> None:
    service = make_service().service
    wait_for_batch(service, service.owner, None, *[make_answer()] * 20, way=Way.CASE)
    with ThreadPoolExecutor(1) as worker:
        with transaction.atomic():
            assert count_waiting_answers(at=AT) == 20
            second = worker.submit(count_elsewhere)
            while not is_waited_for():
                assert not second.done()
        assert second.result(timeout=20) == 0


def is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted)"
        )
        return bool(cursor.fetchone()[0])


def test_the_public_figures_say_the_same_index(service: PublicService) -> None:
    count(service, *[make_answer(3, u3=1)] * 5, make_answer(4))
    leaf = {
        "about": "service:" + "0" * 32,
        "at": "2026-11-24",
        "commitment": "0" * 64,
        "fields": Entry.objects.get(verb="survey.counted").payload,
        "v": 1,
        "verb": "survey.counted",
    }
    tally = Tally()
    tally.take(0, leaf)
    told = tally.figures(date(2026, 11, 24))[Key("kel-banyubiru", "domisili", "")]
    index = index_of_service(service.pk)
    assert index is not None
    assert (told.respondents, Decimal(str(told.index))) == (6, index.index)


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_counted_while_somebody_holds_its_survey() -> None:
    service = make_service().service
    survey = open_a_survey(actor_of(make_member(service.owner, Role.HEAD)), service)
    wait_for_batch(service, service.owner, survey, *[make_answer()] * 5, way=Way.CASE)

    with ThreadPoolExecutor(1) as worker, transaction.atomic():
        lock_survey(survey.pk)
        assert worker.submit(count_elsewhere).result(timeout=20) == 5
