"""Journal subscriber: when a case closes, its person is asked how the service was."""

from django.utils import timezone

from pendapa.cases.models import Case, Status
from pendapa.evaluation.actions import invite_to_survey
from pendapa.journal.models import Entry
from pendapa.journal.subscriptions import Subscriber


def _invite(entry: Entry) -> None:
    case = Case.objects.select_related("service", "unit").filter(pk=entry.subject_id).first()
    if case is not None and case.status in (Status.GRANTED, Status.REFUSED):
        invite_to_survey(case, at=timezone.now())


SURVEY_INVITER = Subscriber("survey_inviter", handle=_invite, verbs=frozenset({"case.decided"}))
