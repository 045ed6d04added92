"""No page about reports, news or the exchange asks the database more than eight times, also where lists are full."""

import pytest
from django.test.utils import override_settings

from pendapa.complaints.public.tests.factories import answer, publish
from pendapa.people.models import Organization
from tests.hall import HALL_SETTINGS, build_hall
from tests.inspection.counting import CEILING, counted, paths_in

ROOMS = ("complaints:", "reports:", "moderation:", "knowledge:", "notices:", "exchange:", "whistle:")
REPORTS = 24
WHO = ("unknown", "party", "head", "administrator")


@pytest.mark.django_db
def test_no_page_about_reports_asks_the_database_more_than_eight_times() -> None:
    with override_settings(**HALL_SETTINGS):
        hall = build_hall()
        number = _fill_lists()
        paths = paths_in(hall, ROOMS)
        paths += [f"/lacak/{hall.samples['complaints:judge:number']}/", f"/meja/perkara/{number}/"]
        paths += [f"/meja/perkara/{number}/laporan/{step}/" for step in ("jawab", "gabung", "pecah", "tutup")]
        rows = counted(hall, WHO, paths)
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
