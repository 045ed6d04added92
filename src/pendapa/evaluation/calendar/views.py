"""The desk's pages of the evaluation calendar."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.catalogue.languages import localised
from pendapa.evaluation.calendar.actions import answer_items, finish_evaluation, plan_evaluation
from pendapa.evaluation.calendar.evidence import Evidence, evidence_for
from pendapa.evaluation.calendar.forms import FinishForm, ItemsForm, PlanTasksForm
from pendapa.evaluation.calendar.queries import tasks_seen_by, year_of_units
from pendapa.evaluation.models import EvaluationTask, Instrument
from pendapa.evaluation.permissions import EVALUATION_DO, EVALUATION_PLAN, require_reading
from pendapa.evaluation.queries import BIGGEST_KEY
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.people.models import Organization
from pendapa.people.organizations.queries import in_branches
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, reachable_paths, require

IN_LIST = 200
DONE_SHOWN = 50


@staff_page
@never_cache
@require_safe
def tasks(request: StaffRequest) -> HttpResponse:
    """What falls due, and what was done last."""
    require_reading(request.actor)
    today = local_date(timezone.now())
    seen = tasks_seen_by(request.actor)
    undone = list(seen.filter(done_on__isnull=True)[:IN_LIST])
    context = {
        "undone": [(task, task.is_late_on(today)) for task in undone],
        "done": list(seen.filter(done_on__isnull=False).order_by("-done_on", "-id")[:DONE_SHOWN]),
        "may_plan": can(request.actor, EVALUATION_PLAN),
        "year": today.year,
    }
    return render(request, "evaluation/calendar/tasks.html", context)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest) -> HttpResponse:
    """Let an evaluation fall due for units of one's choice."""
    require(request.actor, EVALUATION_PLAN)
    paths = reachable_paths(request.actor, EVALUATION_PLAN)
    units = Organization.objects.filter(in_branches(paths)).order_by("path")
    form = PlanTasksForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_bound and form.is_valid():
        try:
            plan_evaluation(
                request.actor,
                form.cleaned_data["instrument"],
                list(form.cleaned_data["units"]),
                form.cleaned_data["due"],
                at=timezone.now(),
            )
        except Invalid as refused:
            form.add_error("due", str(refused))
        else:
            messages.success(request, _("Planned."))
            return redirect("evaluation:tasks")
    context = {"form": form, "has_instruments": Instrument.objects.exists()}
    return render(request, "evaluation/calendar/plan.html", context, status=422 if form.errors else 200)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: StaffRequest, task_id: int) -> HttpResponse:
    """One evaluation: what is asked, what the record says, what the unit says; and its end."""
    found = tasks_seen_by(request.actor).filter(pk=min(task_id, BIGGEST_KEY)).first()
    if found is None:
        raise NotFound(_("There is no such evaluation among those of your unit."))
    may_do = can(request.actor, EVALUATION_DO, found) and found.done_on is None
    given = request.POST if request.method == "POST" else None
    form = ItemsForm(found, given if given is not None and "keep" in given else None)
    finish = FinishForm(given if given is not None and "finish" in given else None, initial={"note": found.note})
    refusal = ""
    if given is not None:
        require(request.actor, EVALUATION_DO, found)
        try:
            if form.is_bound and form.is_valid():
                answer_items(request.actor, found.pk, form.answers, at=timezone.now())
                messages.success(request, _("Saved."))
                return redirect("evaluation:task", found.pk)
            if finish.is_bound and finish.is_valid():
                finish_evaluation(request.actor, found.pk, finish.cleaned_data["note"], at=timezone.now())
                messages.success(request, _("The evaluation is done; the next one is planned."))
                return redirect("evaluation:tasks")
        except (Conflict, Invalid) as refused:
            refusal = str(refused)
        if not form.is_bound and not finish.is_bound:
            refusal = _("Please load the page anew.")
    context = {
        "task": found,
        "aspects": _aspects(found, form),
        "form": form,
        "finish": finish,
        "refusal": refusal,
        "may_do": may_do,
        "is_late": found.is_late_on(local_date(timezone.now())),
    }
    status = 422 if form.errors or finish.errors or refusal else 200
    return render(request, "evaluation/calendar/task.html", context, status=status)


@staff_page
@never_cache
@require_safe
def year(request: StaffRequest, number: int) -> HttpResponse:
    """The report of a year, written from the record."""
    require_reading(request.actor)
    if not 2000 <= number <= 2100:
        raise NotFound(_("There is no report of this year."))
    rows = year_of_units(request.actor, number)
    return render(request, "evaluation/calendar/year.html", {"rows": rows, "year": number})


def _aspects(found: EvaluationTask, form: ItemsForm) -> list[dict[str, Any]]:
    """What a self-assessment asks, each item with its fields, what was answered and what the record says."""
    definition = found.instrument.definition
    names = {item.get("evidence", "") for item in found.instrument.items}
    told = evidence_for(names, found.unit, local_date(timezone.now())) if found.done_on is None else {}
    means = {one["key"]: one for one in found.result.get("aspects", [])}
    return [
        {
            "name": localised(aspect["name"]),
            "weight": aspect["weight"],
            "mean": means.get(aspect["key"], {}).get("mean", ""),
            "entries": [
                {
                    "name": localised(item["name"]),
                    "fields": form.fields_of(item["key"]),
                    "answer": found.answers.get(item["key"]),
                    "evidence": told.get(item.get("evidence", "")) or _kept(found, item["key"]),
                }
                for item in aspect["items"]
            ],
        }
        for aspect in definition.get("aspects", [])
    ]


def _kept(found: EvaluationTask, key: str) -> Evidence | None:
    """What the record said when the item was answered."""
    kept = found.answers.get(key, {}).get("evidence")
    return Evidence(localised(kept["text"]), kept["link"]) if kept else None
