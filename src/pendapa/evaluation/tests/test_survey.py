"""The survey after a case: once, without a name, and an index from five answers on."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pendapa.applications.tests.factories import make_service, make_staff, submit
from pendapa.cases.actions import decide_case, lock_case
from pendapa.cases.models import Case
from pendapa.evaluation.actions import answer_survey, invitation_token, survey_address
from pendapa.evaluation.models import ELEMENTS, SurveyInvitation, SurveyResponse, WaitingAnswer
from pendapa.evaluation.queries import index_of_service
from pendapa.evaluation.tasks import SURVEY_INVITER
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of

pytestmark = pytest.mark.django_db
SCORES = dict.fromkeys(ELEMENTS, 4)


@pytest.fixture
def case() -> Case:
    opened = submit(make_service()).case
    head = actor_of(make_staff(opened.unit)[Role.HEAD])
    decide_case(head, lock_case(opened.pk), "granted", "Lengkap", "", at=timezone.now())
    return opened


def invite(case: Case) -> None:
    SURVEY_INVITER.handle(Entry.objects.get(verb="case.decided", subject_id=str(case.pk)))


def test_closing_a_case_invites_its_person_once_however_often_the_entry_is_read(case: Case) -> None:
    invite(case)
    invite(case)
    assert SurveyInvitation.objects.count() == 1
    assert Entry.objects.filter(verb="survey.invited").count() == 1


def test_the_page_takes_one_answer_and_then_says_thank_you(case: Case, client: Client) -> None:
    invite(case)
    address = survey_address(case.pk)
    assert client.get(address).status_code == 200
    answered = client.post(address, {**SCORES, "age_band": "25-34", "comment": "Cepat"})
    assert "Terima kasih" in answered.content.decode()
    assert WaitingAnswer.objects.get().sealed["scores"]["u1"] == 4
    assert "Terima kasih" in client.get(address).content.decode()
    with pytest.raises(Conflict):
        answer_survey(invitation_token(case.pk), SCORES, {}, "", at=timezone.now())


def test_an_unanswered_element_is_named_and_nothing_else_is_lost(case: Case, client: Client) -> None:
    invite(case)
    page = client.post(survey_address(case.pk), {**SCORES, "u3": "", "comment": "Antre lama"})
    assert page.status_code == 422
    assert "Pilih salah satu dari empat jawaban" in page.content.decode()
    assert "Antre lama" in page.content.decode()
    assert not WaitingAnswer.objects.exists()


@pytest.mark.parametrize("garbage", [{"u1": "9"}, {"u1": "x", "sex": "zzz"}, {}])
def test_garbage_is_refused(case: Case, client: Client, garbage: dict[str, Any]) -> None:
    invite(case)
    assert client.post(survey_address(case.pk), garbage).status_code == 422


def test_a_wrong_link_is_not_found(client: Client) -> None:
    assert client.get("/nilai/xyz/").status_code == 404


def test_no_index_shows_before_five_answers(case: Case) -> None:
    invitation_data = {"service_id": case.service_id, "unit_id": case.unit_id, "counted_on": "2026-11-01"}
    for _answer in range(4):
        SurveyResponse.objects.create(**invitation_data, **SCORES)
    assert index_of_service(case.service_id) is None
    SurveyResponse.objects.create(**invitation_data, **{**SCORES, "u1": 2})
    index = index_of_service(case.service_id)
    assert index is not None
    assert (str(index.index), index.category, index.respondents) == ("98.89", "A", 5)


def test_the_tracking_page_leads_to_the_survey_until_it_is_answered(case: Case, client: Client) -> None:
    link = f'href="{survey_address(case.pk)}"'
    session = client.session
    session["opened_secrets"] = [str(case.pk)]
    session.save()
    assert link not in client.get(f"/lacak/{case.number}/").content.decode()
    invite(case)
    assert link in client.get(f"/lacak/{case.number}/").content.decode()
    answer_survey(invitation_token(case.pk), SCORES, {}, "", at=timezone.now())
    assert link not in client.get(f"/lacak/{case.number}/").content.decode()
