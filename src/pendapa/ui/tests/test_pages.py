import re

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from pendapa.ui import views
from pendapa.ui.tests.rendering import Visitor


def page_for(actor: Visitor, template: str = "ui/base.html", path: str = "/cari/?q=akta") -> str:
    request = RequestFactory().get(path)
    request.actor = actor
    with translation.override("en"):
        return render_to_string(template, {"request": request}, request=None)


ANYONE = Visitor()
RESIDENT = Visitor("person")
OFFICER = Visitor("person", is_staff=True)


def test_the_header_offers_each_person_their_own_doors() -> None:
    assert 'href="/masuk/"' in page_for(ANYONE)
    assert 'href="/akun/"' in page_for(RESIDENT)
    assert 'href="/meja/"' not in page_for(RESIDENT)
    assert 'href="/meja/"' in page_for(OFFICER)


def test_the_language_switch_keeps_the_address() -> None:
    assert 'href="?q=akta&amp;bahasa=id"' in page_for(ANYONE)


def test_a_demonstration_says_so_on_every_page(settings) -> None:
    settings.PENDAPA_DEMO = True
    assert "this regency does not exist" in page_for(ANYONE)
    settings.PENDAPA_DEMO = False
    assert "this regency does not exist" not in page_for(ANYONE)


@pytest.mark.parametrize("template", ["ui/base.html", "ui/staff.html", "ui/error.html"])
def test_a_shell_has_one_main_a_skip_link_and_nothing_that_the_policy_refuses(template: str) -> None:
    page = page_for(OFFICER, template)
    assert page.count("<main") == 1
    assert 'href="#main"' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)


def test_an_error_page_needs_no_request() -> None:
    assert "Something went wrong" in render_to_string("ui/error.html", {"title": "Something went wrong"})


def test_the_living_page_exists_in_development_only(settings) -> None:
    request = RequestFactory().get("/ui/")
    request.actor = ANYONE
    settings.DEBUG = False
    with pytest.raises(Http404):
        views.living_page(request)
    settings.DEBUG = True
    page = views.living_page(request).content.decode()
    assert "style=" not in page
    for component in ("facts", "steps", "checklist", "timeline", "deadline", "error-summary", "file-row", "cards"):
        assert f'class="{component}' in page
