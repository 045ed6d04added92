"""What must be true after the power was cut, asked of the database: `python -m tests.strength.verdict_on_cuts begin
BEFORE.json`, then `judge BEFORE.json NUMBERS`.

`begin` makes an invitation for each token in the file, and notes in it what is there. `judge` prints what is wrong.
"""

import json
import sys
import time
from pathlib import Path

from pendapa.cli.installation import set_up_django
from tests.strength.verdict import (
    PATIENCE_SECONDS,
    faults_of_files,
    faults_of_numbers,
    wait_for_messages,
    wait_for_subscribers,
)

SERVICE = "domisili"


def begin(before: Path) -> None:
    """Invite, and note how many answers there were and of which matters the log does not tell all."""
    from django.utils import timezone

    from pendapa.catalogue.models import PublicService
    from pendapa.evaluation.models import SurveyInvitation
    from pendapa.kernel.identifiers import hash_secret

    noted = json.loads(before.read_text(encoding="utf-8"))
    service = PublicService.objects.select_related("owner").get(slug=SERVICE)
    for token in noted["tokens"]:
        SurveyInvitation.objects.create(
            token_hash=hash_secret(token), service=service, unit=service.owner, created_at=timezone.now()
        )
    wait_for_subscribers()
    noted |= {"answers": _answers(), "untold": [subject for subject, _verb in _untold([])]}
    before.write_text(json.dumps(noted), encoding="utf-8")


def judge(before: Path, numbers: dict[str, str]) -> list[str]:
    """Everything that is not as it should be."""
    from pendapa.evaluation.models import SurveyInvitation
    from pendapa.kernel.identifiers import hash_secret
    from pendapa.ledger.models import Leaf

    noted = json.loads(before.read_text(encoding="utf-8"))
    told = [f"subscriber behind or failing: {name}" for name in wait_for_subscribers()]
    if waiting := wait_for_messages():
        told.append(f"messages never sent: {waiting}")
    told += [*faults_of_numbers(numbers), *faults_of_files(2)]
    hashes = [hash_secret(token) for token in noted["tokens"]]
    unused = SurveyInvitation.objects.filter(token_hash__in=hashes, used_on=None).count()
    if unused:
        told.append(f"answers lost: {unused} invitations are not used up")
    given = _answers() - noted["answers"]
    if given != len(hashes):
        told.append(f"{len(hashes)} answers were thanked for, {given} are there")
    if untold := _untold_after_a_while(noted["untold"]):
        told.append(f"entries that the log does not tell: {untold[:10]}")
    newest = Leaf.objects.order_by("-index").values_list("index", flat=True).first() or 0
    if Leaf.objects.count() != newest + 1:
        told.append("the log's entries are not one after the other")
    return told


def _answers() -> int:
    """Waiting to be counted, and counted."""
    from pendapa.evaluation.models import SurveyResponse, WaitingAnswer

    return WaitingAnswer.objects.count() + SurveyResponse.objects.count()


def _untold(known: list[str]) -> list[tuple[str, str]]:
    """Subject and verb of what should stand in the log and does not, but for the known matters, which are sealed."""
    from pendapa.journal.models import Entry
    from pendapa.ledger.holding import NOT_YET_TOLD
    from pendapa.ledger.sequencing import sequencer

    untold = Entry.objects.filter(NOT_YET_TOLD, verb__in=sequencer().verbs).exclude(subject_id__in=known)
    return list(untold.values_list("subject_id", "verb"))


def _untold_after_a_while(known: list[str]) -> list[tuple[str, str]]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := _untold(known)) and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


if __name__ == "__main__":
    set_up_django()
    if sys.argv[1] == "begin":
        begin(Path(sys.argv[2]))
        sys.exit(0)
    wrong = judge(Path(sys.argv[2]), json.loads(sys.argv[3]))
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
