"""Surveys and counted answers for tests."""

from datetime import UTC, date, datetime
from typing import Any

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import Answer, SurveyIn, count_waiting_answers, make_survey, open_survey
from pendapa.evaluation.actions.answering import Channel, wait_for_batch
from pendapa.evaluation.models import ELEMENTS, SatisfactionSurvey
from pendapa.journal.actors import Actor

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ALL_CHANNELS = [channel.value for channel in Channel]


def make_answer(score: int = 4, comment: str = "", **changes: Any) -> Answer:
    """An answer with the same score everywhere, unless an element is named."""
    profile = {name: changes.pop(name) for name in ("sex", "age_band", "education", "occupation") if name in changes}
    return Answer({**dict.fromkeys(ELEMENTS, score), **changes}, profile, comment)


def count(service: PublicService, *answers: Answer, survey: SatisfactionSurvey | None = None) -> int:
    """Let answers wait and be counted at once."""
    wait_for_batch(service, survey.unit if survey else service.owner, survey, *answers)
    return count_waiting_answers(at=AT)


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
