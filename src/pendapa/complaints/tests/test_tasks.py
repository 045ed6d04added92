"""What happens by itself: lateness climbs, silence closes, old drafts end; run twice, nothing happens twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from pendapa.cases.models import Status
from pendapa.complaints.actions import start_draft
from pendapa.complaints.models import Complaint, Draft
from pendapa.complaints.tasks import close_silent, escalate_overdue, sweep_old_drafts
from pendapa.complaints.tests.factories import RESIDENT, make_body
from pendapa.complaints.tests.test_work import answered, forwarded

pytestmark = pytest.mark.django_db


def test_what_is_overdue_climbs_once_a_step() -> None:
    receipt = forwarded()
    assert [escalate_overdue(), escalate_overdue()] == [1, 0]
    assert Complaint.objects.get(pk=receipt.case.pk).escalation_level == 1


def test_what_nobody_responds_to_is_closed_once() -> None:
    receipt = answered()
    assert [close_silent(), close_silent()] == [1, 0]
    assert Complaint.objects.get(pk=receipt.case.pk).case.status == Status.ANSWERED


def test_one_report_that_fails_keeps_no_other_from_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    answered()
    answered()
    monkeypatch.setattr("pendapa.complaints.actions.closing._record_closed", _fail_once([]))
    assert close_silent() == 1
    assert Complaint.objects.filter(case__status=Status.ANSWERED).count() == 1


def test_drafts_that_nobody_touches_end_after_thirty_days() -> None:
    make_body()
    now = timezone.now()
    start_draft(RESIDENT, draft_id=uuid4(), at=now - timedelta(days=31))
    kept = start_draft(RESIDENT, draft_id=uuid4(), at=now - timedelta(days=29))
    assert sweep_old_drafts() == 1
    assert list(Draft.objects.all()) == [kept]


def _fail_once(failed: list[bool]) -> object:
    def record(*_given: object, **_named: object) -> None:
        if not failed:
            failed.append(True)
            raise RuntimeError("once")

    return record
