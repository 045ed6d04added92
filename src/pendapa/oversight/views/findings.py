"""Findings at the desk: what waits, a new one, one with its history, and its steps."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from pendapa.oversight.actions import propose_finding
from pendapa.oversight.actions.publishing import exposed_by, words_of
from pendapa.oversight.downloads import findings_csv
from pendapa.oversight.filters import read_filters
from pendapa.oversight.forms.findings import FindingForm
from pendapa.oversight.models import Audit, Finding, OverseerReport
from pendapa.oversight.next_step import next_step
from pendapa.oversight.permissions import EXAMINED, FINDING_INSPECT, FINDING_PROPOSE
from pendapa.oversight.queries import (
    audits_visible_to,
    findings_visible_to,
    history_of,
    noticed_counts,
    noticed_with_words,
    waiting_for,
)
from pendapa.oversight.queries.deadlines import deadline_on
from pendapa.oversight.queries.reports import reports_handled_by
from pendapa.oversight.rules import OPEN_FINDINGS, Deadline, DeadlineStep, FindingState, Source
from pendapa.oversight.views.finding_steps import STEPS
from pendapa.oversight.views.stepping import run_step, show_problem, step_named
from pendapa.people.impartiality import OVERSEERS, WORKERS
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, require

MOST_SHOWN, MOST_IN_TABLE = 100, 5000
TABS = {
    "buka": (gettext_lazy("Still open"), OPEN_FINDINGS),
    "usulan": (gettext_lazy("Proposed"), (FindingState.PROPOSED,)),
    "selesai": (gettext_lazy("Ended"), (FindingState.CLOSED, FindingState.WITHDRAWN)),
}
WHAT = {
    "issue": gettext_lazy("Read the draft and issue it"),
    "answer": gettext_lazy("Answer the finding"),
    "plan": gettext_lazy("Plan an action"),
    "close": gettext_lazy("Close: every action was accepted"),
    "accept": gettext_lazy("Accept or return the report on the action"),
    "check": gettext_lazy("Check the effect"),
    "do": gettext_lazy("Carry out the action and report"),
    "report_received": gettext_lazy("Formal check"),
    "report_formal": gettext_lazy("Substantive check"),
    "report_clarifying": gettext_lazy("Clarification by the unit"),
    "report_mediation": gettext_lazy("Mediation"),
    "report_recommended": gettext_lazy("Answer to the recommendation"),
    "report_monitored": gettext_lazy("Monitoring"),
}


@staff_page
@never_cache
@require_safe
def overseers(request: StaffRequest) -> HttpResponse:
    """The desk of internal auditors and independent overseers."""
    require(request.actor, FINDING_INSPECT)
    return _desk(request, is_overseer=True)


@staff_page
@never_cache
@require_safe
def examined(request: StaffRequest) -> HttpResponse:
    """The desk of those who are examined: heads of units, and whoever is responsible for an action."""
    if request.actor.roles & OVERSEERS and not request.actor.roles & EXAMINED:
        return redirect("oversight:overseers")
    if not request.actor.roles & WORKERS:
        raise Forbidden(_("This page is for the units and whoever is responsible for an action."))
    return _desk(request, is_overseer=False)


@staff_page
@never_cache
def propose(request: StaffRequest) -> HttpResponse:
    """A new finding; from an audit or a report where the address names one."""
    require(request.actor, FINDING_PROPOSE)
    audit = _named(audits_visible_to(request.actor), request.GET.get("audit", ""))
    report = _named(reports_handled_by(request.actor), request.GET.get("laporan", ""))
    origin: Audit | OverseerReport | None = audit or report
    posted = request.method == "POST"
    form = FindingForm(request.POST if posted else None, actor=request.actor, initial=_first(origin))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        source = Source.AUDIT if audit else Source.COMPLAINT if report else Source.MANUAL
        try:
            finding = propose_finding(
                request.actor, form.given, source=source, audit=audit, report=report, at=timezone.now()
            )
        except (Conflict, Forbidden, Invalid) as problem:
            show_problem(problem, form)
        else:
            return redirect("oversight:finding", finding.number)
    back = reverse("oversight:overseers")
    return render(request, "oversight/propose.html", {"form": form, "origin": origin, "back": back}, status=status)


@staff_page
@never_cache
@require_safe
def finding(request: StaffRequest, number: str) -> HttpResponse:
    """One finding with its answers, actions and history, and what the actor may do now."""
    found = finding_at(request, number)
    actions = list(found.actions.select_related("owner", "owner_unit"))
    noticed, comments = _noticed(request, found)
    context = {
        "finding": found,
        "answers": list(found.answers.select_related("answered_by")),
        "actions": actions,
        "entries": history_of(request.actor, found, actions),
        "steps": [step for step in STEPS if step.is_offered(request.actor, found)],
        "follow_up": _follow_up(found),
        "today": local_date(timezone.now()),
        "is_overseer": (is_overseer := can(request.actor, FINDING_INSPECT, found)),
        "next": next_step(found, actions, is_overseer=is_overseer),
        "noticed": noticed,
        "comments": comments,
        "exposed": exposed_by(found, words_of(found), at=timezone.now()) if found.is_draft else [],
    }
    return render(request, "oversight/finding.html", context)


@staff_page
@never_cache
def finding_step(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """One step of a finding."""
    found = finding_at(request, number)
    return run_step(
        request,
        step_named(STEPS, step),
        found,
        back=reverse("oversight:finding", args=[found.number]),
        number=found.number,
        title=found.title,
        context={"finding": found},
    )


def finding_at(request: StaffRequest, number: str) -> Finding:
    """The finding of that number among those that the actor sees; raises NotFound."""
    written = normalise_number(number)
    found = findings_visible_to(request.actor).filter(number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no such finding among those that you may see."))
    return found


def _desk(request: StaffRequest, *, is_overseer: bool) -> HttpResponse:
    """What waits, then the findings of one tab, narrowed; with `unduh=csv` these as a table."""
    today = local_date(timezone.now())
    filters = read_filters(request.GET)
    shown = request.GET.get("tampil", "")
    shown = shown if shown in TABS and (is_overseer or shown != "usulan") else "buka"
    findings = filters.of_findings(findings_visible_to(request.actor).filter(state__in=TABS[shown][1]), today)
    findings = findings.order_by("due_on" if shown == "buka" else "-proposed_at", "number")
    if request.GET.get("unduh") == "csv":
        return findings_csv(findings[:MOST_IN_TABLE], today)
    waiting = [
        {"row": row, "what": WHAT.get(row.what, ""), "is_late": row.is_late(today)}
        for row in waiting_for(request.actor, today)
    ]
    context = {
        "waiting": waiting,
        "rows": list(findings[:MOST_SHOWN]),
        "filters": filters,
        "shown": shown,
        "narrowed": filters.as_query(),
        "download": filters.as_query(tampil=shown, unduh="csv"),
        "most": MOST_SHOWN,
        "tabs": [
            {"key": key, "label": label, "current": key == shown}
            for key, (label, _states) in TABS.items()
            if is_overseer or key != "usulan"
        ],
        "is_overseer": is_overseer,
        "may_report": "overseer" in request.actor.roles,
        "today": today,
    }
    return render(request, "oversight/desk.html", context)


def _follow_up(finding: Finding) -> Deadline | None:
    """The deadline as it counted when the finding was issued."""
    if not finding.is_open or finding.issued_at is None:
        return None
    return deadline_on(DeadlineStep.FOLLOW_UP, local_date(finding.issued_at))


def _noticed(request: StaffRequest, finding: Finding) -> tuple[dict[str, int] | None, list[str]]:
    """How residents answered, and for overseers what they added."""
    if not finding.is_published:
        return None, []
    if can(request.actor, FINDING_INSPECT, finding):
        return noticed_with_words(finding, MOST_SHOWN)
    return noticed_counts(finding), []


def _named(rows: Any, number: str) -> Any:
    written = normalise_number(number[:40])
    return rows.filter(number=written).first() if written else None


def _first(origin: Audit | OverseerReport | None) -> dict[str, Any]:
    if origin is None:
        return {}
    service = getattr(origin, "service", None)
    return {"unit": origin.unit.code, "service": service.slug if service else ""}
