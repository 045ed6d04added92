"""Which complaints are shown to somebody who is about to report the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pendapa.complaints.duplicates import likely_duplicates
from pendapa.complaints.duplicates.finding import metres_between
from pendapa.complaints.models import Complaint
from pendapa.complaints.tests.factories import A_MONDAY, complain, make_public

pytestmark = pytest.mark.django_db
VILLAGE = "35.78.01.1001"
HERE = (-7.2575, 112.7521)
WORDS = "Lampu penerangan di Jalan Melati padam sejak Senin"


def published(text: str = WORDS, *, village: str = VILLAGE, at: Any = A_MONDAY, **given: Any) -> Complaint:
    complaint = make_public(complain(text, at=at, **given).complaint, text)
    Complaint.objects.filter(pk=complaint.pk).update(region_code=village)
    return complaint


def found(
    text: str = "lampu jalan melati padam lagi",
    *,
    latitude: float | None = None,
    longitude: float | None = None,
    village: str = VILLAGE,
    days: int = 5,
) -> list[Complaint]:
    at = A_MONDAY + timedelta(days=days)
    return [candidate.complaint for candidate in likely_duplicates(text, latitude, longitude, village, at)]


def test_a_public_report_of_the_same_village_and_words_is_found_in_one_query() -> None:
    complaint = published()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert found() == [complaint]
    assert len(queries) == 1


def test_another_matter_of_the_same_village_is_not_shown() -> None:
    published("Sampah di pasar menumpuk dan berbau busuk")
    assert found() == []


def test_a_report_of_another_village_counts_only_when_it_is_near_enough() -> None:
    latitude, longitude = HERE
    near = published(village="35.78.01.1002", latitude=latitude + 0.002, longitude=longitude)
    published(village="35.78.01.1002", latitude=latitude + 0.004, longitude=longitude)
    assert found(latitude=latitude, longitude=longitude) == [near]


def test_what_is_older_than_thirty_days_is_past(settings: Any) -> None:
    complaint = published()
    assert found(days=31) == []
    settings.PENDAPA_DUPLICATE_DAYS = 60
    assert found(days=31) == [complaint]


def test_what_is_not_public_is_never_shown() -> None:
    complain(WORDS)
    secret = complain(WORDS, is_secret=True).complaint
    Complaint.objects.update(region_code=VILLAGE)
    assert found() == []
    assert secret.publication != "published"


def test_without_a_place_nothing_is_guessed() -> None:
    published()
    assert found(village="") == []
    assert found(village="35.78.01") == []
    assert found(village="", latitude=0.0, longitude=0.0) == []


def test_a_text_without_words_finds_nothing() -> None:
    published()
    assert found("…!!!") == []


def test_distance_is_right_within_a_metre_over_a_kilometre() -> None:
    assert metres_between(-7.25, 112.75, -7.25, 112.76) == pytest.approx(1104.3, abs=2)
