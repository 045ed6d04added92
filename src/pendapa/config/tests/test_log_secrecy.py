"""Real matters, taken through the house and told in the public log: nothing in it leads to a person."""

import json
from pathlib import Path
from typing import Any

import pytest

from pendapa.applications.tests.factories import NIK, make_answers, make_service, submit
from pendapa.complaints.tests.factories import SECRET_WORDS
from pendapa.complaints.tests.test_secrecy import HARMLESS, handle
from pendapa.journal.models import Entry
from pendapa.ledger.queries import leaves_from
from pendapa.ledger.sequencing import run_sequencer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.PENDAPA_HOME = tmp_path


def told() -> list[dict[str, Any]]:
    run_sequencer()
    return [json.loads(data) for _index, data in leaves_from(0, 10_000)]


def personal_words(case: Any) -> set[str]:
    """What must stand nowhere in the log: who, by which number, under which identifier."""
    entries = Entry.objects.filter(subject_id=str(case.pk))
    actors = {value for one in entries for value in (one.actor_id, one.actor_name) if len(value) > 3}
    found = {case.number, str(case.pk), case.pk.hex, case.applicant_name, case.contact_email, *actors}
    return found - {"", "pendapa", "Pendapa"}


def test_an_application_is_told_by_service_unit_and_day_and_by_nothing_of_its_person() -> None:
    receipt = submit(make_service())
    leaves = told()
    written = json.dumps(leaves, ensure_ascii=False)
    submitted = next(leaf for leaf in leaves if leaf["verb"] == "application.submitted")
    assert submitted["fields"].keys() == {"service", "standard_version", "unit", "due"}
    assert len({leaf["about"] for leaf in leaves if leaf["verb"].startswith(("application.", "clock."))}) == 1
    answers = {value for value in make_answers().values() if isinstance(value, str) and len(value) > 3}
    for word in personal_words(receipt.case) | answers - {"female"} | {NIK}:
        assert word not in written, word


@pytest.mark.parametrize("given", [{"is_secret": True}, {"is_anonymous": True}, {"kind": "supervision"}])
def test_of_a_sealed_report_the_log_says_only_that_something_happened(given: dict[str, Any]) -> None:
    receipt = handle(**given)
    leaves = [leaf for leaf in told() if leaf["about"].startswith("case:")]
    assert len(leaves) > 5
    for leaf in leaves:
        assert set(leaf["fields"].values()) <= HARMLESS, leaf
    written = json.dumps(leaves, ensure_ascii=False)
    for word in {*personal_words(receipt.case), SECRET_WORDS}:
        assert word not in written, word
    assert not {"complaint.rated", "case.opened", "message.sent"} & {leaf["verb"] for leaf in leaves}


def test_an_ordinary_report_is_told_with_its_unit_and_without_its_words() -> None:
    receipt = handle()
    leaves = told()
    forwarded = next(leaf for leaf in leaves if leaf["verb"] == "complaint.forwarded")
    assert forwarded["fields"]["unit"] == "dinas-pu"
    written = json.dumps(leaves, ensure_ascii=False)
    for word in {*personal_words(receipt.case), SECRET_WORDS, "Kami periksa."}:
        assert word not in written, word
