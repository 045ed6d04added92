"""The tables of evaluation, by subject."""

from pendapa.evaluation.models.answers import (
    ELEMENTS,
    LONGEST_REASON,
    PROFILE,
    SurveyInvitation,
    SurveyResponse,
    WaitingAnswer,
)
from pendapa.evaluation.models.calendar import EvaluationTask, Instrument
from pendapa.evaluation.models.surveys import BulkEntry, ImprovementItem, SatisfactionSurvey

__all__ = [
    "ELEMENTS",
    "LONGEST_REASON",
    "PROFILE",
    "BulkEntry",
    "EvaluationTask",
    "ImprovementItem",
    "Instrument",
    "SatisfactionSurvey",
    "SurveyInvitation",
    "SurveyResponse",
    "WaitingAnswer",
]
