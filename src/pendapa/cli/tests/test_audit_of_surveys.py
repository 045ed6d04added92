"""`pendapa audit` recomputes the published results of surveys and names every difference."""

import json

import pytest

from pendapa.cli.tests.audited import DAYS, figures_of, leaf, leaves_of, site
from pendapa.ledger.tests.logs import MemoryLog
from pendapa.ledger.tests.static_server import serving


def a_survey(told_index="100.00"):
    """A batch of five who gave the best answers, and the publication of the result."""
    sums = {f"u{place}": 20 for place in range(1, 10)}
    about = f"survey:{7:032x}"
    return [
        leaf("survey.counted", about, DAYS[60], survey="7", unit="dinas-a", service="sku", respondents=5, **sums),
        leaf(
            "survey.result_published", about, DAYS[61], survey="7", unit="dinas-a", index=told_index, category="A",
            respondents=5, starts="2026-09-01", ends="2026-11-01", weight="1/9",
        ),
    ]  # fmt: skip


RESULT = {
    "unit": "dinas-a", "starts": "2026-09-01", "ends": "2026-11-01", "weight": "1/9", "respondents": 5, "index": 100.0,
}  # fmt: skip
ROWS = [{"survey": "7", "service": service, **RESULT} for service in ("", "sku")]


def test_the_result_of_a_survey_is_recomputed(audit):
    log = MemoryLog(leaves_of(20) + a_survey())
    with serving(site(log, figures_of(log) | {"surveys": ROWS})) as url:
        assert audit(url)[0] == 0


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([ROWS[0] | {"index": 99.0}, ROWS[1]], "survey 7: index is published as 99.0, the log says 100.0"),
        ([ROWS[0], ROWS[1] | {"respondents": True}], "survey 7, service sku: respondents is published as True"),
        ([ROWS[0] | {"starts": "2026-10-01"}, ROWS[1]], "survey 7: starts is published as 2026-10-01"),
        ([ROWS[0]], "survey 7, service sku: respondents is published as nothing, the log says 5"),
        ([*ROWS, {**ROWS[0], "survey": "8"}], "survey 8: respondents is published as 5, the log says nothing"),
        ([*ROWS, ROWS[0]], "survey 7: row is published as twice"),
        ([], "survey 7: respondents is published as nothing, the log says 5"),
    ],
)
def test_every_difference_of_a_survey_is_named(audit, rows, words):
    log = MemoryLog(leaves_of(20) + a_survey())
    with serving(site(log, figures_of(log) | {"surveys": rows})) as url:
        status, told = audit(url)
    assert status == 1
    assert words in told


def test_an_index_that_was_told_wrongly_when_it_was_published_is_named(audit):
    log = MemoryLog(leaves_of(20) + a_survey("98.00"))
    with serving(site(log, figures_of(log) | {"surveys": ROWS})) as url:
        status, told = audit(url)
        machine = json.loads(audit(url, "--json")[1])
    assert status == 1
    assert "survey 7: index at publication is published as 98.00, the log says 100.00" in told
    assert {"survey": "7", "service": ""}.items() <= machine["differences"][0].items()


@pytest.mark.parametrize("rows", [7, [7], [{"survey": 7, "service": ""}], {"a": 1}])
def test_surveys_that_cannot_be_read_are_told(audit, rows):
    log = MemoryLog(leaves_of(20))
    with serving(site(log, figures_of(log) | {"surveys": rows})) as url:
        assert audit(url)[0] == 3
