"""Open answers at the desk: published, hidden with a reason, and read all the same by those who oversee."""

import pytest
from pytest_django import DjangoAssertNumQueries

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import moderate_comment, read_unpublished
from pendapa.evaluation.models import (
    SatisfactionSurvey,
    SurveyResponse,
)
from pendapa.evaluation.tests.factories import AT, count, make_answer, signed_in, text_of
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Forbidden
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization

pytestmark = pytest.mark.django_db


def test_open_answers_are_published_without_what_tells_of_persons(
    service: PublicService, head: Account, survey: SatisfactionSurvey
) -> None:
    count(service, make_answer(4, "Antre lama sekali"), *[make_answer(4, u3=2)] * 5, survey=survey)
    client = signed_in(head)
    page = text_of(client.get("/meja/survei/pendapat/"))
    assert "Antre lama sekali" in page
    answer = SurveyResponse.objects.exclude(comment="").get()
    sent = {"response": str(answer.pk), "text": "Antre [...] sekali", "terbit": "ya", "reason": "Menyebut petugas"}
    praised = client.post("/meja/survei/pendapat/", sent | {"text": "Cepat sekali"})
    assert praised.status_code == 422
    assert "Cepat sekali" in text_of(praised)
    answer.refresh_from_db()
    assert (answer.comment, answer.comment_state) == ("Antre lama sekali", "waiting")
    assert client.post("/meja/survei/pendapat/", sent | {"text": "", "terbit": "tidak"}).status_code == 302
    answer.refresh_from_db()
    assert (answer.comment, answer.comment_state) == ("Antre lama sekali", "hidden")
    assert client.post("/meja/survei/pendapat/", sent).status_code == 302
    answer.refresh_from_db()
    assert (answer.comment, answer.comment_state) == ("Antre lama sekali", "published")
    assert answer.shown_comment == "Antre [...] sekali"
    assert client.post("/meja/survei/pendapat/", {"response": "x"}).status_code == 422
    stranger = signed_in(make_member(make_organization("lain"), Role.HEAD))
    assert stranger.post("/meja/survei/pendapat/", sent).status_code == 404


@pytest.mark.parametrize("hides", [{"terbit": "tidak"}, {"terbit": "ya", "text": "Antre […]"}])
def test_nothing_is_hidden_without_a_reason(
    service: PublicService, head: Account, survey: SatisfactionSurvey, hides: dict[str, str]
) -> None:
    answer = an_open_answer(service, survey)
    sent = {"response": str(answer.pk), "text": "Antre lama", **hides}
    refused = signed_in(head).post("/meja/survei/pendapat/", sent | {"reason": "  "})
    assert refused.status_code == 422
    assert f'id="reason-{answer.pk.hex}-error"' in text_of(refused)
    assert SurveyResponse.objects.exclude(comment="").get().comment_state == "waiting"
    assert signed_in(head).post("/meja/survei/pendapat/", sent | {"reason": "Menyebut petugas"}).status_code == 302


def test_what_a_head_hides_is_read_by_those_who_oversee(
    service: PublicService,
    head: Account,
    survey: SatisfactionSurvey,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    answer = an_open_answer(service, survey)
    address = "/meja/survei/pendapat/tidak-terbit/"
    overseer = make_member(service.owner.parent, Role.OVERSEER)
    client = signed_in(overseer)
    assert "Antre lama" in text_of(client.get(address, {"keadaan": "waiting"})), "also what nobody at the unit has read"
    for text, is_published in (("", False), ("[…]", True)):
        moderate_comment(actor_of(head), answer.pk, text, is_published=is_published, reason="Tidak pantas", at=AT)
        with django_assert_max_num_queries(8):
            page = text_of(client.get(address, {"hal": "x"}))
        for words in ("Antre lama", "Tidak pantas", str(head), "24 Nov"):
            assert words in page, words
    assert "Antre lama" not in text_of(signed_in(head).get("/meja/survei/"))
    read = Entry.objects.filter(verb="survey.unpublished_read")
    assert read.count() == 3
    assert {(one.actor_id, one.subject_id) for one in read} == {(str(overseer.pk), service.owner.path.split("/")[0])}
    assert read[0].payload == {"units": [service.owner.code], "answers": 1}
    moderate_comment(actor_of(head), answer.pk, "Antre lama", is_published=True, at=AT)
    assert "Antre lama" not in text_of(client.get(address)), "what is published whole is not kept back"


def test_only_those_who_oversee_the_unit_read_what_it_hides(
    service: PublicService, head: Account, survey: SatisfactionSurvey
) -> None:
    answer = an_open_answer(service, survey)
    address = "/meja/survei/pendapat/tidak-terbit/?keadaan=waiting"
    for role in (Role.HEAD, Role.OFFICER, Role.ADMINISTRATOR):
        assert signed_in(make_member(service.owner.parent, role)).get(address).status_code == 403, role
    elsewhere = make_member(make_organization("lain"), Role.OVERSEER)
    assert "Antre lama" not in text_of(signed_in(elsewhere).get(address))
    with pytest.raises(Forbidden):
        read_unpublished(actor_of(elsewhere), [answer], at=AT)
    assert signed_in(make_member(service.owner.parent, Role.OVERSEER)).post(address).status_code == 405
    assert not Entry.objects.filter(verb="survey.unpublished_read").exists()
    auditor = signed_in(make_member(service.owner, Role.INTERNAL_AUDITOR))
    assert "Antre lama" in text_of(auditor.get(address))


def an_open_answer(service: PublicService, survey: SatisfactionSurvey) -> SurveyResponse:
    count(service, make_answer(4, "Antre lama"), *[make_answer(4)] * 5, survey=survey)
    return SurveyResponse.objects.select_related("unit").exclude(comment="").get()
