"""Waiting answers become counted ones, many together, shuffled, so that none can be followed to its person."""

import random
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from pendapa.complaints.moderating.rules import redacted
from pendapa.evaluation.models import ELEMENTS, PROFILE, SatisfactionSurvey, SurveyResponse, WaitingAnswer
from pendapa.evaluation.periods import month_of
from pendapa.evaluation.rules import SMALLEST_OPEN, SMALLEST_PUBLISHED
from pendapa.evaluation.verbs import SurveyCounted
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import SYSTEM
from pendapa.kernel.calendar import local_date
from pendapa.kernel.locks import hold_name

MOST_IN_BATCH = 2_000
Way = WaitingAnswer.Way


@dataclass(frozen=True, slots=True)
class _Batch:
    """What answers must have in common to be counted together."""

    service_id: int
    unit_id: int
    survey_id: int | None
    way: str

    @property
    def smallest(self) -> int:
        """How many there must be."""
        return SMALLEST_OPEN if self.way == Way.OPEN else SMALLEST_PUBLISHED


def count_waiting_answers(*, at: datetime) -> int:
    """Count each batch about one service of one unit that is big enough; returns how many answers were counted.

    A batch is of one survey or of none, and of one way to answer: at least ten of those that anybody can send, else
    five. Each is one transaction; fewer go on waiting, those that came as their survey was closed without it.
    """
    closed = (SatisfactionSurvey.Status.CLOSED, SatisfactionSurvey.Status.PUBLISHED)
    WaitingAnswer.objects.filter(survey__status__in=closed).update(survey=None)
    batches = (
        WaitingAnswer.objects.values_list("service_id", "unit_id", "survey_id", "way")
        .annotate(waiting=Count("pk"))
        .filter(Q(waiting__gte=SMALLEST_OPEN) | (Q(waiting__gte=SMALLEST_PUBLISHED) & ~Q(way=Way.OPEN)))
        .order_by("service_id", "unit_id", "survey_id", "way")
    )
    return sum(_count_batch(_Batch(*row[:4]), at) for row in list(batches))


@transaction.atomic
def _count_batch(batch: _Batch, at: datetime) -> int:
    # Two at once would each take a part of it, and what neither part makes big enough would wait for other answers.
    hold_name(f"count:{batch}")
    found = WaitingAnswer.objects.select_for_update(skip_locked=True, of=("self",)).select_related("service", "unit")
    waiting = list(found.filter(**asdict(batch))[:MOST_IN_BATCH])
    if len(waiting) < batch.smallest:
        return 0
    service, unit = waiting[0].service, waiting[0].unit
    # Keys and places come from the system's randomness: neither tells in which order the answers came.
    random.SystemRandom().shuffle(waiting)
    month = month_of(local_date(at))
    responses = [_response(one, month) for one in waiting]
    SurveyResponse.objects.bulk_create(responses)
    WaitingAnswer.objects.filter(pk__in=[one.pk for one in waiting]).delete()
    sums = {element: sum(getattr(response, element) for response in responses) for element in ELEMENTS}
    survey = str(batch.survey_id or "")
    happened = SurveyCounted(service=service.slug, unit=unit.code, survey=survey, respondents=len(responses), **sums)
    record(SYSTEM, happened, Subject("service", service.slug), at=at)
    return len(responses)


def _response(waiting: WaitingAnswer, month: date) -> SurveyResponse:
    sealed = waiting.sealed
    comment = redacted(sealed["comment"]).strip()
    states = SurveyResponse.CommentState
    return SurveyResponse(
        service_id=waiting.service_id,
        unit_id=waiting.unit_id,
        survey_id=waiting.survey_id,
        counted_on=month,
        comment=comment,
        comment_state=states.WAITING if comment else states.NONE,
        **{element: sealed["scores"][element] for element in ELEMENTS},
        **{part: sealed["profile"][part] for part in PROFILE},
    )
