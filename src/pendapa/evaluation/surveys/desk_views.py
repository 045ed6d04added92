"""The desk's pages of surveys: figures, the list, one survey, its steps and plan, and open answers."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import (
    PlanIn,
    SurveyIn,
    close_survey,
    make_survey,
    moderate_comment,
    open_survey,
    publish_result,
    read_unpublished,
    save_plan,
    save_realisation,
)
from pendapa.evaluation.models import ELEMENTS, SatisfactionSurvey, SurveyResponse
from pendapa.evaluation.periods import Step, period_between, read_month
from pendapa.evaluation.permissions import (
    COMMENT_MODERATE,
    SURVEY_EDIT,
    SURVEY_ENTER,
    SURVEY_PUBLISH,
    UNPUBLISHED_READ,
    can_read,
    paths_read_by,
    require_reading,
)
from pendapa.evaluation.queries import comments_before, survey_seen_by, surveys_seen_by, unpublished_before, waiting_for
from pendapa.evaluation.results import result_of
from pendapa.evaluation.surveys.figures import element_rows, figures_of, group_rows
from pendapa.evaluation.surveys.forms import CommentForm, PlanForm, RealisationForm, SurveyDeskForm
from pendapa.evaluation.wording import CATEGORY_WORDS, ELEMENT_NAMES
from pendapa.kernel.calendar import local_date
from pendapa.kernel.problems import Conflict, Invalid, NotFound
from pendapa.people.models import Organization
from pendapa.people.organizations.queries import in_branches
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import can, reachable_paths, require

IN_LIST = 100
COMMENTS_ON_PAGE = 20
STEPS = {
    "buka": (SURVEY_EDIT, open_survey),
    "tutup": (SURVEY_EDIT, close_survey),
    "terbit": (SURVEY_PUBLISH, publish_result),
}


@staff_page
@never_cache
@require_safe
def surveys(request: StaffRequest) -> HttpResponse:
    """The surveys that the actor sees, newest first."""
    if not can(request.actor, SURVEY_ENTER):
        require_reading(request.actor)
    context = {
        "surveys": list(surveys_seen_by(request.actor)[:IN_LIST]),
        "may_edit": can(request.actor, SURVEY_EDIT),
        "may_read": can_read(request.actor),
        "may_moderate": can(request.actor, COMMENT_MODERATE),
        "may_oversee": can(request.actor, UNPUBLISHED_READ),
    }
    return render(request, "evaluation/surveys/list.html", context)


@staff_page
@never_cache
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """Indexes of the units that the actor reads, in a period of their choice."""
    require_reading(request.actor)
    today = local_date(timezone.now())
    step = _step(request.GET)
    first = read_month(request.GET.get("dari", "")) or date(today.year, 1, 1)
    last = read_month(request.GET.get("sampai", "")) or today
    unit, service = request.GET.get("unit", "")[:60], request.GET.get("layanan", "")[:60]
    period = period_between(first, last)
    unit, service = unit.replace("\x00", ""), service.replace("\x00", "")
    found = figures_of(paths_read_by(request.actor), period, step, unit, service)
    context = {
        "figures": found,
        "result": found.result,
        "category": CATEGORY_WORDS[found.result.index.category] if found.result else "",
        "period": period,
        "step": step,
        "steps": [
            (Step.MONTH, _("Month")),
            (Step.QUARTER, _("Quarter")),
            (Step.SEMESTER, _("Semester")),
            (Step.YEAR, _("Year")),
        ],
        "unit": unit,
        "service": service,
    }
    return render(request, "evaluation/surveys/figures.html", context)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, survey_id: int = 0) -> HttpResponse:
    """Prepare a survey (no id), or change one that is not open yet."""
    require(request.actor, SURVEY_EDIT)
    kept = _survey(request, survey_id, SURVEY_EDIT) if survey_id else None
    if kept is not None and kept.status != SatisfactionSurvey.Status.DRAFT:
        raise Conflict(_("This survey has been opened: what it asks cannot be changed any more."))
    form = SurveyDeskForm(
        request.POST if request.method == "POST" else None,
        units=_units(request),
        services=_services(request),
        initial=_as_typed(kept) if kept else {"channels": ["case", "link", "counter", "kiosk", "paper"]},
    )
    if form.is_bound and form.is_valid():
        try:
            survey = make_survey(
                request.actor, SurveyIn(**form.cleaned_data), survey_id=kept.pk if kept else None, at=timezone.now()
            )
        except Invalid as refused:
            for error in refused.errors:
                form.add_error(error.field, error.message)
        else:
            messages.success(request, _("The survey is saved."))
            return redirect("evaluation:desk_survey", survey.pk)
    context = {"form": form, "kept": kept}
    return render(request, "evaluation/surveys/edit.html", context, status=422 if form.errors else 200)


@staff_page
@never_cache
@require_safe
def survey(request: StaffRequest, survey_id: int) -> HttpResponse:
    """One survey: how it stands, its ways to answer, its result and what is done about it."""
    found = _survey(request, survey_id)
    may_read = can_read(request.actor, found)
    result = result_of(found) if may_read else None
    plans = {item.element: item for item in found.improvements.all()} if may_read else {}
    rows = [(row, plans.get(row.key)) for row in element_rows(result)]
    context = {
        "survey": found,
        "services": list(found.services.all()),
        "result": result,
        "category": CATEGORY_WORDS[result.index.category] if result else "",
        "rows": rows,
        "groups": group_rows(result),
        "waiting": 0 if found.is_published else waiting_for(found),
        "channels": set(found.channels),
        "may_read": may_read,
        "may_edit": can(request.actor, SURVEY_EDIT, found),
        "may_enter": can(request.actor, SURVEY_ENTER, found),
    }
    return render(request, "evaluation/surveys/survey.html", context)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: StaffRequest, survey_id: int, name: str) -> HttpResponse:
    """Open, close or publish: the page says what follows and asks once more."""
    if name not in STEPS:
        raise NotFound(_("There is no such step."))
    permission, act = STEPS[name]
    found = _survey(request, survey_id, permission)
    refusal = ""
    if request.method == "POST":
        try:
            act(request.actor, found.pk, at=timezone.now())
        except (Conflict, Invalid) as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Done."))
            return redirect("evaluation:desk_survey", found.pk)
    context = {"survey": found, "name": name, "refusal": refusal}
    return render(request, "evaluation/surveys/step.html", context, status=409 if refusal else 200)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest, survey_id: int, element: str) -> HttpResponse:
    """Before publication the plan for an element, afterwards what was done of it."""
    found = _survey(request, survey_id, SURVEY_EDIT)
    if element not in ELEMENTS:
        raise NotFound(_("There is no such element."))
    item = found.improvements.filter(element=element).first()
    if found.is_published and item is None:
        raise NotFound(_("Nothing was planned for this element."))
    given = request.POST if request.method == "POST" else None
    form = _plan_form(found, item, given)
    if form.is_bound and form.is_valid():
        if found.is_published:
            save_realisation(request.actor, found.pk, element, **form.cleaned_data, at=timezone.now())
        else:
            save_plan(request.actor, found.pk, element, PlanIn(**form.cleaned_data), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("evaluation:desk_survey", found.pk)
    context = {"survey": found, "element": element.upper(), "name": ELEMENT_NAMES[element], "item": item, "form": form}
    return render(request, "evaluation/surveys/plan.html", context, status=422 if form.errors else 200)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: StaffRequest) -> HttpResponse:
    """Open answers, already without what tells of persons; publish one or keep it from the public."""
    require(request.actor, COMMENT_MODERATE)
    typed: dict[str, Any] = {}
    if request.method == "POST":
        form = CommentForm(request.POST)
        if not form.is_valid():
            raise Invalid(_("This open answer cannot be read. Load the page anew."))
        if not comments_before(request.actor).filter(pk=form.cleaned_data["response"]).exists():
            raise NotFound(_("There is no such open answer."))
        is_published = request.POST.get("terbit") == "ya"
        answer, words, reason = (form.cleaned_data[name] for name in ("response", "text", "reason"))
        try:
            moderate_comment(request.actor, answer, words, is_published=is_published, reason=reason, at=timezone.now())
        except Invalid as refused:
            wrong = {error.field: error.message for error in refused.errors}
            typed = {"answer": answer, "words": words, "reason": reason, "wrong": wrong}
        else:
            messages.success(request, _("Saved."))
            return redirect(request.get_full_path())
    state = request.GET.get("keadaan", "waiting")
    wanted = state if state in ("waiting", "published", "hidden") else "waiting"
    page = Paginator(comments_before(request.actor).filter(comment_state=wanted), COMMENTS_ON_PAGE).get_page(
        request.GET.get("hal")
    )
    context = {"page": page, "state": wanted, "typed": typed}
    return render(request, "evaluation/surveys/comments.html", context, status=422 if typed else 200)


@staff_page
@never_cache
@require_safe
def unpublished(request: StaffRequest) -> HttpResponse:
    """Open answers that the public does not read, for those who oversee the units that keep them back: with who
    decided, when and why. That they were read is written down."""
    require(request.actor, UNPUBLISHED_READ)
    wanted = "waiting" if request.GET.get("keadaan") == "waiting" else "hidden"
    is_waiting = Q(comment_state=SurveyResponse.CommentState.WAITING)
    answers = unpublished_before(request.actor).filter(is_waiting if wanted == "waiting" else ~is_waiting)
    page = Paginator(answers, COMMENTS_ON_PAGE).get_page(request.GET.get("hal"))
    read_unpublished(request.actor, list(page), at=timezone.now())
    return render(request, "evaluation/surveys/unpublished.html", {"page": page, "state": wanted})


def _survey(request: StaffRequest, survey_id: int, permission: Any = None) -> SatisfactionSurvey:
    found = survey_seen_by(request.actor, survey_id)
    if found is None:
        raise NotFound(_("There is no such survey among those of your unit."))
    if permission is not None:
        require(request.actor, permission, found)
    return found


def _units(request: StaffRequest) -> QuerySet[Organization]:
    return Organization.objects.filter(in_branches(reachable_paths(request.actor, SURVEY_EDIT))).order_by("path")


def _services(request: StaffRequest) -> QuerySet[PublicService]:
    """The services of the actor's body: a village also delivers what an agency above it owns."""
    roots = sorted({path.split("/")[0] for path in reachable_paths(request.actor, SURVEY_EDIT)})
    return PublicService.objects.filter(in_branches(roots, "owner__path")).order_by("name")


def _as_typed(kept: SatisfactionSurvey) -> dict[str, Any]:
    plain = ("title", "title_en", "starts", "ends", "channels", "population", "weight")
    return {
        **{name: getattr(kept, name) for name in plain},
        "unit": kept.unit.code,
        "services": [service.slug for service in kept.services.all()],
    }


def _plan_form(found: SatisfactionSurvey, item: Any, given: QueryDict | None) -> PlanForm | RealisationForm:
    if found.is_published:
        done = {"realisation": item.realisation, "realised_on": item.realised_on}
        return RealisationForm(given, initial=done)
    typed = {"plan": item.plan, "responsible": item.responsible, "due_on": item.due_on} if item else {}
    return PlanForm(given, initial=typed)


def _step(given: QueryDict) -> Step:
    try:
        return Step(given.get("langkah", ""))
    except ValueError:
        return Step.QUARTER
