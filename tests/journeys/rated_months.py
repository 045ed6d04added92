"""Months of ratings in an installation, by its own actions, as a process beside it.

`python -m tests.journeys.rated_months STEP …` prints one JSON object. Answers of a month that is over are entered and
counted as on its twentieth; those of today are entered, and the worker of the installation counts them.
"""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from datetime import time as hour
from typing import Any
from uuid import uuid4

from pendapa.cli.installation import database_at_hand, set_up_django

COUNTED_ON = 20
PATIENCE_SECONDS = 90.0
GOOD = ("344434434", "433344343", "334443334", "444434444", "343443343", "333334343")
"""What people answer as a rule, one form each."""


def rated_so_far(head: str, officer: str, service: str, *months: str) -> dict[str, Any]:
    """The head opened a survey of a service on the first day of these months, by link and on paper; in each of them an
    officer entered twelve forms, and they were counted in it."""
    from django.db import transaction

    from pendapa.evaluation.actions.counting import count_waiting_answers

    survey, counted = _opened_survey(head, service, date.fromisoformat(f"{months[0]}-01")), 0
    for place, month in enumerate(months):
        at = moment_in(month)
        with transaction.atomic():  # else the worker, whose day is another, might count them first
            _enter(officer, survey.pk, service, forms_of_month(place), at)
            counted += count_waiting_answers(at=at)
    return {"survey": survey.pk, "code": survey.code, "counted": counted}


def rated_today(officer: str, survey: str, service: str) -> dict[str, Any]:
    """An officer enters twelve paper forms; returns when the worker has counted them and the log has told it."""
    from django.utils import timezone

    from pendapa.kernel.calendar import local_date

    _enter(officer, int(survey), service, forms_of_month(0), timezone.now())
    month = local_date(timezone.now()).isoformat()[:7]
    return wait_until_counted(_service(service).owner.code, service, month, str(len(forms_of_month(0))))


def wait_until_counted(unit: str, service: str, month: str, respondents: str) -> dict[str, Any]:
    """Until the measures, which are counted from the public log, hold so many answers of a month."""
    from pendapa.evaluation.measures.queries import months_of

    def counted() -> int:
        cell = months_of(unit, service).get(month)
        return cell.respondents if cell else 0

    wait_until(lambda: counted() >= int(respondents))
    return {"respondents": counted()}


def watch() -> dict[str, Any]:
    """The worker does its daily watch; the alarms that there are once it has, and the findings opened from them."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from pendapa.evaluation.watching.models import Alarm
    from pendapa.evaluation.watching.tasks import watch as daily_watch
    from pendapa.oversight.models import Finding

    job = daily_watch.defer()
    wait_until(lambda: not ProcrastinateJob.objects.filter(pk=job, status__in=("todo", "doing")).exists())
    wait_until(lambda: Finding.objects.filter(source="alarm").count() >= Alarm.objects.count())
    return {
        "is_done": not ProcrastinateJob.objects.filter(pk=job).exists(),  # one that fails stays
        "alarms": list(Alarm.objects.order_by("pk").values("pk", "measure", "unit", "service", "value", "expected")),
        "findings": list(Finding.objects.order_by("pk").values_list("number", flat=True)),
    }


def raise_a_count(unit: str, service: str, by: str) -> dict[str, Any]:
    """Change one row of the published measures by hand: the answers of all months."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE measures_monthlycount SET respondents = respondents + %s "
            "WHERE (unit, service, month) = (%s, %s, '')",
            [int(by), unit, service],
        )
        return {"rows": cursor.rowcount}


def _opened_survey(head: str, service: str, starts: date) -> Any:
    from pendapa.evaluation.actions.holding import SurveyIn, make_survey, open_survey

    account, asked, at = _account(head), _service(service), _moment(starts)
    typed = SurveyIn(
        title="Survei kepuasan layanan",
        title_en="Satisfaction survey",
        unit=asked.owner,
        services=[asked],
        starts=starts,
        ends=date(starts.year + 2, 12, 31),
        channels=["link", "paper"],
    )
    survey = make_survey(account, typed, at=at)
    open_survey(account, survey.pk, at=at)
    return survey


def _enter(officer: str, survey: int, service: str, forms: Sequence[str], at: datetime) -> None:
    from pendapa.evaluation.actions.answering import Channel
    from pendapa.evaluation.actions.entering import enter_answers

    enter_answers(_account(officer), survey, Channel.PAPER, {_service(service): made_answers(forms)}, uuid4(), at=at)


def forms_of_month(place: int) -> list[str]:
    """Twelve good forms, from month to month a little different."""
    return [GOOD[(number * number + place) % len(GOOD)] for number in range(12)]


def _account(email: str) -> Any:
    from django.utils import timezone

    from pendapa.kernel.calendar import local_date
    from pendapa.people.actors import actor_for
    from pendapa.people.models import Account

    return actor_for(Account.objects.get(email=email), on=local_date(timezone.now()))


def _service(slug: str) -> Any:
    from pendapa.catalogue.models import PublicService

    return PublicService.objects.select_related("owner").get(slug=slug)


def made_answers(
    forms: Iterable[str], comments: Iterable[str] = (), profiles: Sequence[tuple[str, str]] = ()
) -> list[Any]:
    """What stands on paper forms, nine digits each; words go to the first ones, sex and age in turn."""
    from pendapa.evaluation.actions.answering import Answer
    from pendapa.evaluation.models import ELEMENTS

    words = iter(comments)
    return [
        Answer(
            dict(zip(ELEMENTS, map(int, form), strict=True)),
            dict(zip(("sex", "age_band"), profiles[place % len(profiles)], strict=True)) if profiles else {},
            next(words, ""),
        )
        for place, form in enumerate(forms)
    ]


def month_after(month: str, count: int) -> str:
    """So many months after it, or before: "2026-12" and 1 is "2027-01"."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{number // 12:04}-{number % 12 + 1:02}"


def moment_in(month: str) -> datetime:
    """When answers of a month are counted."""
    return _moment(date.fromisoformat(f"{month}-{COUNTED_ON}"))


def _moment(day: date) -> datetime:
    from pendapa.notices.choosing import body_zone

    return datetime.combine(day, hour(10, 0), body_zone())


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the worker did not do it in time")
        time.sleep(0.1)


STEPS: Iterable[Callable[..., dict[str, Any]]] = (
    rated_so_far, rated_today, wait_until_counted, watch, raise_a_count,
)  # fmt: skip

if __name__ == "__main__":
    with database_at_hand():
        set_up_django()
        print(json.dumps({step.__name__: step for step in STEPS}[sys.argv[1]](*sys.argv[2:])))
