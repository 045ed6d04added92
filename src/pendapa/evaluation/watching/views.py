"""The desk's pages of alarms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.evaluation.measures.drawing import Column, column_chart
from pendapa.evaluation.measures.wording import short_month
from pendapa.evaluation.queries import BIGGEST_KEY
from pendapa.evaluation.watching.actions import dismiss_alarm, set_watch
from pendapa.evaluation.watching.clusters import WINDOW
from pendapa.evaluation.watching.drawing import control_chart
from pendapa.evaluation.watching.forms import DismissForm, WatchForm
from pendapa.evaluation.watching.models import Alarm, WatchRule
from pendapa.evaluation.watching.permissions import may_dismiss, may_set, require_reading, require_setting
from pendapa.evaluation.watching.queries import alarms_visible_to, follow_up_of, steps_of
from pendapa.evaluation.watching.rules import CLUSTER, MEASURES
from pendapa.evaluation.watching.wording import expected_told, measure_told, names_for, period_told, value_told
from pendapa.kernel.problems import Conflict, Forbidden, NotFound
from pendapa.people.pages import StaffRequest, staff_page

IN_LIST = 100


@staff_page
@never_cache
@require_safe
def alarms(request: StaffRequest) -> HttpResponse:
    """Alarms, the newest first."""
    require_reading(request.actor)
    found = list(alarms_visible_to(request.actor)[:IN_LIST])
    names = names_for(found)
    rows = [
        {
            "alarm": one,
            "title": names.title_of(one),
            "value": value_told(one.measure, one.value),
            "expected": expected_told(one.measure, one.expected),
        }
        for one in found
    ]
    context = {"rows": rows, "most": IN_LIST, "may_set": may_set(request.actor)}
    return render(request, "watching/alarms.html", context)


@staff_page
@never_cache
@require_safe
def alarm(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """One alarm with its chart and its table."""
    found = _alarm_at(request, alarm_id)
    context = _shown(found) | {
        "follow_up": follow_up_of(request.actor, found),
        "may_dismiss": may_dismiss(request.actor, found) and not found.is_dismissed,
    }
    return render(request, "watching/alarm.html", context)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: StaffRequest, alarm_id: int) -> HttpResponse:
    """Judge that an alarm shows no shortcoming."""
    found = _alarm_at(request, alarm_id)
    if not may_dismiss(request.actor, found):
        raise Forbidden(_("Only an overseer who does not answer for this unit judges its alarms."))
    form = DismissForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            dismiss_alarm(request.actor, found.pk, form.cleaned_data["reason"], at=timezone.now())
        except Conflict as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            messages.success(request, _("Written down. The chart begins anew with the months that raised the alarm."))
            return redirect("watching:alarm", found.pk)
    context = {"form": form, "alarm": found, "title": names_for([found]).title_of(found)}
    return render(request, "watching/dismiss.html", context, status=status)


@staff_page
@never_cache
@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    """How each measure is watched."""
    require_reading(request.actor)
    given = {one.measure: one for one in WatchRule.objects.all()}
    rows = [
        {"name": measure_told(key), "rule": given.get(key) or WatchRule.to_begin_with(key), "is_chart": key != CLUSTER}
        for key in (*MEASURES, CLUSTER)
    ]
    return render(request, "watching/rules.html", {"rows": rows, "may_set": may_set(request.actor)})


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: StaffRequest, measure: str) -> HttpResponse:
    """Set how a measure is watched."""
    require_setting(request.actor)
    if measure not in MEASURES and measure != CLUSTER:
        raise NotFound(_("There is no such measure."))
    now = WatchRule.objects.filter(measure=measure).first() or WatchRule.to_begin_with(measure)
    first = {name: getattr(now, name) for name in ("is_watched", "least_count", "baseline", "allowance", "limit")}
    form = WatchForm(measure, request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        is_watched = form.cleaned_data["is_watched"]
        set_watch(request.actor, measure, form.given, is_watched=is_watched, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("watching:rules")
    context = {"form": form, "name": measure_told(measure)}
    return render(request, "watching/rule.html", context, status=422 if form.is_bound else 200)


def _alarm_at(request: StaffRequest, alarm_id: int) -> Alarm:
    require_reading(request.actor)
    found = alarms_visible_to(request.actor).filter(pk=min(alarm_id, BIGGEST_KEY)).first()
    if found is None:
        raise NotFound(_("There is no such alarm among those that you may see."))
    return found


def _shown(found: Alarm) -> dict[str, Any]:
    """The alarm in words, as a chart and as a table."""
    title = names_for([found]).title_of(found)
    told = {
        "alarm": found,
        "title": title,
        "value": value_told(found.measure, found.value),
        "expected": expected_told(found.measure, found.expected),
        "measure": measure_told(found.measure),
        "elements": [measure_told(element) for element in found.evidence.get("elements", [])],
        "is_cluster": found.measure == CLUSTER,
    }
    if found.measure == CLUSTER:
        return told | _windows(found, title)
    steps = steps_of(found)
    rows = [
        {
            "period": period_told(step.period.label),
            "value": value_told(found.measure, step.period.value),
            "expected": value_told(found.measure, step.expected),
            "limit": value_told(found.measure, step.limit),
            "n": step.period.n,
            "is_alarmed": step.period.since >= found.since,
        }
        for step in steps
    ]
    first = next((place for place, row in enumerate(rows) if row["is_alarmed"]), len(rows))
    description = "; ".join(f"{row['period']}: {row['value']}" for row in rows)
    short = [short_month(step.period.label[-7:]) for step in steps]
    drawn = control_chart(steps, range(first, len(steps)), title, description, short)
    return told | {"rows": rows, "chart": drawn}


def _windows(found: Alarm, title: str) -> dict[str, Any]:
    counts: list[int | None] = found.evidence.get("windows", [])
    told = [_("fewer than 5") if count is None else str(count) for count in counts]
    columns = [
        Column(
            f"−{back * WINDOW}" if (back := len(counts) - 1 - place) else "0",
            count,
            "<5" if count is None else str(count),
        )
        for place, count in enumerate(counts)
    ]
    rows = [
        {
            "days": _("{first} to {last} days before").format(first=WINDOW * (back + 1), last=WINDOW * back),
            "count": told[place],
        }
        for place, back in enumerate(range(len(counts) - 1, -1, -1))
    ]
    return {"windows": rows, "chart": column_chart(columns, "chart", title, "; ".join(told))}
