"""No page of measures, surveys, alarms and oversight asks the database more than eight times, also with full lists."""

from datetime import timedelta

import pytest
from django.test.utils import override_settings

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import close_survey
from pendapa.evaluation.measures.tests.factories import month_of_work, ratings, take
from pendapa.evaluation.models import EvaluationTask, Instrument
from pendapa.evaluation.tests.factories import AT, count, make_answer, open_a_survey
from pendapa.evaluation.watching.models import Alarm
from pendapa.journal.actors import Actor
from pendapa.oversight.actions import (
    FindingIn,
    ReportIn,
    add_milestone,
    answer_finding,
    issue_finding,
    plan_action,
    propose_finding,
    receive_report,
)
from pendapa.oversight.tests.factories import A_MONDAY, LATER, WORDS
from pendapa.people.models import Account, Organization
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of
from tests.authorisation import Hall
from tests.hall import HALL_SETTINGS, build_hall
from tests.inspection.counting import CEILING, counted, paths_in

ROOMS = ("evaluation:", "watching:", "oversight:")
OF_EVERYBODY = ("measures:", "ledger:log")
"""Remembered for a while for whoever is not signed in."""
WHO = ("unknown", "officer", "head", "internal_auditor", "overseer", "administrator")
MANY = 12


@pytest.mark.django_db
def test_no_page_of_evaluation_asks_the_database_more_than_eight_times() -> None:
    with override_settings(**HALL_SETTINGS):
        hall = build_hall()
        opened = _fill_lists()
        rows = counted(hall, WHO, [*_pages(hall, ROOMS), *opened])
        rows += counted(hall, ["unknown", "officer"], [*_pages(hall, OF_EVERYBODY), "/kinerja/?bulan=semua"])
    assert [row for row in rows if row[2] > CEILING] == []
    assert len({path for _who, path, _count in rows}) > 50, "most pages were not seen"


def _pages(hall: Hall, rooms: tuple[str, ...]) -> list[str]:
    """Without what is downloaded."""
    return [path for path in paths_in(hall, rooms) if not path.endswith((".json", ".csv", ".pdf", ".ods"))]


def _fill_lists() -> list[str]:
    """Many of each, of the visitors' unit; the addresses of those that hold many themselves."""
    office, service = Organization.objects.get(code="dpmptsp"), PublicService.objects.get(slug="domisili")
    head, auditor, overseer = (_actor(role) for role in (Role.HEAD, Role.INTERNAL_AUDITOR, Role.OVERSEER))
    for place in range(MANY):
        survey = open_a_survey(head, service, title=f"Survei {place}")
        Alarm.objects.create(
            measure="index", unit=office.code, service=service.slug, organization=office,
            since=A_MONDAY.date() - timedelta(days=30 * place + 400), until=A_MONDAY.date(), value=70.0, expected=85.0,
            raised_at=LATER,
        )  # fmt: skip
        receive_report(overseer, ReportIn(office, f"Antrean {place}", "Tiga jam."), at=A_MONDAY)
        forum = Instrument.objects.get(key="forum")
        EvaluationTask.objects.create(instrument=forum, unit=office, due_on=AT.date() + timedelta(days=place + 1))
        number = _finding(auditor, head, office, place)
    count(service, *[make_answer(place % 4 + 1, "Ramah.") for place in range(MANY)], survey=survey)
    close_survey(head, survey.pk, at=AT)
    months = [f"2026-{month:02}" for month in range(1, 11)]
    take([one for place, month in enumerate(months) for one in _month(month, place)])
    finding = f"/meja/temuan/{number}/"
    return [
        finding, f"{finding}tindak/1/", f"{finding}jawab/", f"/kinerja/temuan/{number}/", f"/meja/survei/{survey.pk}/",
        "/meja/pengawasan/?tampil=usulan", "/meja/survei/pendapat/",
    ]  # fmt: skip


def _finding(auditor: Actor, head: Actor, office: Organization, place: int) -> str:
    finding = propose_finding(auditor, FindingIn(title=f"Temuan {place}", unit=office, **WORDS), at=A_MONDAY)
    propose_finding(auditor, FindingIn(title=f"Rancangan {place}", unit=office, **WORDS), at=A_MONDAY)
    issue_finding(auditor, finding.pk, is_public=True, at=A_MONDAY)
    answer_finding(head, finding.pk, "Benar.", agrees=True, at=LATER)
    due_on = LATER.date() + timedelta(days=20)
    for _action in range(3):
        action = plan_action(head, finding.pk, "Dua verifikator.", owner=None, due_on=due_on, at=LATER)
        for step in range(3):
            add_milestone(head, action.pk, f"Langkah {step}", due_on=due_on, at=LATER)
    return finding.number


def _month(month: str, place: int) -> list[dict[str, object]]:
    first = 1000 * (place + 1)
    units = ("dpmptsp", "dinsos", "inspektorat")
    return [
        one
        for number, unit in enumerate(units)
        for one in (
            *month_of_work(month, kept=6, missed=2, unit=unit, service="domisili", first=first + 100 * number),
            ratings(month, 3, unit=unit, service="domisili"),
        )
    ]


def _actor(role: Role) -> Actor:
    account = Account.objects.filter(memberships__role=role, memberships__organization__path__startswith="tirtamaya")
    return actor_of(account.earliest("created_at"))
