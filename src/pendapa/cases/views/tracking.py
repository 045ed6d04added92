"""The tracking page: what happens, what to do, by when; and what happened so far."""

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pendapa.cases.actions import open_as_staff
from pendapa.cases.forms import MessageForm, seal_kept_files
from pendapa.cases.kinds import TONES, CaseKind, Situation, further_party_panels, is_sealed, kind_of, related_of_kinds
from pendapa.cases.models import Case, Status
from pendapa.cases.permissions import CASE_MESSAGE, CASE_WITHDRAW, OBJECTION_FILE, as_party
from pendapa.cases.queries import accesses_to, cases_of_party, clock_progress, main_clock
from pendapa.cases.queries.receipts import with_log_index
from pendapa.cases.queries.tracking import Tracked, tracked, with_tracking
from pendapa.cases.rules import objection_until, spoken_groups
from pendapa.files.models import StoredFile
from pendapa.journal.expressions import PresentPosition
from pendapa.journal.positions import Position
from pendapa.journal.streams import HEADER as STREAM_HEADER
from pendapa.journal.streams import case_topic, stream_address
from pendapa.kernel.calendar import body_calendar, local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.permissions import can


@public_page
@never_cache
@require_safe
def track(request: ActorRequest, number: str) -> HttpResponse:
    case = tracked_case(request, number)
    if case is None or case.number != number:
        return elsewhere(case, number)
    return render_tracking(request, case)


@public_page
@never_cache
@require_safe
def track_now(request: ActorRequest, number: str) -> HttpResponse:
    """Status and timeline alone, for the page that keeps itself up to date, and where it goes on listening."""
    case = tracked_case(request, number)
    if case is None:
        raise NotFound
    context = {**_progress_context(case), "panels": _panels(request, kind_of(case), case)}
    answer = render(request, "cases/_progress.html", context)
    answer.headers[STREAM_HEADER] = _live_address(case)
    return answer


@public_page
@never_cache
@require_safe
def print_case(request: ActorRequest, number: str) -> HttpResponse:
    case = tracked_case(request, number)
    if case is None:
        return elsewhere(None, number)
    return render(request, "cases/print.html", {**_progress_context(case), "printed_at": timezone.now()})


@public_page
@never_cache
@require_safe
def accesses(request: ActorRequest, number: str) -> HttpResponse:
    """Who of the staff has looked at this case, also for those who have no account."""
    case = cases_of_party(request.actor).filter(number=normalise_number(number)).first()
    if case is None:
        return elsewhere(None, number)
    return render(request, "cases/accesses.html", {"case": case, "accesses": accesses_to(case)})


def tracked_case(request: ActorRequest, number: str) -> Case | None:
    """The visitor's own case with all that the page needs; staff who open it by its secret are recorded."""
    written = normalise_number(number)
    if written is None:
        return None
    cases = with_log_index(with_tracking(cases_of_party(request.actor))).annotate(read_at=PresentPosition())
    case = cases.select_related(*related_of_kinds()).filter(number=written).first()
    if case is not None and request.actor.is_staff:
        open_as_staff(as_party(request.actor, case), case, at=timezone.now())
    return case


def render_tracking(
    request: ActorRequest,
    case: Case,
    *,
    form: MessageForm | None = None,
    kept: list[StoredFile] | None = None,
    file_errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with a message form that has to be corrected and the files that came with it."""
    context = _progress_context(case)
    kind: CaseKind = context["kind"]
    actor = as_party(request.actor, case)
    context.update(
        panels=_panels(request, kind, case),
        spoken=spoken_groups(case.number),
        is_sealed=is_sealed(case),
        may_write=case.status != Status.WITHDRAWN and can(actor, CASE_MESSAGE, case),
        may_withdraw=case.is_open and can(actor, CASE_WITHDRAW, case),
        may_object=_may_object(context["tracked"]) and can(actor, OBJECTION_FILE, case),
        message_form=form or MessageForm.empty(),
        kept_files=kept or [],
        sealed_files=seal_kept_files(case, kept or []),
        file_errors=file_errors or [],
        errors=_message_errors(form, file_errors or []),
        live_url=_live_address(case),
        is_visitor=request.actor.kind != "person",
    )
    return render(request, "cases/track.html", context, status=status)


def _live_address(case: Any) -> str:
    """Where the page hears of what happens after it was read; "" without a live process."""
    return stream_address(case_topic(case.pk), since=Position.read(case.read_at))


def _panels(request: ActorRequest, kind: CaseKind, case: Case) -> list[str]:
    further = [panel for panels in further_party_panels() for panel in panels(request, case)]
    return [panel.html(request) for panel in [*further, *kind.party_panels(request, case)]]


def _progress_context(case: Case) -> dict[str, Any]:
    today = local_date(timezone.now())
    kind = kind_of(case)
    found = tracked(case)
    situation = kind.situation(case, today)
    return {
        "case": case,
        "kind": kind,
        "tracked": found,
        "situation": situation,
        "situation_icon": situation.icon or TONES[case.status][1],
        "object_until": _object_until(found),
        **_clock_context(case, situation, today),
    }


def _clock_context(case: Case, situation: Situation, today: date) -> dict[str, Any]:
    clock = main_clock(case)
    if clock is None or case.status == Status.WITHDRAWN:
        return {"clock": None}
    day, promised = clock_progress(clock, today)
    is_overdue = clock.is_overdue(today)
    if is_overdue:
        day = max(day, promised + 1)  # overdue on a day off: the last working day was the deadline itself
    state = "late" if is_overdue or day > promised else "done" if clock.stopped_on else "running"
    return {
        "clock": clock,
        "day": day,
        "promised": promised,
        "clock_state": "paused" if clock.paused_on and not clock.stopped_on else state,
        "has_begun": day > 0 or clock.stopped_on is not None,
        "is_overdue": is_overdue and case.status == Status.OPEN,
    }


def _object_until(found: Tracked) -> date | None:
    decision = found.decision
    return objection_until(body_calendar(), local_date(decision.at)) if decision else None


def _may_object(found: Tracked) -> bool:
    until = _object_until(found)
    return until is not None and found.waiting_objection is None and local_date(timezone.now()) <= until


def _message_errors(form: MessageForm | None, file_errors: list[str]) -> list[tuple[str, str]]:
    errors = [("id_files", message) for message in file_errors]
    if form is not None:
        for name, messages in form.errors.items():
            target = "id_body" if name == "body" else ""
            errors.extend((target, str(message)) for message in messages)
    return errors


def elsewhere(case: Case | None, number: str) -> HttpResponseRedirect:
    """To the number as it is written; or, the same for every number that the visitor may not see, to ask the code."""
    if case is not None:
        return redirect("cases:track", case.number)
    return HttpResponseRedirect(f"{reverse('cases:find')}?{urlencode({'nomor': number[:60]})}")
