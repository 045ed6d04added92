"""Pictures that hold no more than they show."""

from hypothesis import given
from hypothesis import strategies as st

from pendapa.complaints.public.drawing import Bar, Point, bar_chart, map_picture

PLACES = st.builds(Point, st.floats(-11, 6), st.floats(95, 141), st.sampled_from(["", "Kota", "Desa <b>"]))


def test_nothing_to_draw_draws_nothing() -> None:
    assert bar_chart([], "x") == ""
    assert map_picture([], "x") == ""


def test_bars_say_their_names_and_values() -> None:
    drawn = bar_chart([Bar("Dinas <PU>", 3.5, "3,5 hari"), Bar("Dinkes", 0, "0 hari")], "Hari")
    assert 'aria-label="Hari"' in drawn
    assert "Dinas &lt;PU&gt;" in drawn
    assert "3,5 hari" in drawn


@given(st.lists(PLACES, min_size=1, max_size=150))
def test_any_points_make_a_small_picture_without_their_coordinates(points: list[Point]) -> None:
    drawn = map_picture(points, "Peta")
    assert drawn.count("<circle") <= len(points)
    assert "Desa <b>" not in drawn
    assert "nan" not in drawn


def test_three_thousand_points_stay_light() -> None:
    points = [Point(-7.9 - (n % 61) * 0.004, 112.6 + (n % 53) * 0.005, f"Kecamatan {n % 33}") for n in range(3000)]
    assert len(map_picture(points, "Peta")) < 60_000
