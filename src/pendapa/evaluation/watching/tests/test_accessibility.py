"""The pages of alarms on a small phone, in both languages: nothing axe objects to, nothing too wide."""

from typing import Any

from django.test import Client
from playwright.sync_api import Page

from pendapa.evaluation.watching.actions import watch_measures
from pendapa.evaluation.watching.models import Alarm
from pendapa.evaluation.watching.tests.factories import AFTER, ratings
from pendapa.evaluation.watching.tests.test_watch import gather
from pendapa.people.roles import Role
from pendapa.people.tests.factories import make_member, make_organization
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, faults_of, sign_in_as

pytestmark = [*LOOKS_AT_PAGES]


def test_every_page_of_alarms_is_accessible_and_fits_a_small_phone(
    phone: Page, live_server: Any, settings: Any
) -> None:
    settings.PENDAPA_DEMO = True
    body = make_organization("tirtamaya")
    make_organization("dpmptsp", body)
    overseer = Client()
    overseer.force_login(make_member(body, Role.OVERSEER))
    sign_in_as(overseer, phone, live_server.url)
    ratings(9, 3)
    gather(3, range(100, 400, 90))
    gather(8, range(1, 25, 2))
    paths = ["", "aturan/", "aturan/index/"]
    phone.goto(f"{live_server.url}/meja/peringatan/")
    assert faults_of(phone) == []
    assert watch_measures(at=AFTER) == 2
    for alarm in Alarm.objects.all():
        paths += [f"{alarm.pk}/", f"{alarm.pk}/bukan/"]
    for language in ("id", "en"):
        for path in paths:
            phone.goto(f"{live_server.url}/meja/peringatan/{path}?bahasa={language}")
            assert phone.locator("h1").count() == 1, path
            assert faults_of(phone) == [], (path, language)
