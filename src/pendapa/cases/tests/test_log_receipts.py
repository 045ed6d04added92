"""A person takes the proof along that their matter stands in the public log."""

import json

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from pendapa.cases.actions import decide_case, lock_case
from pendapa.cases.tests.factories import make_account, make_actor, make_case
from pendapa.journal.actions import erase_content
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry
from pendapa.ledger.notes import Verifier
from pendapa.ledger.queries import log_vkey
from pendapa.ledger.receipts import check_receipt
from pendapa.ledger.sequencing import run_sequencer
from pendapa.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    opened = make_case(applicant=make_account())
    with transaction.atomic():
        decide_case(
            make_actor(Role.HEAD), lock_case(opened.pk), "refused", "Alamat di luar wilayah.", "", at=timezone.now()
        )
    return opened


@pytest.fixture
def visitor(case, client: Client) -> Client:
    client.force_login(case.applicant)
    return client


def test_the_proof_holds_and_opens_what_was_sealed(case, visitor: Client) -> None:
    run_sequencer()
    answer = visitor.get(f"/lacak/{case.number}/bukti.json")
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]
    checked = check_receipt(answer.content, Verifier.of(log_vkey()))
    assert [entry.verb for entry in checked.entries] == ["clock.started", "clock.stopped", "case.decided"]
    decided = checked.entries[-1]
    assert decided.payload["reason"] == "Alamat di luar wilayah."
    assert "reason" not in decided.fields
    assert len({entry.leaf["about"] for entry in checked.entries}) == 1


def test_what_was_erased_is_proved_and_no_longer_opened(case, visitor: Client) -> None:
    run_sequencer()
    erase_content(SYSTEM, Entry.objects.get(verb="case.decided"), "asked for")
    receipt = check_receipt(visitor.get(f"/lacak/{case.number}/bukti.json").content, Verifier.of(log_vkey()))
    assert [entry.payload is None for entry in receipt.entries] == [False, False, True]


def test_the_page_says_where_the_matter_stands(case, visitor: Client) -> None:
    page = visitor.get(f"/lacak/{case.number}/").content.decode()
    assert "Beberapa detik lagi urusan Anda tercatat" in page
    assert "bukti.json" not in page
    answer = visitor.get(f"/lacak/{case.number}/bukti.json")
    assert answer.status_code == 404
    assert "beberapa detik lagi" in answer.content.decode()
    run_sequencer()
    page = visitor.get(f"/lacak/{case.number}/").content.decode()
    assert "sebagai catatan 0" in page
    assert f"/lacak/{case.number}/bukti.json" in page


def test_a_stranger_is_asked_for_the_secret(case, client: Client) -> None:
    run_sequencer()
    answer = client.get(f"/lacak/{case.number}/bukti.json")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/lacak/?nomor=")
    assert client.get("/lacak/nonsense/bukti.json").status_code == 302


def test_the_proof_costs_few_queries(case, visitor: Client, django_assert_max_num_queries) -> None:
    run_sequencer()
    with django_assert_max_num_queries(8):
        content = visitor.get(f"/lacak/{case.number}/bukti.json").content
    assert set(json.loads(content)) == {"type", "entries", "checkpoint"}
