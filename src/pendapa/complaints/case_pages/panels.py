"""What a report brings to the page of its person and to the desk."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pendapa.cases.kinds import Panel
from pendapa.cases.models import Case, CaseFile, Status
from pendapa.complaints.models import Complaint, Stage
from pendapa.complaints.moderating.queries import may_be_moderated_by
from pendapa.complaints.permissions import COMPLAINT_RESPOND
from pendapa.complaints.queries import complaint_of
from pendapa.complaints.rules import is_withheld
from pendapa.complaints.working.steps import steps_open_to
from pendapa.journal.actors import Actor
from pendapa.people.permissions import can


def party_panels(request: HttpRequest, case: Case) -> list[Panel]:
    """For the person: the answer and the question whether it is solved; and the report as it was sent."""
    complaint = complaint_of(case)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    panels = []
    if complaint.first_answered_at is not None:
        may_judge = complaint.is_solved is None or complaint.stage == Stage.ANSWERED
        is_waiting = complaint.stage == Stage.ANSWERED or case.status == Status.ANSWERED
        context = {
            "case": case,
            "complaint": complaint,
            "answers": complaint.loaded_answers,
            "may_judge": may_judge and is_waiting and can(actor, COMPLAINT_RESPOND, complaint),
        }
        panels.append(Panel("complaints/_answers_panel.html", context))
    panels.append(Panel("complaints/_report_panel.html", {**_report(complaint, "cases:file"), "for_staff": False}))
    return panels


def staff_panels(request: HttpRequest, case: Case) -> list[Panel]:
    """For the desk: what may be done now, and the report."""
    complaint = complaint_of(case)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    steps = steps_open_to(actor, complaint)
    context = {"case": case, "complaint": complaint, "steps": [s for s in steps if not s.is_rare]}
    report = _report(complaint, "desk:file")
    moderation = reverse("moderation:report", args=[case.number]) if may_be_moderated_by(actor, complaint) else ""
    return [
        Panel("complaints/_steps_panel.html", {**context, "rare_steps": [s for s in steps if s.is_rare]}),
        Panel(
            "complaints/_report_panel.html",
            {**report, "for_staff": True, "moderation": moderation},
        ),
    ]


def next_steps_of(case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What comes next for each report in the queue (one query)."""
    words = {
        Stage.RECEIVED: _("Check"),
        Stage.VERIFIED: _("Forward"),
        Stage.FORWARDED: _("Answer"),
        Stage.ASKED: _("The person answers"),
        Stage.ANSWERED: _("The person judges"),
    }
    found = Complaint.objects.filter(pk__in=case_ids).values_list("pk", "stage")
    return {pk: words[Stage(stage)] for pk, stage in found if stage in words}


def _report(complaint: Complaint, file_page: str) -> dict[str, object]:
    case = complaint.case
    photos = [file for file in case.files.all() if file.origin == CaseFile.Origin.FORM and file.superseded_at is None]
    return {
        "case": case,
        "complaint": complaint,
        "photos": [(photo, reverse(file_page, args=[case.number, photo.file_id])) for photo in photos],
        "is_hidden": complaint.is_secret or is_withheld(complaint.kind),
        "joined_to": complaint.joined_to,
    }
