"""Open answers on a small phone, in both languages: nothing axe objects to, nothing too wide, usable by keyboard."""

from typing import Any

from playwright.sync_api import Page

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import moderate_comment
from pendapa.evaluation.models import SatisfactionSurvey, SurveyResponse
from pendapa.evaluation.tests.factories import AT, count, make_answer, publish_a_result, signed_in
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member
from pendapa.ui.tests.small_phone import LOOKS_AT_PAGES, faults_of, sign_in_as

pytestmark = [*LOOKS_AT_PAGES]
KEPT_BACK = "/meja/survei/pendapat/tidak-terbit/"
LONG = "Petugas-yang-sangat-tidak-ramah-sekali-dan-antrean-yang-sangat-panjang-sekali " * 3


def look_at(phone: Page, address: str, *paths: str) -> None:
    for path in paths:
        for language in ("id", "en"):
            phone.goto(f"{address}{path}{'&' if '?' in path else '?'}bahasa={language}")
            assert faults_of(phone) == [], f"{path} {language}"


def test_open_answers_are_accessible_and_fit_a_small_phone(
    phone: Page, live_server: Any, service: PublicService, survey: SatisfactionSurvey, head: Account
) -> None:
    overseer = signed_in(make_member(service.owner.parent, Role.OVERSEER))
    sign_in_as(overseer, phone, live_server.url)
    look_at(phone, live_server.url, KEPT_BACK, "/meja/survei/")
    count(service, *[make_answer(4, LONG) for _one in range(25)], survey=survey)
    hidden, in_part, shown, *_others = SurveyResponse.objects.all()
    actor = actor_of(head)
    moderate_comment(actor, hidden.pk, "", is_published=False, reason=LONG, at=AT)
    moderate_comment(actor, in_part.pk, "Petugas […]", is_published=True, reason=LONG, at=AT)
    moderate_comment(actor, shown.pk, shown.comment, is_published=True, at=AT)
    publish_a_result(actor, survey, service)
    look_at(phone, live_server.url, KEPT_BACK, f"{KEPT_BACK}?keadaan=waiting", f"/kinerja/survei/{survey.pk}/")
    sign_in_as(signed_in(head), phone, live_server.url)
    look_at(phone, live_server.url, "/meja/survei/pendapat/", "/meja/survei/pendapat/?keadaan=hidden")
    phone.locator('main button[value="tidak"]').first.focus()
    phone.locator('main [name="reason"]').first.fill("")
    phone.locator('main button[value="tidak"]').first.press("Enter")
    phone.locator('main [name="reason"][aria-invalid="true"]').wait_for()
    assert faults_of(phone) == []
