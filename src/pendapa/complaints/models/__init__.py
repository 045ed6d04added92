"""What is kept of complaints, by subject."""

from pendapa.complaints.models.complaint import Answer, Complaint, Follower, Publication, Source, Stage
from pendapa.complaints.models.draft import Draft
from pendapa.complaints.models.moderation import KnowledgeAnswer, ModerationStep, ProposalSeed, PublicPhoto
from pendapa.complaints.models.settings import AnswerTemplate, DeadlineRule, Topic
from pendapa.complaints.rules import Kind
from pendapa.complaints.suggesting.models import SuggestionModel

__all__ = [
    "Answer",
    "AnswerTemplate",
    "Complaint",
    "DeadlineRule",
    "Draft",
    "Follower",
    "Kind",
    "KnowledgeAnswer",
    "ModerationStep",
    "ProposalSeed",
    "Publication",
    "PublicPhoto",
    "Source",
    "Stage",
    "SuggestionModel",
    "Topic",
]
