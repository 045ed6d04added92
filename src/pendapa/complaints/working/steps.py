"""What the office may do with a report, as plain values: when, who, and with which words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendapa.cases.models import Status
from pendapa.cases.permissions import is_applicant
from pendapa.complaints.models import Complaint, Stage
from pendapa.complaints.permissions import COMPLAINT_ANSWER, COMPLAINT_CLOSE, COMPLAINT_TRIAGE
from pendapa.complaints.rules import is_withheld
from pendapa.journal.actors import Actor
from pendapa.people.permissions import Permission, can

WORKING = frozenset({Stage.RECEIVED, Stage.VERIFIED, Stage.FORWARDED})
OPEN = WORKING | {Stage.ASKED, Stage.ANSWERED}


@dataclass(frozen=True, slots=True)
class StaffStep:
    """One thing to do: the word in its address, what the button says, at which stages and with which permission.

    Rare ones stand apart; `expected_at` is the stage at which it comes next.
    """

    key: str
    title: str | Promise
    permission: Permission
    stages: frozenset[Stage]
    expected_at: Stage | None = None
    is_rare: bool = False
    icon: str = ""
    look: str = "outline"

    def is_open(self, complaint: Complaint) -> bool:
        """Whether the stage of the report lets it be done."""
        joined = complaint.joined_to_id is not None
        if self.key == "pisahkan":
            return joined
        if self.key == "buka-lagi":
            return not joined and not complaint.case.is_open and complaint.case.status != Status.WITHDRAWN
        if self.key == "gabung" and (complaint.is_secret or is_withheld(complaint.kind)):
            return False
        return complaint.case.is_open and complaint.stage in self.stages


STEPS = (
    StaffStep(
        "periksa",
        _("Check the report"),
        COMPLAINT_TRIAGE,
        frozenset({Stage.RECEIVED}),
        expected_at=Stage.RECEIVED,
        icon="list-checks",
    ),
    StaffStep(
        "teruskan",
        _("Forward"),
        COMPLAINT_TRIAGE,
        frozenset({Stage.VERIFIED}),
        expected_at=Stage.VERIFIED,
        icon="send",
    ),
    StaffStep(
        "jawab",
        _("Answer"),
        COMPLAINT_ANSWER,
        frozenset({Stage.VERIFIED, Stage.FORWARDED, Stage.ASKED, Stage.ANSWERED}),
        expected_at=Stage.FORWARDED,
        icon="message-square",
    ),
    StaffStep("tanya", _("Ask the person"), COMPLAINT_ANSWER, WORKING, icon="circle-question-mark"),
    StaffStep("alihkan", _("Hand on"), COMPLAINT_TRIAGE, frozenset({Stage.FORWARDED}), icon="route"),
    StaffStep("buka-lagi", _("Open again"), COMPLAINT_TRIAGE, frozenset(), icon="refresh-cw"),
    StaffStep("pisahkan", _("Separate again"), COMPLAINT_TRIAGE, frozenset(), icon="undo-2"),
    StaffStep("ubah-jenis", _("Correct kind or topic"), COMPLAINT_TRIAGE, OPEN - {Stage.RECEIVED}, is_rare=True),
    StaffStep("gabung", _("Join with another report"), COMPLAINT_TRIAGE, OPEN, is_rare=True),
    StaffStep("pecah", _("Make two reports of it"), COMPLAINT_TRIAGE, OPEN, is_rare=True),
    StaffStep("tutup", _("Close without the person"), COMPLAINT_CLOSE, OPEN, is_rare=True, look="danger"),
)


def steps_open_to(actor: Actor, complaint: Complaint) -> list[StaffStep]:
    """What the actor may do with a report now; nothing with one of their own."""
    if is_applicant(actor, complaint.case):
        return []
    return [step for step in STEPS if step.is_open(complaint) and can(actor, step.permission, complaint)]
