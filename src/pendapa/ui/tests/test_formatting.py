from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from pendapa.ui.formatting import body_date, body_time, clock_time, masked, rupiah, short_date

MORNING = datetime(2026, 11, 23, 3, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"), [("id", "Kamis, 26 November 2026"), ("en", "Thursday, 26 November 2026")]
)
def test_a_date_is_written_out_in_the_language_of_the_page(language: str, expected: str) -> None:
    with translation.override(language):
        assert body_date(date(2026, 11, 26)) == expected


def test_a_time_is_told_in_the_zone_of_the_body(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 1))
    with translation.override("id"):
        assert body_time(MORNING) == "Senin, 23 November, 10.42 WIB"
    settings.TIME_ZONE = "Asia/Jayapura"
    with translation.override("en"):
        assert clock_time(MORNING) == "12:42 WIT"


def test_a_time_of_another_year_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2027, 1, 4))
    with translation.override("id"):
        assert body_time(MORNING) == "Senin, 23 November 2026, 10.42 WIB"


def test_a_date_near_midnight_belongs_to_the_body_and_not_to_greenwich() -> None:
    with translation.override("id"):
        assert short_date(datetime(2026, 5, 31, 20, 0, tzinfo=UTC)) == "1 Jun 2026"


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(25_000, "Rp25.000"), (1_500_000, "Rp1.500.000"), (0, "Gratis"), (-5_000, "-Rp5.000"), (None, "")],
)
def test_money_is_written_as_people_write_it(amount: int | None, expected: str) -> None:
    with translation.override("id"):
        assert rupiah(amount) == expected


@pytest.mark.parametrize(("value", "expected"), [("3374010101900001", "••••••••••••0001"), ("123", "•••"), (None, "")])
def test_an_identity_number_shows_only_its_end(value: str | None, expected: str) -> None:
    assert masked(value) == expected
