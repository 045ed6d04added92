"""Answers entered many at a time at the desk: a page of paper forms, or a file checked row by row."""

from collections import defaultdict
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pendapa.catalogue.models import PublicService
from pendapa.evaluation.actions import Answer, enter_answers
from pendapa.evaluation.actions.answering import Channel
from pendapa.evaluation.answer_files import Fault, FileRow, Wrong, rows_in
from pendapa.evaluation.models import ELEMENTS, PROFILE, SatisfactionSurvey
from pendapa.evaluation.permissions import SURVEY_ENTER
from pendapa.evaluation.queries import survey_seen_by
from pendapa.evaluation.surveys.forms import EntryForm, PaperRow, UploadForm
from pendapa.evaluation.wording import known_values
from pendapa.kernel.problems import Conflict, NotFound
from pendapa.kernel.text import plain_text
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require

ROWS = 12
SHOWN_FAULTS = 100
PaperRows = formset_factory(PaperRow, extra=ROWS, max_num=ROWS, absolute_max=ROWS)
WORDS = {
    Wrong.EMPTY: gettext_lazy("There is no answer in this file."),
    Wrong.NOT_TEXT: gettext_lazy("This is not a text in UTF-8. Save the table as “CSV UTF-8”."),
    Wrong.COLUMNS: gettext_lazy("These columns are missing: {column}."),
    Wrong.SCORE: gettext_lazy("{column} must be 1, 2, 3 or 4, not “{found}”."),
    Wrong.CELLS: gettext_lazy("The row has more cells than there are columns."),
    Wrong.VALUE: gettext_lazy("{column} does not know the value “{found}”."),
    Wrong.COUNT: gettext_lazy("{column} must be a whole number, not “{found}”."),
    Wrong.UNEQUAL: gettext_lazy("{column} has another number of respondents than the other elements."),
    Wrong.TOO_MANY: gettext_lazy("The file has more than 20,000 rows. Upload it in parts."),
    Wrong.NO_CSV: gettext_lazy("This is not a CSV file."),
}


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: StaffRequest, survey_id: int) -> HttpResponse:
    """A page of paper forms, one in a row: nine digits, then what else stands on the form."""
    survey = _open_survey(request, survey_id, Channel.PAPER)
    given = request.POST if request.method == "POST" else None
    form = EntryForm(
        given, services=survey.services.all(), initial={"key": uuid4(), "service": request.GET.get("layanan", "")}
    )
    rows: BaseFormSet[PaperRow] = PaperRows(given, prefix="b")
    errors: list[tuple[str, str]] = []
    if given is not None:
        errors = _row_errors(rows) if rows.is_valid() or rows.forms else [("", _("Please load the page anew."))]
        used = [row for row in rows.forms if not row.errors and row.is_used] if rows.is_bound else []
        if not errors and not used:
            errors = [(f"id_{rows.prefix}-0-scores", _("Type the answers of at least one form."))]
        if form.is_valid() and not errors:
            answers = [Answer(row.score_by_element, row.profile, row.cleaned_data["comment"]) for row in used]
            service = form.cleaned_data["service"]
            return _entered(request, survey, Channel.PAPER, {service: answers}, form.cleaned_data["key"])
    context = {"survey": survey, "form": form, "rows": rows, "errors": errors}
    return render(request, "evaluation/surveys/paper.html", context, status=422 if given is not None else 200)


@staff_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest, survey_id: int) -> HttpResponse:
    """A CSV file: every row is checked, all faults are told, and only a file without any is taken."""
    survey = _open_survey(request, survey_id, Channel.FILE)
    services = survey.services.all()
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*given, services=services, initial={"key": uuid4()})
    faults: list[Fault] = []
    if form.is_bound and form.is_valid():
        rows, faults = _rows_of(form.cleaned_data["file"].read(), services)
        if not faults:
            answers = _by_service(rows, services, form.cleaned_data["service"])
            return _entered(request, survey, Channel.FILE, answers, form.cleaned_data["key"])
    context = {
        "survey": survey,
        "form": form,
        "faults": [(fault.line, _worded(fault)) for fault in faults[:SHOWN_FAULTS]],
        "more": max(0, len(faults) - SHOWN_FAULTS),
        "count": len(faults),
    }
    return render(request, "evaluation/surveys/upload.html", context, status=422 if form.is_bound else 200)


def _open_survey(request: StaffRequest, survey_id: int, channel: Channel) -> SatisfactionSurvey:
    survey = survey_seen_by(request.actor, survey_id)
    if survey is None:
        raise NotFound(_("There is no such survey among those of your unit."))
    require(request.actor, SURVEY_ENTER, survey)
    if not survey.is_open or channel not in survey.channels:
        raise Conflict(_("This survey does not take answers this way, or not any more."))
    return survey


def _entered(
    request: StaffRequest,
    survey: SatisfactionSurvey,
    channel: Channel,
    answers: dict[PublicService, list[Answer]],
    key: Any,
) -> HttpResponse:
    count = enter_answers(request.actor, survey.pk, channel, answers, key, at=timezone.now())
    said = ngettext("{count} answer was entered.", "{count} answers were entered.", count)
    messages.success(request, said.format(count=count))
    if channel == Channel.PAPER:
        (service,) = answers
        return redirect(f"{reverse('evaluation:paper', args=[survey.pk])}?layanan={service.slug}")
    return redirect("evaluation:desk_survey", survey.pk)


def _row_errors(rows: "BaseFormSet[PaperRow]") -> list[tuple[str, str]]:
    return [
        (f"id_{rows.prefix}-{place}-{name}", _("Form {number}: {message}").format(number=place + 1, message=message))
        for place, row in enumerate(rows.forms)
        for name, found in row.errors.items()
        for message in found
    ]


def _rows_of(content: bytes, services: QuerySet[PublicService]) -> tuple[list[FileRow], list[Fault]]:
    slugs = frozenset(services.values_list("slug", flat=True)) | {""}
    known: dict[str, frozenset[str] | None] = {part: known_values(part) for part in PROFILE}
    return rows_in(content, {**known, "comment": None, "service": slugs})


def _by_service(
    rows: list[FileRow], services: QuerySet[PublicService], usual: PublicService
) -> dict[PublicService, list[Answer]]:
    by_slug = {service.slug: service for service in services}
    found: dict[PublicService, list[Answer]] = defaultdict(list)
    for row in rows:
        service = by_slug.get(row.others.get("service", ""), usual)
        profile = {part: row.others.get(part, "") for part in PROFILE}
        scores = dict(zip(ELEMENTS, row.scores, strict=True))
        found[service].append(Answer(scores, profile, plain_text(row.others.get("comment", ""))))
    return dict(found)


def _worded(fault: Fault) -> str:
    return str(WORDS[fault.wrong]).format(column=fault.column, found=fault.found[:60])
