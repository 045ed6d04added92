"""What must be true of reports afterwards, asked of the database."""

from collections.abc import Iterable

from tests.strength.verdict import each_once, ids_of_cases


def faults() -> list[str]:
    """Everything about reports that is not as it should be; every subscriber came to the end of the journal."""
    from pendapa.complaints.models import Complaint, Draft, Stage

    everyone = ids_of_cases()
    reports = {str(pk): stage for pk, stage in Complaint.objects.values_list("pk", "stage")}
    answered = [pk for pk, stage in reports.items() if stage == Stage.ANSWERED]
    told = [] if answered else ["nothing was answered, so no subscriber was tried"]
    told += [
        f"half done: {pk} {stage}" for pk, stage in reports.items() if stage not in (Stage.ANSWERED, Stage.RECEIVED)
    ]
    if left := Draft.objects.filter(page="siapa").count():
        told.append(f"drafts that were sent and are still there: {left}")
    told += each_once("report", everyone, list(reports))
    return [*told, *_faults_of_clocks(everyone, answered), *_faults_of_journal(everyone, answered), *_untold(everyone)]


def _faults_of_clocks(everyone: list[str], answered: list[str]) -> list[str]:
    from pendapa.cases.models import Clock
    from pendapa.complaints.models import Answer

    verify = Clock.objects.filter(name="verify").values_list("case_id", flat=True)
    answer = Clock.objects.filter(name="answer", stopped_on__isnull=False).values_list("case_id", flat=True)
    answers = Answer.objects.values_list("complaint_id", flat=True)
    told = each_once("clock", everyone, map(str, verify)) + each_once("clock of the answer", answered, map(str, answer))
    return told + each_once("answer", answered, map(str, answers))


def _faults_of_journal(everyone: list[str], answered: list[str]) -> list[str]:
    from pendapa.journal.models import Entry

    told: list[str] = []
    for verb, cases in {
        "complaint.received": everyone,
        "complaint.verified": answered,
        "complaint.forwarded": answered,
        "complaint.answered": answered,
    }.items():
        told += each_once(verb, cases, Entry.objects.filter(verb=verb).values_list("subject_id", flat=True))
    return told


def _untold(everyone: list[str]) -> list[str]:
    """The receipt and the letter with an answer once each, and one piece of news of each forwarding."""
    from pendapa.cases.models import Message as Words
    from pendapa.journal.models import Entry
    from pendapa.notices.models import Message, Notice

    keys = list(Message.objects.values_list("key", flat=True))
    letters = [str(pk) for pk in Words.objects.values_list("pk", flat=True)]
    forwarded = [str(pk) for pk in Entry.objects.filter(verb="complaint.forwarded").values_list("pk", flat=True)]
    news = [key.split(":")[1] for key in Notice.objects.values_list("key", flat=True)]
    mailed = Message.objects.filter(notice__isnull=False).values_list("notice__key", flat=True)
    told = each_once("receipt", everyone, _after("complaint-receipt:", keys))
    told += each_once("letter", letters, _after("case-message:", keys))
    told += each_once("news", forwarded, news)
    return told + each_once("mail with news", forwarded, [key.split(":")[1] for key in mailed])


def _after(beginning: str, keys: Iterable[str]) -> list[str]:
    return [key.removeprefix(beginning) for key in keys if key.startswith(beginning)]
