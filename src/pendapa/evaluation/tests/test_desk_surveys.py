"""The desk's pages of surveys: prepared, answered, closed, planned for, published."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import close_survey, enter_answers, publish_result
from pendapa.evaluation.actions.answering import Channel
from pendapa.evaluation.actions.moderating import only_hides
from pendapa.evaluation.models import (
    BulkEntry,
    ImprovementItem,
    SatisfactionSurvey,
    SurveyResponse,
    WaitingAnswer,
)
from pendapa.evaluation.results import result_of
from pendapa.evaluation.tests.factories import AT, count, make_answer, signed_in, text_of
from pendapa.journal.models import Entry
from pendapa.journal.verbs import declaration_of
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization

pytestmark = pytest.mark.django_db
Status = SatisfactionSurvey.Status
KEY = "6f0d5a86-5a4a-4a57-9a43-8a9a4a1a0a01"


def test_a_survey_is_prepared_opened_and_closed_at_the_desk(service: PublicService, head: Account) -> None:
    client = signed_in(head)
    typed = {
        "title": "Survei semester 2",
        "unit": service.owner.code,
        "services": [service.slug],
        "starts": "2026-07-01",
        "ends": "2026-12-31",
        "channels": ["link", "paper"],
        "weight": "1/9",
    }
    assert client.post("/meja/survei/baru/", {**typed, "ends": "2026-01-01"}).status_code == 422
    made = client.post("/meja/survei/baru/", typed)
    survey = SatisfactionSurvey.objects.get()
    assert made.status_code == 302
    assert made["Location"] == f"/meja/survei/{survey.pk}/"
    assert client.get(f"/meja/survei/{survey.pk}/ubah/").status_code == 200
    assert client.post(f"/meja/survei/{survey.pk}/langkah/buka/").status_code == 302
    assert client.get(f"/meja/survei/{survey.pk}/ubah/").status_code == 409
    assert client.post(f"/meja/survei/{survey.pk}/langkah/tutup/").status_code == 302
    survey.refresh_from_db()
    assert survey.status == Status.CLOSED
    refused = client.post(f"/meja/survei/{survey.pk}/langkah/terbit/")
    assert refused.status_code == 409
    assert "kurang dari lima" in text_of(refused).lower()
    verbs = Entry.objects.filter(subject_type="survey", subject_id=str(survey.pk)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["survey.made", "survey.opened", "survey.closed"]


def test_fewer_than_five_answers_of_a_closed_survey_are_counted_later_without_it(
    service: PublicService, head: Account, survey: SatisfactionSurvey
) -> None:
    count(service, *[make_answer()] * 3, survey=survey)
    close_survey(actor_of(head), survey.pk, at=AT)
    assert set(WaitingAnswer.objects.values_list("survey", flat=True)) == {None}
    assert count(service, *[make_answer()] * 2) == 5
    assert SurveyResponse.objects.filter(survey=None).count() == 5


def test_a_result_needs_a_plan_for_each_weak_element_and_never_changes_afterwards(
    service: PublicService, head: Account, survey: SatisfactionSurvey
) -> None:
    count(service, *[make_answer(4, u3=2)] * 6, survey=survey)
    with pytest.raises(Conflict):
        publish_result(actor_of(head), survey.pk, at=AT)
    close_survey(actor_of(head), survey.pk, at=AT)
    with pytest.raises(Invalid, match="U3"):
        publish_result(actor_of(head), survey.pk, at=AT)
    client = signed_in(head)
    address = f"/meja/survei/{survey.pk}/rencana/u3/"
    assert client.post(address, {"plan": "", "responsible": "", "due_on": "x"}).status_code == 422
    assert client.post(address, {"plan": "Loket", "responsible": "Kasi", "due_on": "2027-02-01"}).status_code == 302
    assert client.post(f"/meja/survei/{survey.pk}/langkah/terbit/").status_code == 302
    survey.refresh_from_db()
    told = Entry.objects.get(verb="survey.result_published")
    assert (told.payload["index"], told.payload["category"], told.payload["respondents"]) == ("94.44", "A", 6)
    SurveyResponse.objects.update(u1=1)
    result = result_of(survey)
    assert result is not None
    assert result.index.index == Decimal("94.44")
    done = client.post(address, {"realisation": "Loket kedua dibuka", "realised_on": "2027-01-20"})
    assert done.status_code == 302
    assert ImprovementItem.objects.get().realisation == "Loket kedua dibuka"


def test_answers_after_cases_count_for_the_open_survey_of_their_unit(
    service: PublicService, survey: SatisfactionSurvey
) -> None:
    from pendapa.evaluation.actions.answering import _survey_after_cases

    assert _survey_after_cases(service, service.owner, date(2026, 11, 24)) == survey
    assert _survey_after_cases(service, service.owner, date(2027, 1, 1)) is None
    assert _survey_after_cases(service, make_organization(), date(2026, 11, 24)) is None


def paper(survey: SatisfactionSurvey, service: PublicService, *rows: dict[str, str], key: str = KEY) -> dict[str, str]:
    data = {"key": key, "service": service.slug, "b-TOTAL_FORMS": "12", "b-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        data |= {f"b-{place}-{name}": value for name, value in row.items()}
    return data


def test_paper_forms_are_typed_many_at_a_time_and_sent_twice_count_once(
    service: PublicService, survey: SatisfactionSurvey
) -> None:
    client = signed_in(make_member(service.owner, Role.OFFICER))
    address = f"/meja/survei/{survey.pk}/formulir/"
    assert client.get(address).status_code == 200
    rows = paper(survey, service, {"scores": "443434434", "sex": "female"}, {"scores": "4 4 4, 4 4 4 4 4 4"})
    assert client.post(address, rows).status_code == 302
    assert client.post(address, rows).status_code == 302
    assert WaitingAnswer.objects.count() == 2
    assert BulkEntry.objects.get().respondents == 2
    kept = [one.sealed for one in WaitingAnswer.objects.all()]
    assert {one["profile"]["sex"] for one in kept} == {"female", ""}


@pytest.mark.parametrize(
    "row", [{"scores": "44343443"}, {"scores": "443434435"}, {"sex": "female"}, {"scores": "444444444", "sex": "x"}]
)
def test_a_wrong_row_is_named_and_none_is_taken(
    service: PublicService, survey: SatisfactionSurvey, row: dict[str, str]
) -> None:
    client = signed_in(make_member(service.owner, Role.OFFICER))
    page = client.post(f"/meja/survei/{survey.pk}/formulir/", paper(survey, service, {"scores": "4" * 9}, row))
    assert page.status_code == 422
    assert "Formulir 2" in text_of(page)
    assert 'value="444444444"' in text_of(page)
    assert not WaitingAnswer.objects.exists()


@pytest.mark.parametrize("data", [{}, {"b-TOTAL_FORMS": "x"}, {"b-TOTAL_FORMS": "999999", "b-INITIAL_FORMS": "0"}])
def test_garbage_on_the_paper_page_is_refused(
    service: PublicService, survey: SatisfactionSurvey, data: dict[str, str]
) -> None:
    client = signed_in(make_member(service.owner, Role.OFFICER))
    assert client.post(f"/meja/survei/{survey.pk}/formulir/", data).status_code == 422


def send_file(client: Client, survey: SatisfactionSurvey, service: PublicService, content: str | bytes) -> Any:
    raw = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile("jawaban.csv", raw, "text/csv")
    return client.post(f"/meja/survei/{survey.pk}/unggah/", {"file": file, "service": service.slug, "key": KEY})


HEADER = "U1,U2,U3,U4,U5,U6,U7,U8,U9,sex,comment\n"


def test_a_file_is_taken_whole(service: PublicService, survey: SatisfactionSurvey) -> None:
    client = signed_in(make_member(service.owner, Role.OFFICER))
    assert send_file(client, survey, service, HEADER + "4,4,4,4,4,4,4,4,4,female,Baik\n" * 7).status_code == 302
    assert WaitingAnswer.objects.count() == 7


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n1,2", HEADER.encode()])
def test_a_file_of_garbage_is_refused(service: PublicService, survey: SatisfactionSurvey, content: bytes) -> None:
    client = signed_in(make_member(service.owner, Role.OFFICER))
    assert send_file(client, survey, service, content).status_code == 422


def test_every_fault_of_a_file_is_told_and_nothing_is_taken(service: PublicService, survey: SatisfactionSurvey) -> None:
    client = signed_in(make_member(service.owner, Role.OFFICER))
    rows = "4,4,4,4,4,4,4,4,4,female,\n4,4,4,4,4,4,4,4,7,,\n4,4,4,4,4,4,4,4,4,wanita,\n"
    page = send_file(client, survey, service, HEADER + rows)
    assert page.status_code == 422
    assert "Baris 3:" in text_of(page)
    assert "Baris 4:" in text_of(page)
    assert not WaitingAnswer.objects.exists()


def test_slips_open_the_survey_once_each(service: PublicService, head: Account, survey: SatisfactionSurvey) -> None:
    client = signed_in(head)
    address = f"/meja/survei/{survey.pk}/slip/"
    assert client.post(address, {"service": service.slug, "count": "0"}).status_code == 422
    sheet = text_of(client.post(address, {"service": service.slug, "count": "3"}))
    tokens = re.findall(r"/nilai/([0-9A-Z-]+)/</p>", sheet)
    assert len(set(tokens)) == 3
    answer = {f"u{place}": "4" for place in range(1, 10)}
    assert "Terima kasih" in text_of(Client().post(f"/nilai/{tokens[0]}/", answer))
    waiting = WaitingAnswer.objects.get()
    assert (waiting.survey, waiting.way) == (survey, WaitingAnswer.Way.OPEN)
    assert "Terima kasih" in text_of(Client().get(f"/nilai/{tokens[0]}/"))


def test_how_many_answers_an_office_entered_itself_stands_in_the_public_log() -> None:
    declared = declaration_of("survey.entered")
    assert declared.is_logged
    assert declared.public_fields == {"unit", "channel", "respondents"}


@pytest.mark.parametrize("verb", ["survey.opened", "survey.closed"])
def test_a_survey_whose_result_is_never_published_stands_in_the_public_log(verb: str) -> None:
    declared = declaration_of(verb)
    assert declared.is_logged
    assert declared.public_fields == {"unit"}


@pytest.mark.parametrize(
    ("after", "is_allowed"),
    [
        ("Tidak baik, Pak [nama] kasar", True),
        ("[…] Pak [nama] kasar", True),
        ("Tidak baik, […]", True),
        ("Tidak  baik,\nPak […] kasar", True),
        ("[…]", True),
        ("baik, Pak [nama] kasar", False),
        ("Tidak baik, Pak", False),
        ("Baik, Pak [nama] kasar", False),
        ("[…] sangat baik […]", False),
        ("Tidak baik, Pak [sangat baik] kasar", False),
        ("Tidak baik, Pak [nama] [nama] kasar kasar", False),
    ],
)
def test_words_of_a_person_can_be_hidden_and_not_changed(after: str, *, is_allowed: bool) -> None:
    assert only_hides("Tidak baik, Pak [nama] kasar", after) is is_allowed


def test_the_figures_page_narrows_by_period_unit_and_service(
    service: PublicService, head: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answers = [make_answer(3 + place % 2, sex="female" if place < 6 else "male") for place in range(8)]
    count(service, *answers)
    client = signed_in(head)
    address = "/meja/survei/angka/?dari=2026-01&sampai=2026-12&langkah=bulan"
    client.get(address)
    with django_assert_max_num_queries(8):
        page = text_of(client.get(address))
    assert "87.50" in page or "87,50" in page
    assert "Perempuan" in page
    empty = text_of(client.get("/meja/survei/angka/?dari=2025-01&sampai=2025-12"))
    assert "Kurang dari lima" in empty
    for garbage in ("dari=x&sampai=9999-99", "unit=%00", "langkah=zzz", "layanan=tidak-ada"):
        assert client.get(f"/meja/survei/angka/?{garbage}").status_code in (200, 400)


def test_groups_of_fewer_than_five_are_taken_together(
    service: PublicService, head: Account, survey: SatisfactionSurvey
) -> None:
    answers = [make_answer(sex="female") for _one in range(6)] + [make_answer(sex="male")] * 2 + [make_answer()] * 1
    count(service, *answers, survey=survey)
    result = result_of(survey)
    assert result is not None
    assert [group.counted.respondents for group in result.groups["sex"]] == [9]


DESK = ["/meja/survei/", "/meja/survei/angka/", "/meja/survei/pendapat/", "/meja/survei/baru/"]
OF_ONE = ["", "ubah/", "langkah/buka/", "rencana/u1/", "formulir/", "unggah/", "kode/", "slip/", "laporan.pdf"]


def test_other_units_neither_see_nor_touch_a_survey(service: PublicService, survey: SatisfactionSurvey) -> None:
    stranger = signed_in(make_member(make_organization("lain"), Role.HEAD))
    for address in OF_ONE:
        assert stranger.get(f"/meja/survei/{survey.pk}/{address}").status_code == 404, address
    assert survey.title not in text_of(stranger.get("/meja/survei/"))


def test_overseers_read_and_do_not_touch(service: PublicService, head: Account, survey: SatisfactionSurvey) -> None:
    count(service, *[make_answer(4, u3=2)] * 6, survey=survey)
    overseer = make_member(service.owner.parent, Role.OVERSEER)
    client = signed_in(overseer)
    for address in ("/meja/survei/", "/meja/survei/angka/", f"/meja/survei/{survey.pk}/"):
        assert client.get(address).status_code == 200, address
    assert client.get(f"/meja/survei/{survey.pk}/laporan.pdf").status_code == 200
    for address in ("langkah/tutup/", "rencana/u3/", "formulir/", "unggah/", "slip/", "kode/"):
        assert client.post(f"/meja/survei/{survey.pk}/{address}").status_code in (403, 405), address
    with pytest.raises(Forbidden):
        close_survey(actor_of(overseer), survey.pk, at=AT)


def test_an_officer_enters_and_sees_no_result(service: PublicService, survey: SatisfactionSurvey) -> None:
    count(service, *[make_answer(2)] * 6, survey=survey)
    officer = make_member(service.owner, Role.OFFICER)
    client = signed_in(officer)
    page = client.get(f"/meja/survei/{survey.pk}/")
    assert page.status_code == 200
    assert "50.00" not in text_of(page)
    assert client.get("/meja/survei/angka/").status_code == 403
    assert client.get(f"/meja/survei/{survey.pk}/laporan.ods").status_code == 403
    with pytest.raises(Forbidden):
        publish_result(actor_of(officer), survey.pk, at=AT)
    with pytest.raises(Invalid):
        enter_answers(actor_of(officer), survey.pk, Channel.PAPER, {service: []}, KEY, at=AT)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_in_both_languages_within_its_queries(
    service: PublicService,
    head: Account,
    survey: SatisfactionSurvey,
    language: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    count(service, *[make_answer(4, "Bagus", u3=2)] * 6, survey=survey)
    client = signed_in(head)
    client.get("/meja/survei/")
    one = [f"/meja/survei/{survey.pk}/{path}" for path in OF_ONE if path not in ("ubah/", "laporan.pdf")]
    for address in [*DESK, *one]:
        with django_assert_max_num_queries(8):
            page = client.get(address, {"bahasa": language})
        assert page.status_code == 200, address
        assert ("Skip to" in text_of(page)) == (language == "en") or "kode/" in address, address
