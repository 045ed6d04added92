from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import translation

from pendapa.journal.actions import Subject
from pendapa.kernel.problems import Conflict, Invalid
from pendapa.workflow.actions import HandlerMissing, complete_task, register_process, start_process, withdraw_process
from pendapa.workflow.engine import ConditionFailed
from pendapa.workflow.models import OpenTask, ProcessInstance, ProcessVersion
from pendapa.workflow.queries import (
    instance_of,
    latest_version,
    open_task,
    open_tasks,
    open_tasks_for_roles,
    steps_of,
)
from pendapa.workflow.tests.samples import PARALLEL, PERMIT, changed

AT = datetime(2025, 6, 2, 3, 0, tzinfo=UTC)
numbers = count(1)


class Desk:
    """Starts a process and takes steps in it, remembering what the services were asked."""

    def __init__(self, xml: str = PERMIT, data: dict[str, Any] | None = None) -> None:
        self.asked: list[dict[str, Any]] = []
        self.services = {"issue_document": self.issue}
        self.version = register_process(xml.encode())
        self.subject = Subject("case", str(next(numbers)))
        self.instance = start_process(self.version, self.subject, data or {}, self.services, at=AT)

    def issue(self, data: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(data)
        return {"number": "1/2025"}

    @property
    def waiting(self) -> list[str]:
        return [task.key for task in open_tasks(self.instance)]

    def take(self, key: str, outcome: str, **data: Any) -> None:
        task = next(task for task in open_tasks(self.instance) if task.key == key)
        self.instance = complete_task(self.instance, task.task_uuid, outcome, data, self.services, at=AT)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.django_db
class TestAPermit:
    def test_begins_with_the_officer_who_has_two_working_days(self):
        desk = Desk()
        (task,) = open_tasks(desk.instance)
        assert (task.key, task.role, task.lane, task.since) == ("check", "officer", "Petugas", AT)
        assert task.due == date(2025, 6, 4)
        assert task.local_name == "Check the application"
        assert [outcome.key for outcome in task.outcomes] == ["complete", "incomplete", "refuse"]

    def test_is_issued_after_check_and_signature(self):
        desk = Desk()
        desk.take("check", "complete")
        assert desk.waiting == ["sign"]
        desk.take("sign", "sign", signature="confirmed")
        assert desk.waiting == []
        assert (desk.instance.is_finished, desk.instance.finished_at, desk.instance.ending) == (True, AT, "granted")
        assert len(desk.asked) == 1

    def test_may_go_to_the_applicant_and_back_as_often_as_needed(self):
        desk = Desk()
        sizes = []
        for _round in range(4):
            desk.take("check", "incomplete", reason="KTP tidak terbaca")
            assert desk.waiting == ["correct"]
            desk.take("correct", "submit")
            assert desk.waiting == ["check"]
            sizes.append(len(desk.instance.state["tasks"]))
        assert sizes[-1] == sizes[0], "the state does not grow with each round"
        desk.take("check", "refuse", reason="Bukan wilayah kami", legal_basis="Perbup 1/2020")
        assert desk.instance.ending == "refused"
        assert desk.asked == []

    def test_keeps_reasons_and_signatures_out_of_its_state(self):
        desk = Desk()
        desk.take("check", "complete", reason="rahasia")
        assert "rahasia" not in str(desk.instance.state)
        desk.take("sign", "sign", signature="rahasia")
        assert desk.asked[0]["signature"] == "rahasia", "the service sees it in the same step"
        desk.instance.refresh_from_db()
        assert "rahasia" not in str(desk.instance.state)

    def test_keeps_small_data_under_the_key_of_the_task(self):
        desk = Desk()
        desk.take("check", "complete", visited=True)
        desk.take("sign", "sign", signature="x")
        assert desk.asked[0]["check"] == {"visited": True, "outcome": "complete"}
        assert desk.instance.state["data"]["number"] == "1/2025"

    def test_refuses_an_unknown_outcome(self):
        desk = Desk()
        with pytest.raises(Invalid):
            desk.take("check", "explode")
        assert desk.waiting == ["check"]

    @pytest.mark.parametrize("given", [{}, {"reason": "  "}, {"reason": "x", "legal_basis": ""}])
    def test_names_what_a_refusal_still_lacks(self, given):
        desk = Desk()
        with pytest.raises(Invalid) as caught:
            desk.take("check", "refuse", **given)
        assert "legal_basis" in [error.field for error in caught.value.errors]

    def test_tells_the_second_of_two_people_that_the_step_is_done(self):
        desk = Desk()
        (task,) = open_tasks(desk.instance)
        seen = desk.instance
        complete_task(seen, task.task_uuid, "complete", {}, desk.services, at=AT)
        with pytest.raises(Conflict, match="already been done"):
            complete_task(seen, task.task_uuid, "incomplete", {"reason": "x"}, desk.services, at=AT)
        assert desk.waiting == ["sign"]

    def test_tells_who_decides_on_an_old_view_that_something_changed(self):
        desk = Desk()
        old = desk.instance.revision
        desk.take("check", "incomplete", reason="x")
        desk.take("correct", "submit")
        (task,) = open_tasks(desk.instance)
        with pytest.raises(Conflict, match="in the meantime"):
            complete_task(desk.instance, task.task_uuid, "complete", {}, desk.services, at=AT, expected_revision=old)
        assert desk.waiting == ["check"]

    def test_can_be_withdrawn_once(self):
        desk = Desk()
        (task,) = open_tasks(desk.instance)
        desk.instance = withdraw_process(desk.instance, at=AT)
        assert (desk.instance.ending, desk.waiting) == ("withdrawn", [])
        with pytest.raises(Conflict):
            withdraw_process(desk.instance, at=AT)
        with pytest.raises(Conflict):
            complete_task(desk.instance, task.task_uuid, "complete", {}, desk.services, at=AT)

    def test_does_not_begin_without_a_handler_for_each_service(self):
        version = register_process(PERMIT.encode())
        with pytest.raises(HandlerMissing, match="issue_document"):
            start_process(version, Subject("case", "x"), {}, {}, at=AT)
        assert not ProcessInstance.objects.filter(subject_id="x").exists()


@pytest.mark.django_db
class TestASecondVersion:
    def test_is_not_made_for_the_same_file(self):
        assert register_process(PERMIT.encode()) == register_process(PERMIT.encode())

    def test_leaves_running_matters_on_the_version_they_began_with(self):
        old = Desk()
        new = Desk(changed(PERMIT, 'key="complete" label="Berkas lengkap"', 'key="complete" label="Lengkap"'))
        assert old.version != new.version
        assert latest_version("permit") == new.version
        assert open_tasks(old.instance)[0].outcomes[0].label == "Berkas lengkap"
        assert open_tasks(new.instance)[0].outcomes[0].label == "Lengkap"
        old.take("check", "complete")
        old.take("sign", "sign", signature="x")
        assert old.instance.version_id == old.version.pk

    def test_can_never_be_changed(self):
        version = register_process(PERMIT.encode())
        with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
            ProcessVersion.objects.filter(pk=version.pk).update(name="x")

    def test_tells_its_steps_along_the_way(self):
        version = register_process(PERMIT.encode())
        assert [step.key for step in steps_of(version)] == ["check", "sign", "correct"]


@pytest.mark.django_db
class TestParallelBranches:
    def test_go_on_when_both_have_arrived_and_can_be_repeated(self):
        desk = Desk(PARALLEL)
        for _round in range(3):
            assert sorted(desk.waiting) == ["measure", "visit"]
            desk.take("visit", "done", seen="yes")
            assert desk.waiting == ["measure"]
            desk.take("measure", "done", metres=3)
            assert desk.waiting == ["decide"]
            desk.take("decide", "again")
        desk.take("measure", "done")
        desk.take("visit", "done")
        desk.take("decide", "agree")
        assert desk.instance.ending == "end"
        assert {"measure", "visit", "decide"} <= desk.instance.state["data"].keys()

    def test_two_people_may_work_at_the_same_time_in_different_branches(self):
        desk = Desk(PARALLEL)
        seen = desk.instance
        for task in open_tasks(seen):
            complete_task(seen, task.task_uuid, "done", {}, {}, at=AT)
        assert desk.waiting == ["decide"]


@pytest.mark.django_db
def test_a_condition_over_unfit_data_stops_the_step_and_keeps_the_old_state():
    xml = changed(PARALLEL, 'outcome = "again"', "metres &gt; 5")
    desk = Desk(xml, {"metres": "many"})
    desk.take("measure", "done")
    desk.take("visit", "done")
    before = desk.instance.state
    with pytest.raises(ConditionFailed):
        desk.take("decide", "agree")
    desk.instance.refresh_from_db()
    assert desk.instance.state == before
    assert desk.waiting == ["decide"]


@pytest.mark.django_db
def test_a_service_that_fails_takes_the_whole_step_back():
    desk = Desk()
    desk.take("check", "complete")
    before = ProcessInstance.objects.get(pk=desk.instance.pk)
    desk.services = {"issue_document": lambda data: 1 / 0}
    with pytest.raises(ZeroDivisionError):
        desk.take("sign", "sign", signature="x")
    after = ProcessInstance.objects.get(pk=desk.instance.pk)
    assert (after.state, after.revision, after.finished_at) == (before.state, before.revision, None)
    assert desk.waiting == ["sign"]


@pytest.mark.django_db
def test_a_crash_after_the_step_but_before_the_commit_leaves_the_old_state():
    desk = Desk()
    before = ProcessInstance.objects.get(pk=desk.instance.pk)
    with transaction.atomic():
        desk.take("check", "complete")
        transaction.set_rollback(True)  # as the database does when the program dies here
    after = ProcessInstance.objects.get(pk=desk.instance.pk)
    assert (after.state, after.revision) == (before.state, before.revision)
    assert desk.waiting == ["check"]


@pytest.mark.django_db
def test_queues_are_asked_by_role_in_few_queries(django_assert_num_queries):
    first, second = Desk(), Desk()
    second.take("check", "complete")
    with django_assert_num_queries(1):
        found = list(open_tasks_for_roles(["head"]))
        assert [(task.key, task.instance.subject_id) for task in found] == [("sign", second.subject.id)]
        assert found[0].outcomes[0].key == "sign"
    assert {task.instance_id for task in open_tasks_for_roles(["officer", "head"])} == {
        first.instance.pk,
        second.instance.pk,
    }
    assert instance_of(first.subject) == first.instance
    assert open_task(first.instance, found[0].task_uuid) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_decide_at_once_one_is_told():
    desk = Desk()
    (task,) = open_tasks(desk.instance)
    together = Barrier(2)

    def decide(outcome: str) -> str:
        try:
            together.wait(timeout=10)
            complete_task(desk.instance, task.task_uuid, outcome, {"reason": "x"}, desk.services, at=AT)
        except Conflict:
            return "told"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(decide, ["complete", "incomplete"])) == ["done", "told"]
    assert OpenTask.objects.filter(instance=desk.instance).count() == 1
    assert ProcessInstance.objects.get(pk=desk.instance.pk).revision == 2
