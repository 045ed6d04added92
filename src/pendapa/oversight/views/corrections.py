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
from pendapa.kernel.problems import Conflict, Forbidden, NotFound
from pendapa.oversight.actions import finish_milestone
from pendapa.oversight.downloads import actions_csv
from pendapa.oversight.filters import STAGES, read_filters
from pendapa.oversight.models import CorrectiveAction
from pendapa.oversight.permissions import ACTION_WORK
from pendapa.oversight.queries import actions_visible_to
from pendapa.oversight.queries.deadlines import deadline_on
from pendapa.oversight.rules import DeadlineStep, measure_named
from pendapa.oversight.views.action_steps import STEPS
from pendapa.oversight.views.stepping import run_step, step_named
from pendapa.people.impartiality import OVERSEERS, WORKERS
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can

MOST_SHOWN, MOST_IN_TABLE = 100, 5000


@staff_page
@never_cache
@require_safe
def actions(request: StaffRequest) -> HttpResponse:
    """Every action that the actor sees, narrowed; with `unduh=csv` as a table."""
    if not request.actor.roles & (OVERSEERS | WORKERS):
        raise Forbidden(_("This page is for the units and whoever is responsible for an action."))
    today, filters = local_date(timezone.now()), read_filters(request.GET)
    found = filters.of_actions(actions_visible_to(request.actor), today).order_by(
        "due_on", "finding__number", "position"
    )
    if request.GET.get("unduh") == "csv":
        return actions_csv(found[:MOST_IN_TABLE], today)
    context = {
        "rows": [(one, one.is_overdue(today) and one.finding.is_open) for one in found[:MOST_SHOWN]],
        "most": MOST_SHOWN,
        "filters": filters,
        "stages": STAGES,
        "download": filters.as_query(status=filters.stage, unduh="csv"),
        "is_overseer": bool(request.actor.roles & OVERSEERS),
    }
    return render(request, "oversight/actions.html", context)


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
    """A piece of evidence, for those who see the action: to save, or with `lihat=1` to look at where it may be."""
    held = _action(request, number, position).evidence.select_related("file").filter(file_id=file_id).first()
    if held is None:
        raise NotFound(_("This file does not belong to the action."))
    return file_response(held.file, inline=request.GET.get("lihat") == "1")


def _action(request: StaffRequest, number: str, position: int) -> CorrectiveAction:
    written = normalise_number(number)
    seen = actions_visible_to(request.actor)
    found = seen.filter(finding__number=written, position=min(position, 32_000)).first() if written else None
    if found is None:
        raise NotFound(_("There is no such action among those that you may see."))
    return found


def _address(action: CorrectiveAction) -> str:
    return reverse("oversight:action", args=[action.finding.number, action.position])
