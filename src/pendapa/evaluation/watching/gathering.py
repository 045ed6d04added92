"""Where complaints about a topic gather: counted by day from what is open to everybody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models.functions import TruncDate

from pendapa.complaints.models import Complaint
from pendapa.complaints.rules import WITHHELD_KINDS
from pendapa.evaluation.watching.clusters import (
    HISTORY,
    WINDOW,
    Gathering,
    expected_of,
    is_cluster,
    places_of,
    share_of,
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Complaints about a topic that gathered in a place; `windows` are the counts by 28 days, oldest first, the last
    one that of the cluster; `unit` is who got most of them, "" where nobody got more than half."""

    topic: str
    place: str
    unit: str
    since: date
    until: date
    count: int
    expected: float
    windows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _One:
    day: date
    topic: str
    region: str
    unit: str


def clusters_on(today: date) -> list[Cluster]:
    """The clusters of the 28 days before today; of a village and its district the village (one query).

    Secret and anonymous complaints, and those against officials, are not among what is counted; of reports about the
    same matter the first alone is.
    """
    every = _complaints(today)
    if not every:
        return []
    begins = today - timedelta(days=WINDOW)
    days = min((begins - every[0].day).days, HISTORY)
    groups: dict[tuple[str, str], list[_One]] = {}
    for one in every:
        for place in places_of(one.region) if one.topic else ():
            groups.setdefault((one.topic, place), []).append(one)
    whole = _gathered(every, begins)
    found = {
        key: _cluster(key, ones, begins, today, share_of(whole, days))
        for key, ones in sorted(groups.items())
        if is_cluster(_gathered(ones, begins), whole, days, len(groups))
    }
    villages = {(topic, places_of(place)[-1]) for topic, place in found if len(places_of(place)) > 1}
    return [cluster for key, cluster in found.items() if key not in villages]


def _complaints(today: date) -> list[_One]:
    zone = ZoneInfo(settings.TIME_ZONE)
    ends = datetime.combine(today, time.min, zone)
    begins = datetime.combine(today - timedelta(days=WINDOW + HISTORY), time.min, zone)
    rows = (
        Complaint.objects.filter(case__received_at__gte=begins, case__received_at__lt=ends)
        .filter(is_secret=False, is_anonymous=False, joined_to__isnull=True)
        .exclude(kind__in=WITHHELD_KINDS)
        .annotate(day=TruncDate("case__received_at", tzinfo=zone))
        .order_by("day")
        .values_list("day", "topic__slug", "region_code", "case__unit__code")
    )
    return [_One(day, topic or "", region, unit) for day, topic, region, unit in rows]


def _gathered(ones: list[_One], begins: date) -> Gathering:
    recent = sum(one.day >= begins for one in ones)
    return Gathering(recent, len(ones) - recent)


def _cluster(key: tuple[str, str], ones: list[_One], begins: date, today: date, share: float) -> Cluster:
    found = _gathered(ones, begins)
    unit, most = Counter(one.unit for one in ones if one.day >= begins).most_common(1)[0]
    ages = Counter((today - one.day).days - 1 for one in ones)
    last = (WINDOW + HISTORY) // WINDOW
    windows = tuple(
        sum(ages[age] for age in range(WINDOW * back, WINDOW * (back + 1))) for back in range(last - 1, -1, -1)
    )
    topic, place = key
    named = unit if most * 2 > found.recent else ""
    return Cluster(topic, place, named, begins, today, found.recent, expected_of(found, share), windows)
