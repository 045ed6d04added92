"""Background work: who is asked when a case closes, and the batches in which answers are counted."""

from django.utils import timezone
from procrastinate.contrib.django import app

from pendapa.cases.models import Case, Status
from pendapa.evaluation.actions import count_waiting_answers, invite_to_survey
from pendapa.evaluation.calendar.actions import remind_of_evaluations
from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import Subscriber


def _invite(entry: Entry) -> None:
    case = Case.objects.select_related("service", "unit").filter(pk=entry.subject_id).first()
    if case is not None and case.status in (Status.GRANTED, Status.REFUSED):
        invite_to_survey(case, at=timezone.now())


def _count(_entry: Entry) -> None:
    count_waiting_answers(at=timezone.now())


SURVEY_INVITER = Subscriber("survey_inviter", handle=_invite, verbs=frozenset({"case.decided"}))
ANSWER_COUNTER = Subscriber("answer_counter", handle=_count, verbs=frozenset({"survey.answered", "survey.entered"}))


@app.periodic(cron="23 * * * *")
@app.task(name="evaluation.count_answers", queueing_lock="evaluation.count_answers")
def count_answers(timestamp: int = 0) -> int:
    """Every hour: count what a survey's end or a failure left waiting; returns how many answers."""
    return count_waiting_answers(at=timezone.now())


@app.periodic(cron="30 22 * * *")
@app.task(name="evaluation.remind", queueing_lock="evaluation.remind")
def remind(timestamp: int = 0) -> int:
    """Every morning (05.30 WIB): tell heads of units what falls due or is late; returns how many were told."""
    return remind_of_evaluations(at=timezone.now())
