"""Two things at once to one application: one of them wins, none hangs, nothing is half done."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from pendapa.applications.actions import complete_task, start_correction, submit_draft, withdraw_application
from pendapa.applications.actions.work import Step
from pendapa.applications.models import Draft
from pendapa.applications.tests.factories import A_MONDAY, RESIDENT, make_service, make_staff, submit
from pendapa.cases.models import Case, Status
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of
from pendapa.workflow.models import OpenTask

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_thread(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Begin work on a connection of its own; the list will hold what it returned or raised."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(work())
        except Exception as error:  # noqa: BLE001 - the outcome is what the test looks at
            outcome.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, outcome


@pytest.fixture
def returned() -> tuple[Case, Actor]:
    """A case that waits for its applicant, and the applicant."""
    case = submit(make_service()).case
    officer = actor_of(make_staff(case.unit)[Role.OFFICER], A_MONDAY.date())
    step = Step("incomplete", reason="Foto buram.", fields=["photo_ktp"])
    complete_task(
        officer, case.pk, OpenTask.objects.get().task_uuid, step, expected_revision=case.revision, at=A_MONDAY
    )
    case.refresh_from_db()
    return case, RESIDENT.holding(str(case.pk))


def test_a_correction_sent_while_the_case_is_withdrawn_waits_and_is_told(returned: tuple[Case, Actor]) -> None:
    case, resident = returned
    draft = start_correction(resident, case, at=A_MONDAY)
    with transaction.atomic():
        Draft.objects.select_for_update().get(pk=draft.pk)
        withdrawing, withdrawn = in_a_thread(lambda: withdraw_application(resident, case.pk, at=A_MONDAY))
        withdrawing.join(0.5)
        # The one who holds the draft gets the case too: no lock is held the other way round.
        Case.objects.select_for_update(nowait=True).get(pk=case.pk)
    withdrawing.join(10)
    assert withdrawn == [None]
    with pytest.raises((Conflict, NotFound)):
        submit_draft(resident, draft.pk, at=A_MONDAY)
    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
    assert not Draft.objects.exists()


def test_a_correction_begun_while_the_case_is_withdrawn_leaves_no_draft(returned: tuple[Case, Actor]) -> None:
    case, resident = returned
    with transaction.atomic():
        withdraw_application(resident, case.pk, at=A_MONDAY)
        beginning, begun = in_a_thread(lambda: start_correction(resident, case, at=A_MONDAY))
        beginning.join(0.5)
    beginning.join(10)
    assert isinstance(begun[0], Conflict)
    assert not Draft.objects.exists()


def test_a_correction_clicked_twice_waits_for_the_first_and_gets_its_receipt(returned: tuple[Case, Actor]) -> None:
    case, resident = returned
    draft = start_correction(resident, case, at=A_MONDAY)
    with transaction.atomic():
        first = submit_draft(resident, draft.pk, at=A_MONDAY)
        sending, sent = in_a_thread(lambda: submit_draft(resident, draft.pk, at=A_MONDAY))
        sending.join(0.5)
        assert sending.is_alive()
    sending.join(10)
    assert [(receipt.case.pk, receipt.secret) for receipt in sent] == [(case.pk, first.secret)]
