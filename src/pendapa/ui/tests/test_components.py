import pytest
from django.utils import translation

from pendapa.ui.tests.rendering import rendered


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_what_people_typed_is_escaped_everywhere() -> None:
    evil = "<script>alert(1)</script>"
    page = rendered(
        "{% definition 'Name' evil %}{% fact evil evil note=evil %}{% badge evil %}{% card evil evil text=evil %}"
        "{% step evil %}{{ evil }}{% endstep %}{% event evil when=evil %}{% endevent %}{% copy_button evil %}"
        "{% file_row evil url=evil %}{% error_summary errors %}{% choice evil evil evil id=evil note=evil %}",
        evil=evil,
        errors=[("id_x", evil)],
    )
    assert "<script>" not in page


def test_the_deadline_bar_tells_its_state_in_words_too() -> None:
    assert "Working day 2 of the 3 we promised" in rendered("{% deadline_bar 2 3 %}")
    assert "2 working days past the 5 we promised" in rendered('{% deadline_bar 7 5 "late" %}')
    assert "The clock waits for you" in rendered('{% deadline_bar 3 14 "paused" %}')


@pytest.mark.parametrize(("day", "of"), [(0, 3), (1, 1), (5, 3), (30, 60), (60, 60), (1, 0)])
def test_the_deadline_bar_never_has_more_parts_than_fit(day: int, of: int) -> None:
    bar = rendered("{% deadline_bar day of %}", day=day, of=of)
    assert 1 <= bar.count("<i") <= 20
    assert bar.count('class="current"') == (1 if day else 0)


def test_the_bar_is_full_only_when_all_days_are_used() -> None:
    assert rendered('{% deadline_bar 3 3 "done" %}').count('class="passed"') == 3
    assert rendered("{% deadline_bar 1 60 %}").count('class="passed"') == 0


def test_an_empty_value_says_so_instead_of_leaving_a_hole() -> None:
    assert "Not given" in rendered('{% definition "Phone" "" %}')
    assert "<dd>0</dd>" in rendered('{% definition "Children" 0 %}')


def test_breadcrumbs_begin_at_home_and_end_here() -> None:
    page = rendered('{% breadcrumbs %}{% crumb "Track" "/lacak/" %}{% crumb "SKU-1" %}{% endbreadcrumbs %}')
    assert page.index('href="/"') < page.index('href="/lacak/"') < page.index('aria-current="page">SKU-1')


def test_progress_marks_the_finished_and_the_current_step() -> None:
    page = rendered("{% form_progress labels 2 %}", labels=["One", "Two", "Three"])
    assert page.count('class="passed"') == 1
    assert 'aria-current="step"><span>Two' in page


def test_a_list_without_further_pages_has_no_pagination() -> None:
    assert rendered("{% pagination %}") == ""
    assert 'rel="next"' in rendered('{% pagination next="?page=2" %}')


def test_a_table_is_a_named_region_that_the_keyboard_can_scroll() -> None:
    page = rendered('{% table "Queue" rows=True %}<tbody></tbody>{% endtable %}')
    assert 'role="region" aria-label="Queue" tabindex="0"' in page
    assert "data-rows" in page


def test_no_component_carries_style_or_script_of_its_own() -> None:
    page = rendered(
        '{% status_panel title="T" state="S" %}{% deadline_bar 1 2 %}{% endstatus_panel %}{% measure "A" "9" 0.9 %}'
        '{% upload name="f" id="f" %}{% endupload %}{% button "Go" confirm="Sure?" %}{% search_box "/cari/" %}'
    )
    assert "style=" not in page
    assert "onclick" not in page
