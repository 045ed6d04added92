"""From bad ratings to a proposed finding, through the journal, the log's counts and the subscriber."""

from datetime import timedelta

import pytest
from django.test import Client

from pendapa.evaluation.watching.actions import watch_measures
from pendapa.evaluation.watching.models import Alarm
from pendapa.evaluation.watching.series import series_of
from pendapa.evaluation.watching.tests.factories import AFTER, BAD, MONTHS, complaints, ratings, work
from pendapa.evaluation.watching.tests.test_watch import gather
from pendapa.journal.subscriptions import run_subscriber
from pendapa.oversight.actions import issue_finding
from pendapa.oversight.models import Finding
from pendapa.oversight.queries.measuring import before_of, reading_of
from pendapa.oversight.rules import Reading
from pendapa.oversight.tasks import ALARM_TAKER
from pendapa.oversight.tests.factories import account_of, auditor, make_service, make_unit
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def test_bad_ratings_become_a_proposed_finding_that_the_overseer_opens_from_the_alarm() -> None:
    make_service()
    unit = make_unit()
    ratings(9, 3, unit=unit.code)
    assert watch_measures(at=AFTER) == 1
    run_subscriber(ALARM_TAKER)
    run_subscriber(ALARM_TAKER)
    finding, alarm = Finding.objects.get(), Alarm.objects.get()
    assert (finding.state, finding.source, finding.alarm) == ("proposed", "alarm", alarm.entry)
    assert (finding.unit, finding.measure, finding.measure_service) == (unit, "index", "sku")
    assert finding.measured_since == alarm.since
    told = reading_of("index", unit.code, "sku", list(MONTHS[9:12]))
    before = before_of(finding)
    assert before is not None
    assert told is not None
    assert before.value == pytest.approx(told.value, abs=0.1)
    assert before.n == told.n == 30


def test_an_effect_check_tells_complaints_for_each_thousand_applications_as_charts_do() -> None:
    make_unit()
    work(1, 0)
    complaints(0, 1, many=25)
    assert reading_of("complaints", "dpmptsp", "", list(MONTHS[:1])) == Reading(1250, 20)
    assert [(one.value, one.n) for one in series_of("complaints", "dpmptsp", least=20)] == [(1250, 20)]


def test_the_alarm_leads_overseers_to_its_finding_and_the_head_to_none(settings: pytest.FixtureRequest) -> None:
    make_service()
    ratings(9, 3, unit=make_unit().code)
    watch_measures(at=AFTER)
    run_subscriber(ALARM_TAKER)
    finding, alarm = Finding.objects.get(), Alarm.objects.get()
    overseer, head = Client(), Client()
    overseer.force_login(account_of(Role.OVERSEER))
    head.force_login(account_of(Role.HEAD))
    address = f"/meja/peringatan/{alarm.pk}/"
    assert finding.number in overseer.get(address).content.decode()
    page = head.get(address)
    assert page.status_code == 200
    assert finding.number not in page.content.decode()
    Finding.objects.filter(pk=finding.pk).update(cause="a", effect="b", recommendation="c")
    issue_finding(auditor(), finding.pk, at=AFTER + timedelta(days=1))
    assert finding.number in head.get(address).content.decode()


def test_complaints_that_gather_become_a_finding_named_by_topic_and_place() -> None:
    make_unit()
    gather(3, range(100, 400, 90))
    gather(8, range(1, 25, 2))
    watch_measures(at=AFTER)
    run_subscriber(ALARM_TAKER)
    finding = Finding.objects.get()
    assert "Lampu Jalan, 35.99.01.2001" in finding.title
    assert finding.measured_n == 8


def test_what_was_bad_before_counting_began_is_no_alarm() -> None:
    make_service()
    ratings(0, 12, unit=make_unit().code, sums=BAD)
    assert watch_measures(at=AFTER) == 0
