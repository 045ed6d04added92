"""The writes of oversight, by what they do."""

from pendapa.oversight.actions.alarms import open_from_alarm
from pendapa.oversight.actions.answering import answer_finding
from pendapa.oversight.actions.audits import draw_sample, open_sampled_case, plan_audit, publish_audit
from pendapa.oversight.actions.corrections import (
    add_evidence,
    add_milestone,
    claim_progress,
    finish_milestone,
    hand_over,
    link_change,
    plan_action,
)
from pendapa.oversight.actions.findings import (
    FindingIn,
    change_draft,
    close_finding,
    issue_finding,
    propose_finding,
    publish_finding,
    withdraw_finding,
)
from pendapa.oversight.actions.judging import accept_action, check_effect, return_action
from pendapa.oversight.actions.noticing import notice_change
from pendapa.oversight.actions.papers import write_paper
from pendapa.oversight.actions.reminders import remind_of_action, remind_of_finding, remind_of_report
from pendapa.oversight.actions.reports import ReportIn, answer_report, move_report, receive_report
from pendapa.oversight.actions.setting import set_deadline

__all__ = [
    "FindingIn",
    "ReportIn",
    "accept_action",
    "add_evidence",
    "add_milestone",
    "answer_finding",
    "answer_report",
    "change_draft",
    "check_effect",
    "claim_progress",
    "close_finding",
    "draw_sample",
    "finish_milestone",
    "hand_over",
    "issue_finding",
    "link_change",
    "move_report",
    "notice_change",
    "open_from_alarm",
    "open_sampled_case",
    "plan_action",
    "plan_audit",
    "propose_finding",
    "publish_audit",
    "publish_finding",
    "receive_report",
    "remind_of_action",
    "remind_of_finding",
    "remind_of_report",
    "return_action",
    "set_deadline",
    "withdraw_finding",
    "write_paper",
]
