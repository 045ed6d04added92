"""What one person asked is answered for everybody; what one suggested is kept for a proposal."""

import pytest
from django.conf import LazySettings
from django.test import Client

from pendapa.complaints.models import KnowledgeAnswer
from pendapa.complaints.public.knowledge import seeds_for_proposals
from pendapa.complaints.public.queries import answers_like
from pendapa.complaints.public.tests.factories import answer, publish
from pendapa.complaints.tests.factories import A_MONDAY, make_body, make_unit
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
QUESTION = "Kapan jadwal pengambilan sampah di kelurahan kami?"
ANSWER = "Sampah diambil setiap Senin dan Kamis pagi."


@pytest.fixture(autouse=True)
def _demonstration(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(make_member(make_unit(), Role.OFFICER))
    return client


def _asked() -> str:
    make_unit()
    return answer(publish(QUESTION, kind="information"), ANSWER).case.number


def test_an_answered_question_becomes_knowledge_with_one_click_and_an_edit(officer: Client) -> None:
    number = _asked()
    assert number in officer.get("/meja/laporan/tanya-jawab/").content.decode()
    made = officer.post(f"/meja/laporan/tanya-jawab/dari/{number}/")
    assert made.status_code == 302
    assert officer.post(f"/meja/laporan/tanya-jawab/dari/{number}/")["Location"] == made["Location"]
    form = officer.get(made["Location"]).content.decode()
    assert QUESTION in form
    assert ANSWER in form
    assert not answers_like(QUESTION)
    edited = {"question": "Kapan sampah diambil?", "answer": ANSWER, "question_en": "When is rubbish collected?"}
    assert officer.post(made["Location"], {**edited, "question": ""}).status_code == 422
    assert officer.post(made["Location"], {**edited, "is_published": "on"}).status_code == 302
    page = Client().get("/lapor/tanya-jawab/").content.decode()
    assert "Kapan sampah diambil?" in page
    assert "When is rubbish collected?" in Client().get("/lapor/tanya-jawab/?bahasa=en").content.decode()


def test_only_what_is_public_and_publicly_answered_becomes_knowledge(officer: Client) -> None:
    private = answer(publish(QUESTION, kind="information"), ANSWER, is_public=False).case.number
    complaint = answer(publish("Lampu mati."), ANSWER).case.number
    for number in (private, complaint):
        officer.post(f"/meja/laporan/tanya-jawab/dari/{number}/")
    assert not KnowledgeAnswer.objects.exists()


def test_whoever_writes_the_same_is_shown_the_answer_and_others_are_not() -> None:
    for question, words in ((QUESTION, ANSWER), ("Bagaimana mengurus akta kelahiran?", "Datang ke Dukcapil.")):
        KnowledgeAnswer.objects.create(
            question=question,
            answer=words,
            unit=make_unit(),
            is_published=True,
            created_at=A_MONDAY,
            updated_at=A_MONDAY,
        )
    assert [one.question for one in answers_like("mau tanya jadwal sampah diambil kapan ya")] == [QUESTION]
    assert answers_like("lampu jalan mati sejak kemarin") == []
    assert answers_like("'':*& | !") == []
    assert answers_like("\x00") == []


def test_another_unit_does_not_edit_it(officer: Client) -> None:
    officer.post(f"/meja/laporan/tanya-jawab/dari/{_asked()}/")
    made = KnowledgeAnswer.objects.get()
    other = Client()
    other.force_login(make_member(make_unit("dinas-lain"), Role.OFFICER))
    assert other.get(f"/meja/laporan/tanya-jawab/{made.pk}/").status_code == 404


def test_a_published_suggestion_is_kept_for_a_proposal_and_let_go_again(client: Client) -> None:
    client.force_login(make_member(make_body(), Role.HEAD))
    suggestion = publish("Buat taman baca di tiap RW.", kind="suggestion")
    address = f"/meja/laporan/usulan/{suggestion.case.number}/"
    for _again in range(2):
        client.post(address, {"simpan": "ya"})
    assert [seed.words for seed in seeds_for_proposals()] == ["Buat taman baca di tiap RW."]
    client.post(address, {"simpan": "tidak"})
    assert not seeds_for_proposals().exists()
    client.post(f"/meja/laporan/usulan/{publish().case.number}/", {"simpan": "ya"})
    assert not seeds_for_proposals().exists()
