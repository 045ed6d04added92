"""The writes of evaluation, by what they do."""

from pendapa.evaluation.actions.answering import Answer, answer_open_survey, answer_survey
from pendapa.evaluation.actions.counting import count_waiting_answers
from pendapa.evaluation.actions.entering import enter_answers
from pendapa.evaluation.actions.holding import SurveyIn, close_survey, make_slips, make_survey, open_survey
from pendapa.evaluation.actions.inviting import invitation_token, invite_to_survey, survey_address
from pendapa.evaluation.actions.moderating import moderate_comment, read_unpublished
from pendapa.evaluation.actions.publishing import PlanIn, publish_result, save_plan, save_realisation

__all__ = [
    "Answer",
    "PlanIn",
    "SurveyIn",
    "answer_open_survey",
    "answer_survey",
    "close_survey",
    "count_waiting_answers",
    "enter_answers",
    "invitation_token",
    "invite_to_survey",
    "make_slips",
    "make_survey",
    "moderate_comment",
    "open_survey",
    "publish_result",
    "read_unpublished",
    "save_plan",
    "save_realisation",
    "survey_address",
]
