"""What Open311 tells of when: the day of arrival, to the second what the office did in public."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from pendapa.cases.models import Status
from pendapa.complaints.actions import verify_complaint
from pendapa.complaints.models import Complaint
from pendapa.complaints.tests.factories import complain, make_public, staff
from pendapa.exchange.tests.factories import V2, make_asking_topic, make_key, report
from pendapa.kernel.calendar import local_date, start_of_day

pytestmark = pytest.mark.django_db


def moments(client: Client, complaint: Complaint) -> tuple[datetime, datetime]:
    (row,) = client.get(f"{V2}/requests/{complaint.case.number}.json").json()
    return datetime.fromisoformat(row["requested_datetime"]), datetime.fromisoformat(row["updated_datetime"])


def test_of_the_arrival_only_the_day_is_told_and_none_can_narrow_it_further(client: Client) -> None:
    came = timezone.now() - timedelta(days=3)
    day = start_of_day(local_date(came))
    came = day + timedelta(hours=9, minutes=17, seconds=23)
    complaint = make_public(complain(at=came).complaint, at=came + timedelta(hours=1))
    verify_complaint(staff(complaint.case.unit), complaint.pk, "complaint", None, at=came + timedelta(minutes=2))
    assert moments(client, complaint) == (day, came + timedelta(hours=1))

    def found(**given: datetime) -> bool:
        asked = {name: at.isoformat() for name, at in given.items()}
        return bool(client.get(f"{V2}/requests.json", asked).json())

    second = timedelta(seconds=1)
    assert [found(start_date=at, end_date=at + second) for at in (day - second, day, came, came - second)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [found(start_date=day - second, end_date=at) for at in (day - second, day, came)] == [False, True, True]
    published = came + timedelta(hours=1)
    assert [found(updated_before=at) for at in (came, published - second, published)] == [False, False, True]
    assert [found(updated_after=at) for at in (published, published + second)] == [True, False]


def test_what_is_not_published_yet_tells_days_alone(client: Client) -> None:
    make_asking_topic()
    _key, secret = make_key()
    number = str(client.post(f"{V2}/requests.json", report(secret)).json()[0]["service_request_id"])
    complaint = Complaint.objects.select_related("case__unit").get(case__number=number)
    verify_complaint(staff(complaint.case.unit), complaint.pk, "complaint", None, at=timezone.now())
    day = start_of_day(local_date(complaint.case.received_at))
    assert moments(client, complaint) == (day, day)


def test_what_the_office_does_with_a_published_report_is_told_to_the_second_and_what_its_person_does_by_the_day(
    client: Client,
) -> None:
    now = timezone.now().replace(microsecond=0)
    complaint = make_public(complain(at=now - timedelta(days=5)).complaint, at=now - timedelta(days=4))
    verify_complaint(staff(complaint.case.unit), complaint.pk, "complaint", None, at=now - timedelta(days=2))
    assert moments(client, complaint)[1] == now - timedelta(days=2)
    Complaint.objects.filter(pk=complaint.pk).update(solved_at=now)
    complaint.case.status, complaint.case.closed_at = Status.CLOSED, now
    complaint.case.save()
    assert moments(client, complaint)[1] == start_of_day(local_date(now))
    later = {"updated_after": (start_of_day(local_date(now)) + timedelta(seconds=1)).isoformat()}
    assert client.get(f"{V2}/requests.json", later).json() == []


def test_the_list_is_in_the_order_of_days_then_of_publication(client: Client) -> None:
    day = start_of_day(local_date(timezone.now())) - timedelta(days=2)
    late, early = (complain(at=day + timedelta(hours=hours)).complaint for hours in (20, 8))
    make_public(late, at=day + timedelta(hours=21))
    make_public(early, at=day + timedelta(hours=22))
    rows = client.get(f"{V2}/requests.json").json()
    assert [row["service_request_id"] for row in rows] == [early.case.number, late.case.number]
