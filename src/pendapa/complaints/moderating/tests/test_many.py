"""Many reports are published at once by somebody who has read them: each with a step and an entry of its own."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pendapa.complaints.models import Complaint, ModerationStep, Publication
from pendapa.complaints.queries import public_complaints
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_body, make_unit
from pendapa.journal.models import Entry
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
LIST, PUBLISH = "/meja/laporan/moderasi/", "/meja/laporan/moderasi/terbitkan/"
PLAIN = "Lampu jalan di depan balai desa mati sejak seminggu."
NAMED = "Pak Sumarno membuang sampah di sungai, telepon saya 0812-3456-7890."


@pytest.fixture(autouse=True)
def _demonstration(settings: LazySettings) -> None:
    settings.PENDAPA_DEMO = True


@pytest.fixture
def moderator(client: Client) -> Client:
    client.force_login(make_member(make_body(), Role.OFFICER))
    return client


def reports(*texts: str) -> list[Complaint]:
    return [
        complain(text, key=uuid4(), at=A_MONDAY + timedelta(minutes=place)).complaint
        for place, text in enumerate(texts)
    ]


def choices_on(page: HttpResponse) -> list[str]:
    return re.findall(r'name="pilih" value="([^"]+)"', page.content.decode())


def test_the_masked_words_stand_in_the_list_and_are_what_is_published(moderator: Client) -> None:
    reports(PLAIN, NAMED)
    page = moderator.get(LIST)
    assert PLAIN in page.content.decode()
    assert "Sumarno" not in page.content.decode()
    asked = moderator.post(PUBLISH, {"pilih": choices_on(page)})
    assert asked.status_code == 200
    assert not public_complaints().exists()
    done = moderator.post(PUBLISH, {"pilih": choices_on(asked), "setuju": "ya"})
    assert done.url == LIST
    told = set(public_complaints().values_list("public_text", flat=True))
    assert told == {PLAIN, "Pak [nama] membuang sampah di sungai, telepon saya [nomor telepon]."}


def test_each_has_a_step_that_can_be_taken_back_and_an_entry(moderator: Client) -> None:
    first, second = reports(PLAIN, PLAIN + " Gelap.")
    moderator.post(PUBLISH, {"pilih": choices_on(moderator.get(LIST)), "setuju": "ya"})
    assert ModerationStep.objects.filter(what="published").count() == 2
    assert Entry.objects.filter(verb="complaint.moderated").count() == 2
    published = Complaint.objects.get(pk=first.pk)
    assert published.published_at is not None
    assert published.published_at > first.case.received_at
    step = ModerationStep.objects.get(complaint=first)
    moderator.post(f"{LIST}{first.case.number}/urungkan/", {"step": step.pk})
    back = Complaint.objects.get(pk=first.pk)
    assert (back.publication, back.published_at) == (Publication.PENDING, None)
    assert public_complaints().get().pk == second.pk


def test_sent_twice_nothing_happens_twice(moderator: Client) -> None:
    reports(PLAIN)
    chosen = {"pilih": choices_on(moderator.get(LIST)), "setuju": "ya"}
    moderator.post(PUBLISH, chosen)
    again = moderator.post(PUBLISH, chosen, follow=True)
    assert "1 sudah terbit sebelumnya." in again.content.decode()
    assert ModerationStep.objects.count() == 1


def test_what_was_changed_after_it_was_read_is_left_out(moderator: Client) -> None:
    changed, other = reports(PLAIN, PLAIN + " Gelap.")
    chosen = choices_on(moderator.get(LIST))
    Complaint.objects.filter(pk=changed.pk).update(public_text="Kata lain.")
    asked = moderator.post(PUBLISH, {"pilih": chosen})
    assert len(choices_on(asked)) == 1
    moderator.post(PUBLISH, {"pilih": chosen, "setuju": "ya"})
    assert public_complaints().get().pk == other.pk


def test_only_those_without_a_finding_can_be_shown_and_all_ticked(moderator: Client) -> None:
    plain, named = reports(PLAIN, NAMED)
    text = moderator.get(LIST, {"temuan": "tidak", "semua": "1"}).content.decode()
    assert plain.case.number in text
    assert named.case.number not in text
    assert re.search(r'name="pilih" value="[^"]+" checked', text)


def test_the_list_goes_on_beyond_the_first_page(moderator: Client) -> None:
    made = reports(*[f"{PLAIN} {'x' * n}" for n in range(1, 53)])
    first = moderator.get(LIST)
    following = re.search(r'href="(\?[^"]*sesudah[^"]*)"', first.content.decode())
    assert following is not None
    second = moderator.get(LIST + following[1].replace("&amp;", "&"))
    assert len(choices_on(first)) == 50
    assert {choice.split(":")[0] for choice in choices_on(second)} == {one.case.number for one in made[50:]}


def test_nobody_publishes_what_is_not_theirs_or_never_public(moderator: Client, client: Client) -> None:
    (report,) = reports(PLAIN)
    secret = complain(PLAIN, is_secret=True).complaint
    chosen = choices_on(moderator.get(LIST))
    forged = chosen[0].replace(report.case.number, secret.case.number)
    moderator.post(PUBLISH, {"pilih": [forged, "", ":", "x" * 5000, "\x00"], "setuju": "ya"})
    assert not public_complaints().exists()
    client.force_login(make_member(make_unit("dinas-lain"), Role.OFFICER))
    client.post(PUBLISH, {"pilih": chosen, "setuju": "ya"})
    assert not public_complaints().exists()
    client.force_login(make_member(make_body(), Role.OVERSEER))
    assert client.post(PUBLISH, {"pilih": chosen, "setuju": "ya"}).status_code == 403
    assert client.get(PUBLISH).status_code == 405


def test_the_list_and_the_confirmation_ask_little(
    moderator: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reports(*[PLAIN] * 30)
    for address in (LIST, LIST + "?temuan=tidak", LIST + "?tampil=terbit"):
        with django_assert_max_num_queries(8):
            page = moderator.get(address)
        assert page.status_code == 200
    chosen = choices_on(moderator.get(LIST))
    with django_assert_max_num_queries(8):
        assert moderator.post(PUBLISH, {"pilih": chosen}).status_code == 200


def test_the_case_page_and_the_moderation_page_lead_to_each_other(moderator: Client) -> None:
    (report,) = reports(PLAIN)
    at_desk, moderation = f"/meja/perkara/{report.case.number}/", f"{LIST}{report.case.number}/"
    assert f'href="{moderation}"' in moderator.get(at_desk).content.decode()
    assert f'href="{at_desk}"' in moderator.get(moderation).content.decode()
    secret = complain(PLAIN, is_secret=True).complaint
    assert "/meja/laporan/moderasi/" + secret.case.number not in (
        moderator.get(f"/meja/perkara/{secret.case.number}/").content.decode()
    )
