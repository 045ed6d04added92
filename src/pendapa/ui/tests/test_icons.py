import pytest
from django.template import TemplateSyntaxError

from pendapa.ui.components.icons import built_icons
from pendapa.ui.icon_names import ICON_NAMES
from pendapa.ui.tests.rendering import rendered


def test_an_icon_is_drawn_inside_the_page_and_hidden_from_screen_readers() -> None:
    drawn = rendered('{% icon "search" %}')
    assert "<circle" in drawn
    assert 'aria-hidden="true"' in drawn


def test_an_unknown_icon_fails_at_once() -> None:
    with pytest.raises(TemplateSyntaxError, match="no-such-icon"):
        rendered('{% icon "no-such-icon" %}')


def test_every_listed_icon_has_been_built() -> None:
    assert set(built_icons()) == ICON_NAMES, "run python -m pendapa.ui.build"
