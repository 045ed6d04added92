"""What this installation publishes, audited as an outsider would: over the network, from the journal to the figures."""

import contextlib
import io
import json
import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from pendapa.applications.tests.factories import make_service
from pendapa.applications.verbs import ApplicationSubmitted
from pendapa.cases.verbs import CaseDecided, ClockStarted, ClockStopped
from pendapa.cli.main import main
from pendapa.evaluation.measures.taking import MEASURE_KEEPER
from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.evaluation.tests.factories import open_a_survey, publish_a_result
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.ledger.fetching import Fetcher
from pendapa.ledger.following import run_follower
from pendapa.ledger.sequencing import run_sequencer
from pendapa.ledger.tests.definition import check_every_tile, entries_of, opened_checkpoint, tree_hash
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)
CASES = 150


@pytest.fixture
def address(settings: Any, tmp_path: Path, live_server: Any) -> str:
    settings.PENDAPA_HOME = tmp_path
    settings.PENDAPA_LOG_NAME = "tirtamaya.test/log"
    with transaction.atomic():
        for number in range(CASES):
            _live_through(number)
    _follow()
    return str(live_server.url)


def _follow() -> None:
    while run_sequencer():
        pass
    while run_follower(MEASURE_KEEPER):
        pass


def _live_through(number: int) -> None:
    begun = FIRST + timedelta(days=number % 20)
    ended = begun + timedelta(days=30 if number % 5 == 0 else 2)
    due = begun.date() + timedelta(days=7)
    unit = "dinas-a" if number % 2 else "dinas-b"
    happened = [
        (begun, ApplicationSubmitted(service="sku", standard_version=1, unit=unit, due=due)),
        (begun, ClockStarted(clock="standard", working_days=5, due=due, source="", until=due)),
        (ended, ClockStopped(clock="standard", due=due, is_kept=ended.date() <= due)),
        (ended, _decision(unit, ended.date())),
    ]
    for at, what in happened:
        record(SYSTEM, what, Subject("case", str(number)), at=at)


def _decision(unit: str, day: date) -> CaseDecided:
    return CaseDecided(
        outcome="granted", unit=unit, decided_on=day, reason=secrets.token_hex(8), legal_basis="", outcome_label="",
        outcome_label_en="",
    )  # fmt: skip


@pytest.fixture
def audit(address: str, tmp_path: Path) -> Any:
    def run() -> tuple[int, str]:
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            status = main(["audit", address, "--state", str(tmp_path / "visits")])
        print(f"\n[{status}] {told.getvalue()}")
        return status, told.getvalue()

    return run


def by_hand(statement: str, *values: Any) -> None:
    """As somebody with the database's own password would do it: past the triggers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER ALL")
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
        cursor.execute("ALTER TABLE ledger_leaf ENABLE TRIGGER ALL")


def test_what_we_publish_is_found_right_by_our_own_outsider(audit: Any) -> None:
    status, told = audit()
    assert status == 0
    assert f"all {4 * CASES} entries and every tile verified" in told
    assert "all are as published" in told


def test_what_we_publish_is_read_by_code_that_shares_nothing_with_ours(address: str) -> None:
    fetcher = Fetcher(f"{address}/log")

    def fetch(path: str) -> bytes:
        return fetcher.get(f"/{path}", 20_000_000)

    origin, size, root = opened_checkpoint(fetch("checkpoint"), fetch("key").decode().strip())
    entries = entries_of(fetch, size)
    assert (origin, size) == ("tirtamaya.test/log", 4 * CASES)
    assert tree_hash(entries) == root
    assert check_every_tile(fetch, entries) == 4


def test_a_leaf_changed_by_hand_in_the_database_is_named(audit: Any) -> None:
    assert audit()[0] == 0
    by_hand(
        "UPDATE ledger_leaf SET data = convert_to(replace(convert_from(data, 'UTF8'), 'granted', 'refused'), 'UTF8') "
        "WHERE index = (SELECT max(index) FROM ledger_leaf)"
    )
    status, told = audit()
    assert status == 2
    assert f"entry {4 * CASES - 1} is not the one that the tree was made of: it was changed" in told


def test_a_figure_changed_by_hand_in_the_database_is_named(audit: Any) -> None:
    by_hand(
        "UPDATE measures_monthlycount SET on_time = on_time + 1 WHERE unit = 'dinas-a' AND service = 'sku' "
        "AND month = '2026-10'"
    )
    status, told = audit()
    assert status == 1
    assert "unit dinas-a, service sku, month 2026-10: on_time is published as 61, the log says 60" in told


@pytest.fixture
def survey(address: str) -> SatisfactionSurvey:
    """One whose result is published."""
    service = make_service().service
    head = actor_of(make_member(service.owner, Role.HEAD))
    survey = publish_a_result(head, open_a_survey(head, service), service)
    _follow()
    return survey


def test_the_result_of_a_survey_is_found_right(address: str, audit: Any, survey: SatisfactionSurvey) -> None:
    status, words = audit()
    assert status == 0, words
    whole, of_service = json.loads(Fetcher(address).get("/kinerja/angka.json", 1_000_000))["surveys"]
    assert whole == {
        "survey": str(survey.pk), "service": "", "unit": survey.unit.code, "starts": "2026-10-01",
        "ends": "2026-12-31", "weight": "1/9", "respondents": 10, "index": 94.44,
    }  # fmt: skip
    assert of_service == whole | {"service": survey.services.get().slug}


def test_the_result_of_a_survey_changed_by_hand_is_named(audit: Any, survey: SatisfactionSurvey) -> None:
    assert survey.result
    survey.result["counted"]["sums"][2] = 40
    survey.save()
    status, words = audit()
    assert status == 1
    assert f"survey {survey.pk}: index is published as 100.0, the log says 94.44" in words


def test_a_result_whose_publication_is_not_in_the_log_yet_is_no_difference(
    address: str, audit: Any, survey: SatisfactionSurvey
) -> None:
    service = survey.services.get()
    head = actor_of(make_member(service.owner, Role.HEAD))
    publish_a_result(head, open_a_survey(head, service), service)
    status, told = audit()
    assert status == 0, told
