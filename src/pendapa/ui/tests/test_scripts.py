from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Page

from pendapa.ui import views
from pendapa.ui.tests.browser import in_browser
from pendapa.ui.tests.rendering import Visitor

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"


def shell(content: str, template: str = "ui/base.html") -> str:
    request = RequestFactory().get("/")
    request.actor = Visitor()
    source = (
        "{% extends '" + template + "' %}{% load ui %}{% block title %}T{% endblock %}{% block content %}<h1>T</h1>"
    )
    with translation.override("en"):
        return engines["django"].from_string(source + content + "{% endblock %}").render({"request": request})


FORM = """<form method="post" data-check="" data-draft="d" novalidate>
{% question id="id_nik" label="NIK" name="nik" %}<input data-kind="nik" id="id_nik" name="nik">{% endquestion %}
{% question id="id_name" label="Name" name="name" %}<input id="id_name" name="name" required>{% endquestion %}
<p data-save-state><span></span></p>{% button "Remove" confirm="Really?" name="x" value="1" %}</form>"""


def test_a_nik_is_read_aloud_and_a_wrong_one_explained() -> None:
    def scenario(page: Page) -> tuple[str, str, str | None]:
        page.fill("#id_nik", "3374015205900001")
        note = page.inner_text("#id_nik-note")
        page.fill("#id_nik", "3374017205900001")
        page.focus("#id_name")
        page.wait_for_selector("#id_nik-error")
        return note, page.inner_text("#id_nik-error"), page.get_attribute("#id_nik", "aria-describedby")

    note, error, described = in_browser(shell(FORM), scenario)
    assert note == "Born 12 May 1990, female"
    assert "does not exist" in error
    assert described == "id_nik-error"


def test_what_was_typed_comes_back_but_never_an_identity_number() -> None:
    def scenario(page: Page) -> tuple[str, str]:
        page.fill("#id_name", "Bintang")
        page.fill("#id_nik", "3374015205900001")
        page.wait_for_timeout(600)
        page.reload()
        page.wait_for_timeout(300)
        return page.input_value("#id_name"), page.input_value("#id_nik")

    assert in_browser(shell(FORM), scenario) == ("Bintang", "")


ANSWERS = {
    "done": ('<div class="flash flash-success"><p>Sent.</p></div>', ""),
    "refused": ('<div class="error-summary" tabindex="-1" data-error-summary><h2>E</h2></div>', "Bintang"),
    "sign in": ("<p>Sign in.</p>", "Bintang"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_arrived_is_not_offered_again_and_what_did_not_is(answer: str) -> None:
    said, left = ANSWERS[answer]
    sent_to, form = shell(said + FORM), shell(FORM)

    def scenario(page: Page) -> tuple[str, str]:
        page.route("**/sent", lambda route: route.fulfill(body=sent_to, content_type="text/html"))
        page.evaluate("document.querySelector('form').action = '/sent'")
        page.fill("#id_name", "Bintang")
        page.wait_for_timeout(600)
        page.evaluate("document.querySelector('form').requestSubmit()")
        page.wait_for_url("**/sent")
        page.wait_for_timeout(300)
        there = page.input_value("#id_name")
        page.goto("http://pendapa.test/")
        page.wait_for_timeout(300)
        return there, page.input_value("#id_name")

    assert in_browser(form, scenario) == (left, left)


def test_a_draft_of_many_pages_is_forgotten_whole_and_its_neighbours_stay() -> None:
    def scenario(page: Page) -> list[str]:
        page.evaluate("['a-one', 'a-two', 'ab', 'b-a'].forEach((n) => localStorage.setItem(`pendapa-draft:${n}`, '1'))")
        page.reload()
        page.wait_for_timeout(300)
        return page.evaluate("Object.keys(localStorage).filter((n) => n.startsWith('pendapa-draft:')).sort()")

    assert in_browser(shell('<span data-draft-done="a"></span>'), scenario) == ["pendapa-draft:ab", "pendapa-draft:b-a"]


def test_a_step_without_return_is_asked_about_first() -> None:
    def scenario(page: Page) -> tuple[str, int, str]:
        page.click("[data-confirm]")
        question = page.inner_text("dialog .confirm-question")
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)
        left = page.locator("dialog").count()
        with page.expect_request(lambda request: request.method == "POST") as sent:
            page.click("[data-confirm]")
            page.click("dialog button:last-child")
        return question, left, sent.value.post_data or ""

    question, left, sent = in_browser(shell(FORM), scenario)
    assert (question, left) == ("Really?", 0)
    assert "x=1" in sent


def test_the_error_summary_has_the_focus() -> None:
    page = shell('<div class="error-summary" tabindex="-1" data-error-summary><h2>E</h2></div>')
    assert in_browser(page, lambda p: p.evaluate("document.activeElement.className")) == "error-summary"


def test_rows_are_walked_with_single_keys_that_can_be_switched_off() -> None:
    rows = "".join(f'<tr><td><a href="#r{n}">Row {n}</a></td></tr>' for n in range(3))
    table = '{% table "T" rows=True %}<tbody>' + rows + "</tbody>{% endtable %}"

    def scenario(page: Page) -> list[str]:
        focused = []
        for key in ("j", "j", "k"):
            page.keyboard.press(key)
            focused.append(page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("?")
        page.click("#shortcuts-on")
        page.click("dialog button")
        page.focus("a[href='#r2']")
        page.keyboard.press("k")
        return [*focused, page.evaluate("document.activeElement.textContent")]

    assert in_browser(shell(table, "ui/staff.html"), scenario) == ["Row 0", "Row 1", "Row 0", "Row 2"]


def test_a_large_photo_is_made_smaller_before_it_is_sent() -> None:
    photo = """async () => {
      const canvas = document.createElement("canvas");
      canvas.width = 3000; canvas.height = 100;
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
      const input = document.querySelector("#f"), transfer = new DataTransfer();
      transfer.items.add(new File([blob], "card.jpeg", { type: "image/jpeg" }));
      input.files = transfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 500));
      const small = await createImageBitmap(input.files[0]);
      return [small.width, input.files[0].name, document.querySelector(".file-row p").textContent];
    }"""
    page = shell('<form>{% upload name="f" id="f" %}{% endupload %}</form>')
    width, name, row = in_browser(page, lambda p: p.evaluate(photo))
    assert (width, name) == (2000, "card.jpg")
    assert "made smaller from" in row


@pytest.mark.parametrize("width", [320, 1280])
def test_every_component_is_accessible_and_fits(width: int, settings: Any) -> None:
    settings.DEBUG = True
    request = RequestFactory().get("/ui/")
    request.actor = Visitor()
    html = views.living_page(request).content.decode()

    def scenario(page: Page) -> tuple[list[str], int]:
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))")
        return found, page.evaluate("document.documentElement.scrollWidth - innerWidth")

    violations, overflow = in_browser(html, scenario, width=width, with_policy=False)
    assert violations == []
    assert overflow == 0
