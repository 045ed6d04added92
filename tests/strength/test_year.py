"""The quick version of `python -m tests.strength year`: what the site publishes is what anyone counts."""

import json
from datetime import date, datetime

import pytest
from django.db import connection

from pendapa.config.subscribers import SUBSCRIBERS
from pendapa.evaluation.figures import Figures, Key, Tally
from pendapa.evaluation.measures.downloads import document
from pendapa.evaluation.measures.models import MonthlyCount
from pendapa.evaluation.measures.taking import MEASURE_KEEPER
from pendapa.journal.actions import Subject
from pendapa.kernel.calendar import local_date
from pendapa.ledger.following import run_follower
from pendapa.ledger.queries import leaves_from, log_size
from pendapa.ledger.sequencing import run_sequencer
from tests.strength.year import PLANS, year_of
from tests.strength.year_journal import write_year

CASES = 400
LAST_DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def happenings() -> list[tuple[datetime, Subject, object]]:
    return list(year_of(CASES, LAST_DAY))


def test_a_made_year_is_in_order_and_told_again_by_its_seed(
    happenings: list[tuple[datetime, Subject, object]],
) -> None:
    moments = [at for at, _subject, _happened in happenings]
    assert moments == sorted(moments)
    assert local_date(moments[-1]) <= LAST_DAY
    assert happenings == list(year_of(CASES, LAST_DAY))
    assert happenings != list(year_of(CASES, LAST_DAY, seed=2))


@pytest.fixture
def _counted(
    transactional_db: None, settings: object, tmp_path: object, happenings: list[tuple[datetime, Subject, object]]
) -> None:
    settings.PENDAPA_HOME = tmp_path  # type: ignore[attr-defined]
    connection.ensure_connection()
    written = write_year(connection.connection, happenings, [one.name for one in SUBSCRIBERS])
    assert run_sequencer() > written * 0.9
    assert run_follower(MEASURE_KEEPER) == log_size()


def recounted(as_of: date) -> dict[Key, Figures]:
    tally = Tally()
    for index, leaf in leaves_from(0, 1_000_000):
        tally.take(index, json.loads(leaf))
    return tally.figures(as_of)


@pytest.mark.usefixtures("_counted")
def test_the_published_figures_of_a_year_are_those_of_the_log() -> None:
    told = document()
    assert told["log"]["size"] == log_size()
    published = {Key(row.pop("unit"), row.pop("service"), row.pop("month")): Figures(**row) for row in told["figures"]}
    counted = recounted(date.fromisoformat(told["as_of"]))
    assert published == counted
    assert counted[Key()].accepted > CASES * 0.9
    good, bad = counted[Key("", "domisili")], counted[Key("", "program-indonesia-pintar")]
    assert good.on_time * bad.decided > bad.on_time * good.decided
    assert {key.service for key in counted} == {"", *(plan.slug for plan in PLANS)}


@pytest.mark.usefixtures("_counted")
def test_a_count_changed_by_hand_is_no_longer_that_of_the_log() -> None:
    MonthlyCount.objects.filter(unit="", service="sku", month="").update(late=0)
    told = document()
    published = next(row for row in told["figures"] if (row["unit"], row["service"], row["month"]) == ("", "sku", ""))
    counted = recounted(date.fromisoformat(told["as_of"]))[Key("", "sku", "")]
    assert (published["late"], counted.late) == (0, counted.late)
    assert counted.late > 0
