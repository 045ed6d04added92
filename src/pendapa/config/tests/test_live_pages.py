"""The pages that listen: each signs an address for what its viewer may see, and a new one whenever it asks again."""

import asyncio
import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.conf import LazySettings
from django.db import connections
from django.test import Client
from django.utils import timezone

from pendapa.cases.actions import write_note
from pendapa.cases.tests.factories import make_account, make_actor, make_case, make_unit
from pendapa.config.live_journal import connect, read_after
from pendapa.journal.positions import Place, Position, present_position
from pendapa.journal.streams import HEADER, case_topic, read_leave, topic_at, unit_topic
from pendapa.people.models import Account
from pendapa.people.roles import Role

LIVE = "https://live.example.org"


@pytest.fixture(autouse=True)
def _live(settings: LazySettings) -> None:
    settings.PENDAPA_LIVE_URL = LIVE
    settings.PENDAPA_DEMO = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def address_in(page: str) -> str:
    found = re.search(r'data-live="([^"]+)"', page)
    return unescape(found.group(1)) if found else ""


def opened_by(address: str) -> tuple[str | None, frozenset[str], Place | None]:
    """The topic an address names, the topics its token allows, and where it begins."""
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    leave = read_leave(query["token"][0])
    return topic_at(unquote(parts.path)), leave.topics if leave else frozenset(), Place.read(query["sejak"][0])


@pytest.mark.django_db
def test_a_person_listens_to_their_own_case_and_each_answer_brings_a_new_address() -> None:
    person = make_account()
    case = make_case(applicant=person)
    client = signed_in(person)
    topic = case_topic(case.pk)
    named, allowed, since = opened_by(address_in(client.get(f"/lacak/{case.number}/").content.decode()))
    assert (named, allowed) == (topic, frozenset([topic]))
    assert since is not None
    renewed = client.get(f"/lacak/{case.number}/terkini/").headers[HEADER]
    assert opened_by(renewed)[1] == {topic}


@pytest.mark.django_db
def test_the_desk_listens_to_the_branches_whose_cases_it_shows() -> None:
    unit = make_unit()
    page = signed_in(make_account(Role.OFFICER, unit)).get("/meja/").content.decode()
    named, allowed, _since = opened_by(address_in(page))
    assert (named, allowed) == (unit_topic(unit.path), frozenset([unit_topic(unit.path)]))
    overseer = signed_in(make_account(Role.INTERNAL_AUDITOR, unit)).get("/meja/").content.decode()
    assert opened_by(address_in(overseer))[1] == {unit_topic("tirtamaya")}


@pytest.mark.django_db
def test_whose_right_has_ended_gets_no_new_address() -> None:
    officer = make_account(Role.OFFICER)
    client = signed_in(officer)
    assert address_in(client.get("/meja/").content.decode())
    officer.memberships.update(ends=timezone.now().date() - timedelta(days=1))
    assert client.get("/meja/").status_code == 403
    case = make_case(applicant=make_account())
    assert client.get(f"/lacak/{case.number}/terkini/").status_code == 404


@pytest.mark.django_db
def test_without_a_live_process_a_page_does_not_listen(settings: LazySettings) -> None:
    settings.PENDAPA_LIVE_URL = ""
    assert "data-live" not in signed_in(make_account(Role.OFFICER)).get("/meja/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_entry_about_a_case_is_told_to_its_unit_and_those_above() -> None:
    unit = make_unit()
    case = make_case(unit=unit)
    before = present_position()
    write_note(make_actor(Role.OFFICER, unit), case.pk, "Berkas lengkap.", at=timezone.now())
    topics = asyncio.run(_topics_after(before))
    connections.close_all()
    assert topics == [(unit_topic("tirtamaya"), unit_topic(unit.path))]


async def _topics_after(position: Position) -> list[tuple[str, ...]]:
    async with await connect() as connection:
        return [told.topics for told in (await read_after(connection, position))[1]]
