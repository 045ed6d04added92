"""Corrective actions at the desk: one on its page, its steps, its evidence."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pendapa.files.responses import file_response
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.oversight.actions import finish_milestone
from pendapa.oversight.models import CorrectiveAction
from pendapa.oversight.permissions import ACTION_WORK
from pendapa.oversight.queries import actions_visible_to
from pendapa.oversight.queries.deadlines import deadline_on
from pendapa.oversight.rules import DeadlineStep, measure_named
from pendapa.oversight.views.action_steps import STEPS
from pendapa.oversight.views.stepping import run_step, step_named
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can


@staff_page
@never_cache
@require_safe
def action(request: StaffRequest, number: str, position: int) -> HttpResponse:
    """One action with its steps on the way, its evidence and its effect."""
    found = _action(request, number, position)
    finding = found.finding
    context = {
        "action": found,
        "finding": finding,
        "milestones": list(found.milestones.all()),
        "evidence": list(found.evidence.select_related("file", "added_by")),
        "steps": [step for step in STEPS if step.is_offered(request.actor, found)],
        "may_work": can(request.actor, ACTION_WORK, found) and not found.claim and not found.is_accepted,
        "today": local_date(timezone.now()),
        "is_overdue": found.is_overdue(local_date(timezone.now())),
        "measure": measure_named(finding.measure) if finding.measure else None,
        "effect_check": deadline_on(DeadlineStep.EFFECT_CHECK, local_date(found.accepted_at or timezone.now())),
    }
    return render(request, "oversight/action.html", context)


@staff_page
@never_cache
def action_step(request: StaffRequest, number: str, position: int, step: str) -> HttpResponse:
    """One step of an action."""
    found = _action(request, number, position)
    return run_step(
        request,
        step_named(STEPS, step),
        found,
        back=_address(found),
        number=str(found),
        title=found.what,
        context={"action": found, "finding": found.finding},
    )


@staff_page
@require_POST
def milestone_done(request: StaffRequest, number: str, position: int, milestone_id: int) -> HttpResponse:
    """A step on the way is done today."""
    found = _action(request, number, position)
    try:
        finish_milestone(request.actor, found.pk, milestone_id, at=timezone.now())
    except Conflict as refused:
        messages.warning(request, str(refused))
    return redirect(_address(found))


@staff_page
@never_cache
@require_safe
def evidence(request: StaffRequest, number: str, position: int, file_id: uuid.UUID) -> HttpResponse:
    """A piece of evidence, for those who see the action."""
    held = _action(request, number, position).evidence.select_related("file").filter(file_id=file_id).first()
    if held is None:
        raise NotFound(_("This file does not belong to the action."))
    return file_response(held.file)


def _action(request: StaffRequest, number: str, position: int) -> CorrectiveAction:
    written = normalise_number(number)
    seen = actions_visible_to(request.actor)
    found = seen.filter(finding__number=written, position=min(position, 32_000)).first() if written else None
    if found is None:
        raise NotFound(_("There is no such action among those that you may see."))
    return found


def _address(action: CorrectiveAction) -> str:
    return reverse("oversight:action", args=[action.finding.number, action.position])
