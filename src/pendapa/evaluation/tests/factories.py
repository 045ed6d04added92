"""Surveys and counted answers for tests."""

from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import (
    Answer,
    PlanIn,
    SurveyIn,
    close_survey,
    count_waiting_answers,
    make_survey,
    open_survey,
    publish_result,
    save_plan,
)
from pendapa.evaluation.actions.answering import Channel, Way, wait_for_batch
from pendapa.evaluation.models import ELEMENTS, SatisfactionSurvey
from pendapa.journal.actors import Actor
from pendapa.people.models import Account

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ALL_CHANNELS = [channel.value for channel in Channel]


def make_answer(score: int = 4, comment: str = "", **changes: Any) -> Answer:
    """An answer with the same score everywhere, unless an element is named."""
    profile = {name: changes.pop(name) for name in ("sex", "age_band", "education", "occupation") if name in changes}
    return Answer({**dict.fromkeys(ELEMENTS, score), **changes}, profile, comment)


def count(
    service: PublicService, *answers: Answer, survey: SatisfactionSurvey | None = None, way: Way = Way.OFFICE
) -> int:
    """Let answers wait and be counted at once."""
    wait_for_batch(service, survey.unit if survey else service.owner, survey, *answers, way=way)
    return count_waiting_answers(at=AT)


def publish_a_result(head: Actor, survey: SatisfactionSurvey, service: PublicService) -> SatisfactionSurvey:
    """Ten answers, counted and published: the index is 94.44."""
    answers = [make_answer(4, u3=2, sex="female" if place < 5 else "male") for place in range(10)]
    count(service, *answers, survey=survey)
    close_survey(head, survey.pk, at=AT)
    save_plan(head, survey.pk, "u3", PlanIn("Loket kedua", "Kepala seksi", date(2027, 2, 1)), at=AT)
    publish_result(head, survey.pk, at=AT)
    survey.refresh_from_db()
    return survey


def signed_in(account: Account) -> Client:
    """A browser in which this account has signed in."""
    client = Client()
    client.force_login(account)
    return client


def text_of(response: Any) -> str:
    """A page as text."""
    return str(response.content.decode())


def open_a_survey(actor: Actor, service: PublicService, **changes: Any) -> SatisfactionSurvey:
    """An open survey of the service's unit, with every way to answer."""
    typed = {
        "title": "Survei triwulan 4",
        "title_en": "Survey of the fourth quarter",
        "unit": service.owner,
        "services": [service],
        "starts": date(2026, 10, 1),
        "ends": date(2026, 12, 31),
        "channels": ALL_CHANNELS,
    }
    survey = make_survey(actor, SurveyIn(**{**typed, **changes}), at=AT)
    open_survey(actor, survey.pk, at=AT)
    survey.refresh_from_db()
    return survey
