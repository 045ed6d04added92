"""The office at work meanwhile: refuses every second application, or answers every second report, so that the
journal's subscribers have work.

`python -m tests.strength.officer applications|complaints`, with the installation in the environment; a line on standard
input ends it, after it has seen every case once more.
"""

import select
import sys
import time
from collections.abc import Callable
from uuid import UUID, uuid5

from pendapa.cli.installation import set_up_django

PAUSE_SECONDS = 0.3
ANSWERS = UUID("9d9c1c63-5c3d-4a55-8f0e-6a3f3ad0a0f4")
OFFICER = "petugas.kelurahan@tirtamaya.example"


def refuse_every_second() -> int:
    """Refuse open cases whose number is in the even half; how many. A lost database is met again later."""
    from django.utils import timezone

    from pendapa.applications.actions import complete_task
    from pendapa.applications.actions.work import Step
    from pendapa.applications.models import Application
    from pendapa.kernel.calendar import local_date
    from pendapa.people.actors import actor_for
    from pendapa.people.models import Account
    from pendapa.workflow.queries import open_tasks

    officer = actor_for(Account.objects.get(email=OFFICER), on=local_date(timezone.now()))
    step = Step("refuse", reason="Alamat di luar wilayah.", legal_basis="Perbup 12/2025")
    refused = 0
    waiting = Application.objects.filter(case__status="open").select_related("case", "process")
    for application in waiting:
        if application.case_id.int % 2:
            continue
        [task] = open_tasks(application.process)
        complete_task(
            officer,
            application.case_id,
            task.task_uuid,
            step,
            expected_revision=application.case.revision,
            at=timezone.now(),
        )
        refused += 1
    return refused


def answer_every_second() -> int:
    """Bring each report in the even half one step further: checked, forwarded, answered; how many were."""
    from django.utils import timezone

    from pendapa.complaints.actions import answer_complaint, forward_complaint, verify_complaint
    from pendapa.complaints.models import Complaint, Stage
    from pendapa.journal.actors import Actor, Grant
    from pendapa.people.models import Organization

    body, unit = Organization.objects.get(code="tirtamaya"), Organization.objects.get(code="kel-banyubiru")
    officer = Actor(kind="system", name="Officer", grants=(Grant("officer", body.code, body.path),))
    worked = 0
    for complaint in Complaint.objects.filter(stage__in=[Stage.RECEIVED, Stage.VERIFIED, Stage.FORWARDED]):
        if complaint.pk.int % 2:
            continue
        at, key = timezone.now(), uuid5(ANSWERS, str(complaint.pk))
        if complaint.stage == Stage.RECEIVED:
            verify_complaint(officer, complaint.pk, complaint.kind, None, at=at)
        elif complaint.stage == Stage.VERIFIED:
            forward_complaint(officer, complaint.pk, unit, at=at)
        else:
            answer_complaint(officer, complaint.pk, "Sudah kami kerjakan.", is_public=True, key=key, at=at)
        worked += 1
    return worked


def work_until_told(work: Callable[[], int]) -> None:
    from django.db import Error, connections
    from psycopg_pool import PoolTimeout

    from pendapa.kernel.problems import Problem

    is_last = False
    while True:
        try:
            worked = work()
        except (Error, PoolTimeout, Problem) as error:
            print(f"officer: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            connections.close_all()
        else:
            if is_last and not worked:
                return
        if not is_last:
            is_last = bool(select.select([sys.stdin], [], [], PAUSE_SECONDS)[0])
        else:
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    set_up_django()
    work_until_told({"applications": refuse_every_second, "complaints": answer_every_second}[sys.argv[1]])
