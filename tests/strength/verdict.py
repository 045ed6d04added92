"""What must be true afterwards, asked of the database: `python -m tests.strength.verdict applications|complaints
NUMBERS.json`.

The installation is in the environment and runs. Prints what is wrong, one line each, and ends with 1 if anything is.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from pendapa.cli.installation import set_up_django

PATIENCE_SECONDS = 600.0
"""The worker gives way to everybody else on the machine."""


def wait_for_subscribers() -> list[str]:
    """The names of subscribers that did not come to the end of the journal, or that failed."""
    from pendapa.config.subscribers import SUBSCRIBERS
    from pendapa.journal.models import SubscriberCursor
    from pendapa.journal.subscriptions import is_complete

    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        behind = [subscriber.name for subscriber in SUBSCRIBERS if not is_complete(subscriber)]
        if not behind or time.monotonic() > deadline:
            failed = list(SubscriberCursor.objects.exclude(last_error="").values_list("name", flat=True))
            return sorted({*behind, *failed})
        time.sleep(0.5)


def wait_for_messages() -> int:
    """How many messages are still waiting to be sent after a while."""
    from pendapa.notices.models import Message

    deadline = time.monotonic() + PATIENCE_SECONDS
    while (waiting := Message.objects.filter(sent_at__isnull=True).count()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return waiting


def faults(work: str, numbers: dict[str, str]) -> list[str]:
    """Everything that is not as it should be."""
    from tests.strength import verdict_on_reports

    told = [f"subscriber behind or failing: {name}" for name in wait_for_subscribers()]
    if waiting := wait_for_messages():
        told.append(f"messages never sent: {waiting}")
    told += [*faults_of_numbers(numbers), *faults_of_files(1 if work == "complaints" else 2)]
    if work == "complaints":
        return [*told, *verdict_on_reports.faults()]
    return [*told, *_faults_of_cases(), *_faults_of_effects()]


def faults_of_numbers(numbers: dict[str, str]) -> list[str]:
    """Each key was told one number, and nothing else is there."""
    from pendapa.cases.models import Case

    cases = set(Case.objects.values_list("number", flat=True))
    if len(numbers) == len(set(numbers.values())) and cases == set(numbers.values()):
        return []
    return [f"{len(numbers)} keys, {len(set(numbers.values()))} numbers told, {len(cases)} cases"]


def faults_of_files(each: int) -> list[str]:
    """Each case has its files, and no file of a case is free to be swept away."""
    from pendapa.cases.models import CaseFile
    from pendapa.files.models import StoredFile

    files = Counter(map(str, CaseFile.objects.values_list("case_id", flat=True)))
    told = [f"files of case {one}: {files[one]}" for one in ids_of_cases() if files[one] != each]
    unattached = CaseFile.objects.filter(file__attached_at__isnull=True).count()
    if unattached or StoredFile.objects.filter(attached_at__isnull=False).count() != CaseFile.objects.count():
        told.append("files attached to nothing, or of a case and not attached")
    return told


def ids_of_cases() -> list[str]:
    """The ids of all cases."""
    from pendapa.cases.models import Case

    return [str(pk) for pk in Case.objects.values_list("pk", flat=True)]


def _faults_of_cases() -> list[str]:
    from pendapa.applications.models import Application
    from pendapa.cases.models import Clock
    from pendapa.workflow.models import ProcessInstance

    ids = ids_of_cases()
    clocks = Clock.objects.filter(name="standard").values_list("case_id", flat=True)
    told = each_once("application", ids, map(str, Application.objects.values_list("case_id", flat=True)))
    told += each_once("clock", ids, map(str, clocks))
    return [*told, *each_once("process", ids, ProcessInstance.objects.values_list("subject_id", flat=True))]


def _faults_of_effects() -> list[str]:
    from pendapa.cases.models import Case, Decision
    from pendapa.evaluation.actions import invitation_token
    from pendapa.evaluation.models import SurveyInvitation
    from pendapa.journal.models import Entry
    from pendapa.kernel.identifiers import hash_secret
    from pendapa.notices.models import Message
    from pendapa.workflow.models import OpenTask

    everyone = ids_of_cases()
    decided = [str(pk) for pk in Decision.objects.values_list("case_id", flat=True)]
    still_open = [str(pk) for pk in Case.objects.filter(status="open").values_list("pk", flat=True)]
    told = [] if decided else ["nothing was decided, so no subscriber was tried"]
    for verb, cases in {
        "application.submitted": everyone,
        "clock.started": everyone,
        "case.decided": decided,
        "survey.invited": decided,
    }.items():
        told += each_once(verb, cases, Entry.objects.filter(verb=verb).values_list("subject_id", flat=True))
    invited = {hash_secret(invitation_token(UUID(case))): case for case in decided}
    tokens = SurveyInvitation.objects.values_list("token_hash", flat=True)
    told += each_once("invitation", decided, [invited.get(token, "of no decided case") for token in tokens])
    told += each_once("open task", still_open, OpenTask.objects.values_list("instance__subject_id", flat=True))
    keys = Message.objects.values_list("key", flat=True)
    receipts = [key.removeprefix("receipt:") for key in keys if key.startswith("receipt:")]
    surveys = [key.removeprefix("survey:") for key in keys if key.startswith("survey:")]
    return [*told, *each_once("receipt", everyone, receipts), *each_once("survey message", decided, surveys)]


def each_once(what: str, wanted: list[str], found: Iterable[str]) -> list[str]:
    """Faults unless each of the wanted was found once, and nothing else."""
    counts = Counter(found)
    wrong = {one: counts[one] for one in {*wanted, *counts} if counts[one] != 1 or one not in wanted}
    return [f"{what}: {count} of {one}" for one, count in sorted(wrong.items())[:5]]


if __name__ == "__main__":
    set_up_django()
    wrong = faults(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
