"""Two at the same moment: one report, one answer, one step upwards."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from pendapa.complaints.actions import (
    answer_complaint,
    ask_back,
    escalate_if_overdue,
    judge_answer,
    save_draft,
    split_complaint,
    start_draft,
    submit_draft,
)
from pendapa.complaints.models import Complaint
from pendapa.complaints.tests.factories import (
    A_MONDAY,
    RESIDENT,
    WORDS,
    complain,
    make_body,
    make_unit,
    person_of,
    staff,
)
from pendapa.complaints.tests.test_work import answered, forwarded
from pendapa.journal.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(do: Callable[[], Any], times: int = 4) -> list[Any]:
    def in_thread(_n: int) -> Any:
        try:
            return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(in_thread, range(times)))


def test_the_same_report_sent_by_four_at_once_is_one() -> None:
    make_body()
    key = uuid4()
    receipts = at_once(lambda: complain(key=key))
    assert len({receipt.case.pk for receipt in receipts}) == 1
    assert Complaint.objects.count() == 1
    assert Entry.objects.filter(verb="complaint.received").count() == 1


def test_a_draft_sent_by_four_clicks_gives_its_receipt_to_each() -> None:
    make_body()
    draft_id = uuid4()
    actor = RESIDENT.holding(str(draft_id))
    start_draft(actor, draft_id=draft_id, at=A_MONDAY)
    save_draft(actor, draft_id, "siapa", {"text": WORDS, "who": "anonymous"}, at=A_MONDAY)
    receipts = at_once(lambda: submit_draft(actor, draft_id, at=A_MONDAY))
    assert len({(receipt.case.pk, receipt.secret) for receipt in receipts}) == 1


def test_a_report_judged_by_two_taps_is_closed_once() -> None:
    receipt = answered()
    case, person = receipt.case.pk, person_of(receipt)
    at_once(lambda: judge_answer(person, case, is_solved=True, rating=4, key=uuid4(), at=A_MONDAY))
    assert Entry.objects.filter(verb="complaint.closed").count() == 1


def test_a_step_sent_by_four_clicks_is_done_once_and_refused_to_none() -> None:
    receipt = forwarded()
    case, officer, key = receipt.case.pk, staff(make_unit()), uuid4()
    revision = Complaint.objects.get(pk=case).case.revision
    asked = at_once(lambda: ask_back(officer, case, "Di mana?", key=key, expected_revision=revision, at=A_MONDAY))
    assert len(asked) == 4
    key, revision = uuid4(), Complaint.objects.get(pk=case).case.revision
    answers = at_once(
        lambda: answer_complaint(
            officer, case, "Sudah.", is_public=True, key=key, expected_revision=revision, at=A_MONDAY
        )
    )
    assert len({answer.pk for answer in answers}) == 1
    key = uuid4()
    parts = at_once(lambda: split_complaint(officer, case, "Got juga mampet.", "complaint", None, key=key, at=A_MONDAY))
    assert len({part.pk for part in parts}) == 1
    told = Entry.objects.filter(subject_id=str(case)).values_list("verb", flat=True)
    assert [told.filter(verb=f"complaint.{verb}").count() for verb in ("asked_back", "answered", "split")] == [1, 1, 1]


def test_two_workers_bring_a_report_upwards_once() -> None:
    receipt = forwarded()
    late = A_MONDAY.replace(month=4)
    assert sorted(at_once(lambda: escalate_if_overdue(receipt.case.pk, at=late))) == [False, False, False, True]
