"""The watch over what the log has counted."""

from datetime import date, timedelta

import pytest

from pendapa.complaints.models import Complaint, Topic
from pendapa.complaints.tests.factories import complain, make_topic
from pendapa.evaluation.measures.queries import months_of
from pendapa.evaluation.measures.scorecards import Score
from pendapa.evaluation.models import SurveyResponse
from pendapa.evaluation.watching.actions import watch_measures
from pendapa.evaluation.watching.models import Alarm, WatchRule
from pendapa.evaluation.watching.series import series_of
from pendapa.evaluation.watching.tests.factories import AFTER, BAD, GOOD, complaints, ratings, work
from pendapa.journal.models import Entry
from pendapa.people.tests.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _units() -> None:
    make_organization("dpmptsp", make_organization("tirtamaya"))


def raised() -> list[tuple[str, str, str]]:
    return sorted(Alarm.objects.values_list("measure", "unit", "service"))


def test_bad_ratings_raise_one_alarm_of_the_index_with_its_elements() -> None:
    ratings(9, 3)
    assert watch_measures(at=AFTER) == 1
    alarm = Alarm.objects.get()
    assert (alarm.measure, alarm.unit, alarm.service) == ("index", "dpmptsp", "sku")
    assert alarm.since == date(2025, 10, 1)
    assert alarm.value < 65 < 80 < alarm.expected
    assert (alarm.until, alarm.evidence["n"]) == (date(2026, 1, 1), 30)
    assert len(alarm.evidence["elements"]) == 9
    entry = Entry.objects.get(verb="alarm.raised")
    assert alarm.entry == entry.pk
    assert entry.payload["since"] == "2025-10-01"
    assert entry.payload["evidence"]["n"] == alarm.evidence["n"]


def test_the_watch_done_again_or_later_raises_nothing_again() -> None:
    ratings(9, 6)
    for days in range(0, 200, 20):
        watch_measures(at=AFTER + timedelta(days=days))
    assert len(raised()) == 1


def test_one_element_that_falls_is_named() -> None:
    ratings(9, 3, sums=[*GOOD[:2], 22, *GOOD[3:]])
    watch_measures(at=AFTER)
    assert raised() == [("u3", "dpmptsp", "sku")]


def test_stable_measures_and_running_months_raise_nothing() -> None:
    ratings(11, 1)
    work(12, 0)
    complaints(12, 0)
    assert watch_measures(at=AFTER - timedelta(days=5)) == 0


def test_promises_missed_and_forms_sent_back_raise_alarms_of_the_service_alone() -> None:
    work(9, 3, late=12, returned=18)
    watch_measures(at=AFTER)
    assert raised() == [("corrections", "dpmptsp", "sku"), ("on_time", "dpmptsp", "sku")]


def test_many_complaints_raise_an_alarm_of_the_unit() -> None:
    WatchRule.objects.create(measure="complaints", least_count=20)
    work(12, 0)
    complaints(9, 3)
    watch_measures(at=AFTER)
    assert raised() == [("complaints", "dpmptsp", "")]


def test_complaints_are_told_for_each_thousand_applications_on_scorecard_and_chart_alike() -> None:
    work(1, 0)
    complaints(0, 1, many=25)
    score = Score(months_of("dpmptsp", "")["2025-01"])
    assert (score.cell.complaints, score.applications, score.complaints_per_thousand) == (25, 20, 1250)
    chart = series_of("complaints", "dpmptsp", today=AFTER.date(), least=20)
    assert [(one.value, one.n) for one in chart] == [(1250, 20)]


def test_a_measure_that_is_not_watched_raises_nothing() -> None:
    WatchRule.objects.create(measure="index", least_count=10, is_watched=False)
    ratings(9, 3)
    watch_measures(at=AFTER)
    assert "index" not in {measure for measure, _unit, _service in raised()}


def test_without_any_body_nothing_is_raised_and_nothing_breaks() -> None:
    from pendapa.people.models import Organization

    ratings(9, 3)
    Organization.objects.filter(parent__isnull=False).delete()
    Organization.objects.all().delete()
    assert watch_measures(at=AFTER) == 0


def test_months_with_few_answers_are_joined_and_series_tell_what_oversight_compares() -> None:
    ratings(2, 1, sums=BAD)
    whole = series_of("index", "dpmptsp", "sku", today=AFTER.date())
    assert [(one.label, one.n) for one in whole] == [("2025-01", 10), ("2025-02", 10), ("2025-03", 10)]
    assert whole[0].value == pytest.approx(sum(GOOD) / 9 / 10 * 25)
    joined = series_of("index", "dpmptsp", "sku", today=AFTER.date(), least=15)
    assert [(one.label, one.n) for one in joined] == [("2025-01/2025-02", 20)]
    assert series_of("index", today=AFTER.date())[0].n == 10
    assert series_of("median_days", today=AFTER.date()) == []


def test_how_answers_vary_is_read_from_the_counted_ones() -> None:
    from pendapa.catalogue.tests.factories import make_service
    from pendapa.people.models import Organization

    unit = Organization.objects.get(code="dpmptsp")
    service = make_service("sku", unit)
    ratings(1, 0)
    for score in (1, 2, 3, 4):
        SurveyResponse.objects.create(
            service=service, unit=unit, counted_on=date(2025, 1, 1), **{f"u{place}": score for place in range(1, 10)}
        )
    element = series_of("u1", "dpmptsp", "sku", today=AFTER.date())[0]
    whole = series_of("index", "dpmptsp", "sku", today=AFTER.date())[0]
    assert element.variance == pytest.approx(5 / 3)
    assert whole.variance == pytest.approx(5 / 3 * 625)


def gather(count: int, days_ago: range, *, region: str = "35.99.01.2001", **given: object) -> None:
    """Complaints about street lights, one on each of the days before; and others elsewhere, all through the year."""
    topic = Topic.objects.first() or make_topic()
    if not Complaint.objects.exists():
        for days in range(5, 391, 7):
            complain(at=AFTER - timedelta(days=days))
    for days in list(days_ago)[:count]:
        receipt = complain(at=AFTER - timedelta(days=days))
        changed = {"region_code": region, "topic": topic, **given}
        Complaint.objects.filter(pk=receipt.case.pk).update(**changed)


def test_complaints_that_gather_in_a_village_raise_one_alarm_in_eighty_four_days() -> None:
    gather(3, range(100, 400, 90))
    gather(8, range(1, 25, 2))
    assert watch_measures(at=AFTER) == 1
    alarm = Alarm.objects.get()
    assert (alarm.measure, alarm.place, alarm.topic, alarm.value) == ("cluster", "35.99.01.2001", "lampu-jalan", 8)
    assert alarm.evidence["windows"] == [None] * 13 + [8]
    assert watch_measures(at=AFTER + timedelta(days=3)) == 0


def test_four_complaints_and_secret_or_anonymous_ones_are_never_told() -> None:
    gather(3, range(100, 400, 90))
    gather(4, range(1, 9, 2))
    gather(6, range(2, 20, 2), is_secret=True)
    gather(6, range(2, 20, 2), is_anonymous=True)
    assert watch_measures(at=AFTER) == 0
