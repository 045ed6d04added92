"""The office at work meanwhile: refuses every second application, so that the journal's subscribers have work.

`python -m tests.strength.officer`, with the installation in the environment; a line on standard input ends it, after
it has seen every case once more.
"""

import select
import sys
import time

from pendapa.cli.installation import set_up_django

PAUSE_SECONDS = 0.3
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


def work_until_told() -> None:
    from django.db import Error, connections
    from psycopg_pool import PoolTimeout

    from pendapa.kernel.problems import Problem

    is_last = False
    while True:
        try:
            refused = refuse_every_second()
        except (Error, PoolTimeout, Problem) as error:
            print(f"officer: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            connections.close_all()
        else:
            if is_last and not refused:
                return
        if not is_last:
            is_last = bool(select.select([sys.stdin], [], [], PAUSE_SECONDS)[0])
        else:
            time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    set_up_django()
    work_until_told()
