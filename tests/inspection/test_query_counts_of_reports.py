"""No page about reports, news or the exchange asks the database more than eight times, also where lists are full."""

import pytest
from django.test import Client
from django.test.utils import override_settings

from pendapa.complaints.public.tests.factories import answer, publish
from pendapa.people.models import Organization
from tests.addresses import all_addresses
from tests.hall import HALL_SETTINGS, build_hall
from tests.inspection.reporting import table
from tests.inspection.test_query_counts import CEILING, count

ROOMS = ("complaints:", "reports:", "moderation:", "knowledge:", "notices:", "exchange:", "whistle:")
REPORTS = 24
WHO = ("unknown", "party", "head", "administrator")


@pytest.mark.django_db
def test_no_page_about_reports_asks_the_database_more_than_eight_times() -> None:
    with override_settings(**HALL_SETTINGS):
        hall = build_hall()
        number = _fill_lists()
        paths = [one.filled(hall.samples) for one in all_addresses() if one.name.startswith(ROOMS)]
        paths += [f"/lacak/{hall.samples['complaints:judge:number']}/", f"/meja/perkara/{number}/"]
        paths += [f"/meja/perkara/{number}/laporan/{step}/" for step in ("jawab", "gabung", "pecah", "tutup")]
        rows = []
        for visitor in (one for one in hall.visitors if one.label in WHO):
            client = Client()
            visitor.enter(client)
            rows += [
                (visitor.label, path, count(client, path)) for path in paths if client.get(path).status_code == 200
            ]
    rows.sort(key=lambda row: -row[2])
    print("\n" + table(("visitor", "address", "queries"), rows[:20]))
    assert [row for row in rows if row[2] > CEILING] == []
    assert len({path for _who, path, _count in rows}) > 45, "most pages were not seen"


def _fill_lists() -> str:
    """Reports of the visitors' unit in the list, half of them answered; the number of an answered one."""
    office = Organization.objects.get(code="dpmptsp")
    for place in range(REPORTS):
        report = publish(f"Laporan {place}.", latitude=-7.9 - place / 100, longitude=112.6)
        if place % 2:
            number = answer(report, unit=office).case.number
    return number
