"""Real matters, taken through the house and told in the public log: nothing in it leads to a person."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pendapa.applications.tests.factories import NIK, make_answers, make_service, submit
from pendapa.complaints.actions import correct_complaint, verify_complaint
from pendapa.complaints.models import Kind
from pendapa.complaints.tests.factories import SECRET_WORDS, complain, make_body, make_topic, staff
from pendapa.complaints.tests.test_secrecy import HARMLESS, handle
from pendapa.evaluation.figures import Tally
from pendapa.journal.models import Entry
from pendapa.ledger.models import Checkpoint, Leaf
from pendapa.ledger.queries import leaves_from, log_size
from pendapa.ledger.sequencing import prepare_log, run_sequencer, sequencer

pytestmark = pytest.mark.django_db(transaction=True)
SEALED = [{"is_secret": True}, {"is_anonymous": True}, {"kind": "supervision"}]


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.PENDAPA_HOME = tmp_path


def told(days: int = 1) -> list[dict[str, Any]]:
    """What the log tells so many days from now."""
    run_sequencer()
    run_sequencer(timezone.now() + timedelta(days=days, minutes=11))
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


@pytest.mark.parametrize("given", SEALED)
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


@pytest.mark.parametrize("given", SEALED)
def test_whoever_watches_the_log_does_not_learn_when_a_sealed_report_arrives(given: dict[str, Any]) -> None:
    prepare_log()
    before = list(Checkpoint.objects.values_list("note", flat=True))
    handle(**given)
    about_cases = Entry.objects.filter(subject_type="case", verb__in=sequencer().verbs)
    others = Entry.objects.filter(verb__in=sequencer().verbs).exclude(subject_type="case")
    assert run_sequencer() == others.count()
    assert not Leaf.objects.filter(entry__in=about_cases.values("pk")).exists()
    assert Checkpoint.objects.count() == len(before) + (1 if others.exists() else 0)
    size = log_size()
    assert run_sequencer(timezone.now() + timedelta(days=1, minutes=11)) == about_cases.count() > 5
    assert Leaf.objects.count() == log_size() == size + about_cases.count()


def test_a_report_unsealed_and_sealed_again_is_counted_as_its_entries_in_their_order_are() -> None:
    receipt = complain(kind=Kind.SUPERVISION)
    ordinary, topic, officer = complain(), make_topic(), staff(make_body())
    run_sequencer()
    verify_complaint(officer, receipt.case.pk, Kind.COMPLAINT, topic, at=timezone.now())
    verify_complaint(officer, ordinary.case.pk, Kind.COMPLAINT, topic, at=timezone.now())
    run_sequencer()
    correct_complaint(officer, receipt.case.pk, Kind.SUPERVISION, None, at=timezone.now())
    correct_complaint(officer, ordinary.case.pk, Kind.SUPERVISION, None, at=timezone.now())
    leaves = told()
    in_order = Leaf.objects.order_by("entry").values_list("data", flat=True)
    assert counted(leaves) == counted([json.loads(bytes(data)) for data in in_order])
    assert counted(leaves)
    for receipt_of in (receipt, ordinary):
        entries = Entry.objects.filter(subject_id=str(receipt_of.case.pk), verb__in=sequencer().verbs)
        found = Leaf.objects.filter(entry__in=entries.values("pk")).order_by("index").values_list("entry", flat=True)
        assert list(found) == sorted(entries.values_list("pk", flat=True))


def counted(leaves: list[dict[str, Any]]) -> Any:
    tally = Tally()
    for index, leaf in enumerate(leaves):
        tally.take(index, leaf)
    return tally.figures(timezone.localdate() + timedelta(days=400))


def test_its_person_is_told_that_it_stands_there_from_tomorrow(client: Client) -> None:
    receipt = complain(is_secret=True)
    client.get(f"/lacak/{receipt.case.number}/{receipt.secret}/")
    page = f"/lacak/{receipt.case.number}/"
    assert "Mulai besok urusan Anda juga tercatat" in client.get(page).content.decode()
    answer = client.get(f"{page}bukti.json")
    assert answer.status_code == 404
    assert "mulai besok" in answer.content.decode()
    told()
    assert "sebagai catatan" in client.get(page).content.decode()
    assert client.get(f"{page}bukti.json").status_code == 200


def test_an_ordinary_report_is_told_with_its_unit_and_without_its_words() -> None:
    receipt = handle()
    leaves = told()
    forwarded = next(leaf for leaf in leaves if leaf["verb"] == "complaint.forwarded")
    assert forwarded["fields"]["unit"] == "dinas-pu"
    written = json.dumps(leaves, ensure_ascii=False)
    for word in {*personal_words(receipt.case), SECRET_WORDS, "Kami periksa."}:
        assert word not in written, word
