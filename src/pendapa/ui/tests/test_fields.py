import pytest
from django.utils import translation

from pendapa.kernel.problems import FieldError
from pendapa.ui.living import ExampleForm
from pendapa.ui.tests.rendering import rendered


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    page = rendered("{% field form.name %}", form=ExampleForm({"name": "B"}))
    assert '<label class="label" for="id_name">' in page
    assert 'aria-describedby="id_name-help id_name-error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_name-help"' in page
    assert 'id="id_name-error"' in page


def test_a_field_keeps_what_was_typed() -> None:
    assert 'value="B&amp;&lt;"' in rendered("{% field form.name %}", form=ExampleForm({"name": "B&<"}))


def test_choices_become_a_fieldset_with_large_targets_and_notes() -> None:
    page = rendered("{% field form.place %}", form=ExampleForm({"place": "2"}))
    assert page.count('class="choice"') == 3
    assert '<fieldset class="field"' in page
    assert 'value="2" checked' in page
    assert "<small>We will ask for two witnesses</small>" in page
    assert "aria-invalid" not in page


def test_several_choices_become_tick_boxes() -> None:
    page = rendered("{% field form.papers %}", form=ExampleForm({"papers": ["b"]}))
    assert page.count('type="checkbox"') == 2
    assert 'value="b" checked' in page


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "(optional)" in rendered("{% field form.story %}", form=ExampleForm())
    assert "(optional)" not in rendered("{% field form.name %}", form=ExampleForm())


def test_the_error_summary_links_to_each_control() -> None:
    page = rendered("{% form_errors form %}", form=ExampleForm({"name": "Bintang Raya"}))
    assert 'href="#id_nik"' in page
    assert 'href="#id_place_0"' in page
    assert 'role="alert"' in page
    assert "There are 4 answers to put right" in page


def test_the_error_summary_is_absent_without_errors() -> None:
    assert rendered("{% error_summary errors %}", errors=[]) == ""


def test_the_error_summary_takes_the_errors_of_the_kernel() -> None:
    page = rendered("{% error_summary errors %}", errors=[FieldError("nik", "Too short"), FieldError("", "Closed")])
    assert '<a href="#id_nik">Too short</a>' in page
    assert "<p>Closed</p>" in page


def test_a_question_made_elsewhere_is_wired_the_same_way() -> None:
    page = rendered(
        '{% question id="id_a" label="A" help="H" error="E" name="a" %}'
        '<input id="id_a"{% described_by "id_a" "H" "E" %}>{% endquestion %}'
    )
    assert '<input id="id_a" aria-describedby="id_a-help id_a-error" aria-invalid="true">' in page
    assert page.index('id="id_a-error"') < page.index("<input")
