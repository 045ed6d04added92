"""Audits at the desk: plan, sample, cases, working papers, publication."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pendapa.files.responses import file_response
from pendapa.journal.actors import Actor
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from pendapa.oversight import actions
from pendapa.oversight.forms.audits import PaperForm, PlanAuditForm, PublishAuditForm
from pendapa.oversight.forms.fields import StepForm
from pendapa.oversight.models import Audit
from pendapa.oversight.permissions import AUDIT_PLAN, AUDIT_WORK, require_judge
from pendapa.oversight.queries import audits_visible_to, papers_visible_to
from pendapa.oversight.queries.audits import is_in_team
from pendapa.oversight.queries.units import members_of_office
from pendapa.oversight.rules import AuditState
from pendapa.oversight.steps import Given, Step, plain
from pendapa.oversight.views.stepping import confirmed_in, run_step, show_problem, step_named, stored
from pendapa.people.impartiality import OVERSEERS
from pendapa.people.models import Account
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require
from pendapa.people.roles import Role

MOST_SHOWN = 100


def _in_team(actor: Actor, audit: Audit) -> None:
    require_judge(actor, AUDIT_WORK, audit)
    if not is_in_team(actor, audit):
        raise Forbidden(_("Only the team of the audit may do this."))


def _paper_form(_request: StaffRequest, audit: Audit, data: Any, files: Any) -> StepForm:
    return PaperForm(data, files, audit=audit)


def _draw(request: StaffRequest, audit: Audit, _given: Given, at: datetime) -> object:
    return actions.draw_sample(request.actor, audit, at=at)


def _write(request: StaffRequest, audit: Audit, given: Given, at: datetime) -> object:
    file = stored(given["file"]) if given["file"] else None
    return actions.write_paper(request.actor, audit, given["body"], sampled=given["sampled"], file=file, at=at)


def _publish(request: StaffRequest, audit: Audit, given: Given, at: datetime) -> object:
    return actions.publish_audit(request.actor, audit, given["conclusion"], confirmed=confirmed_in(request), at=at)


STEPS: tuple[Step[Audit], ...] = (
    Step(
        "sampel",
        gettext_lazy("Draw the sample"),
        _in_team,
        lambda audit: audit.state == AuditState.PLANNED,
        _draw,
        plain(StepForm),
        look="main",
        icon="list-filter",
        warning=gettext_lazy(
            "The seed is the root of the first checkpoint that the public log signed after your plan. "
            "The sample is drawn once and is public."
        ),
    ),
    Step(
        "kertas",
        gettext_lazy("Write a working paper"),
        _in_team,
        lambda audit: audit.state != AuditState.PUBLISHED,
        _write,
        _paper_form,
        icon="pen-line",
        warning=gettext_lazy("Only the team reads it. It stays as you write it."),
    ),
    Step(
        "terbitkan",
        gettext_lazy("Publish the audit"),
        _in_team,
        lambda audit: audit.state == AuditState.SAMPLED,
        _publish,
        plain(PublishAuditForm),
        icon="megaphone",
        warning=gettext_lazy("Everybody can read the conclusion from now on. This cannot be undone."),
    ),
)


@staff_page
@never_cache
@require_safe
def audits(request: StaffRequest) -> HttpResponse:
    """The audits of the actor's offices."""
    require(request.actor, AUDIT_WORK)
    rows = list(audits_visible_to(request.actor)[:MOST_SHOWN])
    return render(request, "oversight/audits.html", {"rows": rows})


@staff_page
@never_cache
def plan(request: StaffRequest) -> HttpResponse:
    """A new audit."""
    require(request.actor, AUDIT_PLAN)
    data = request.POST if request.method == "POST" else None
    form = PlanAuditForm(data, actor=request.actor, colleagues=_colleagues(request.actor))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            audit = actions.plan_audit(request.actor, form.given, at=timezone.now())
        except (Conflict, Forbidden, Invalid) as problem:
            show_problem(problem, form)
        else:
            return redirect("oversight:audit", audit.number)
    return render(request, "oversight/plan_audit.html", {"form": form}, status=status)


@staff_page
@never_cache
@require_safe
def audit(request: StaffRequest, number: str) -> HttpResponse:
    """One audit: plan, sample, papers (for the team), findings."""
    found = audit_at(request, number)
    in_team = is_in_team(request.actor, found)
    context = {
        "audit": found,
        "sample": list(found.sample.select_related("case")),
        "team": [member.account.get_full_name() for member in found.team.select_related("account")],
        "in_team": in_team,
        "papers": list(papers_visible_to(request.actor).filter(audit=found)) if in_team else [],
        "findings": list(found.findings.order_by("number")),
        "steps": [step for step in STEPS if in_team and step.is_open(found)],
    }
    return render(request, "oversight/audit.html", context)


@staff_page
@never_cache
def audit_step(request: StaffRequest, number: str, step: str) -> HttpResponse:
    """One step of an audit."""
    found = audit_at(request, number)
    return run_step(
        request,
        step_named(STEPS, step),
        found,
        back=reverse("oversight:audit", args=[found.number]),
        number=found.number,
        title=found.title,
        context={"audit": found},
    )


@staff_page
@require_POST
def open_case(request: StaffRequest, number: str, position: int) -> HttpResponse:
    """Open a case of the sample: the reading is recorded, then the desk shows it."""
    found = audit_at(request, number)
    sampled = found.sample.select_related("case__unit", "case__service").filter(position=min(position, 32_000)).first()
    if sampled is None:
        raise NotFound(_("This case does not belong to the sample."))
    sampled.audit = found
    actions.open_sampled_case(request.actor, sampled, at=timezone.now())
    return redirect("desk:case", sampled.case.number)


@staff_page
@never_cache
@require_safe
def paper_file(request: StaffRequest, number: str, file_id: uuid.UUID) -> HttpResponse:
    """The file of a working paper, for the team."""
    found = audit_at(request, number)
    paper = papers_visible_to(request.actor).filter(audit=found, file_id=file_id).first()
    if paper is None or paper.file is None:
        raise NotFound(_("This file does not belong to the audit."))
    return file_response(paper.file)


def audit_at(request: StaffRequest, number: str) -> Audit:
    """The audit of that number among those of the actor's office; raises NotFound."""
    written = normalise_number(number)
    found = audits_visible_to(request.actor).filter(number=written).first() if written else None
    if found is None:
        raise NotFound(_("There is no such audit among those of your office."))
    return found


def _colleagues(actor: Actor) -> Any:
    """Those of the actor's oversight office; without the actor, who is in the team anyway."""
    today = local_date(timezone.now())
    found = Account.objects.none()
    for role in sorted(actor.roles & OVERSEERS):
        found = found | members_of_office(actor, Role(role), on=today)
    return found.exclude(pk=actor.id)
