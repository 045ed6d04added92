"""What is kept of oversight, by subject."""

from pendapa.oversight.models.audits import Audit, AuditMember, SampledCase, WorkingPaper
from pendapa.oversight.models.corrections import CorrectiveAction, Evidence, Milestone
from pendapa.oversight.models.findings import Finding, FindingAnswer, NoticedChange
from pendapa.oversight.models.reports import OverseerReport, ReportStep
from pendapa.oversight.models.settings import DeadlineRule

__all__ = [
    "Audit",
    "AuditMember",
    "CorrectiveAction",
    "DeadlineRule",
    "Evidence",
    "Finding",
    "FindingAnswer",
    "Milestone",
    "NoticedChange",
    "OverseerReport",
    "ReportStep",
    "SampledCase",
    "WorkingPaper",
]
