"""Applying: one thing a page, saved at each step, checked as a whole, sent once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendapa.applications.actions import (
    discard_draft,
    remove_draft_file,
    save_page,
    start_correction,
    start_draft,
    submit_draft,
)
from pendapa.applications.models import Draft
from pendapa.applications.permissions import DRAFT_EDIT
from pendapa.applications.queries import application_of, draft_opened_with, drafts_editable_by, form_of
from pendapa.applications.receipts import receipt_document, sent_receipt
from pendapa.applications.rules import DRAFT_DAYS, answers_without_files, files_in, mark_of
from pendapa.applications.secrets import secret_of_draft
from pendapa.applications.uploads import take_in
from pendapa.cases.queries import cases_visible_to
from pendapa.catalogue.queries import standard_for_application
from pendapa.files.models import StoredFile
from pendapa.files.responses import content_response, file_response
from pendapa.forms.reading_posts import intent_of, new_uploads, read_page
from pendapa.forms.rendering import neighbours, page_view, progress_labels
from pendapa.forms.rules import validate_all, validate_page, visible_pages
from pendapa.forms.structure import FormDefinition, Kind
from pendapa.forms.summary import answer_text, summary
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import FieldError, Invalid, NotFound
from pendapa.people.middleware import remember_secret
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.permissions import require

SEEN = "_seen"
"""The field of a page that says which answers it was drawn with."""


@public_page
@never_cache
def start(request: ActorRequest, slug: str) -> HttpResponse:
    standard = standard_for_application(slug)
    if standard is None:
        raise NotFound(_("This service cannot be applied for online. Please come to the counter."))
    if request.method == "POST":
        draft = start_draft(request.actor, standard, at=timezone.now())
        remember_secret(request, str(draft.pk))
        return redirect("applications:page", slug, draft.pk, form_of(standard).pages[0].key)
    drafts = drafts_editable_by(request.actor).filter(standard__service__slug=slug, corrects__isnull=True)
    return render(
        request,
        "applications/start.html",
        {"service": standard.service, "standard": standard, "drafts": list(drafts[:10])},
    )


@public_page
@never_cache
def resume(request: ActorRequest, slug: str, draft_id: UUID, secret: str) -> HttpResponse:
    draft = draft_opened_with(draft_id, secret)
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    remember_secret(request, str(draft.pk))
    return redirect(_address_of(draft))


@public_page
@never_cache
def correct(request: ActorRequest, number: str) -> HttpResponse:
    case = cases_visible_to(request.actor).filter(number=normalise_number(number), kind="application").first()
    if case is None:
        raise NotFound(_("We do not find this application. Open it with its number and secret."))
    draft = start_correction(request.actor, case, at=timezone.now())
    definition = form_of(draft.standard)
    asked = set((application_of(case).correction_request or {}).get("fields", []))
    first = next(
        (page for page in visible_pages(definition, draft.answers) if asked & {field.name for field in page.fields}),
        definition.pages[0],
    )
    return redirect("applications:page", draft.standard.service.slug, draft.pk, first.key)


@public_page
@never_cache
def page(request: ActorRequest, slug: str, draft_id: UUID, page: str) -> HttpResponse:
    draft = _draft(request, slug, draft_id)
    definition = form_of(draft.standard)
    if all(known.key != page for known in definition.pages):
        raise NotFound(_("This form has no such page."))
    if request.method != "POST":
        return _render_page(request, draft, definition, page, draft.answers, [])
    intent = intent_of(request.POST)
    at = timezone.now()
    if intent.kind == "remove":
        remove_draft_file(request.actor, draft_id, intent.field, intent.value, at=at)
    kept, refused = take_in(
        definition, new_uploads(definition, page, request.FILES), _held_files(definition, draft.answers)
    )
    answers = read_page(definition, page, request.POST, draft.answers)
    draft = save_page(request.actor, draft_id, page, answers, kept, seen=request.POST.get(SEEN, ""), at=at)
    if draft.set_aside.get(page):
        return _render_page(request, draft, definition, page, draft.answers, refused)
    if intent.kind == "later":
        return redirect("applications:later", slug, draft_id)
    errors = refused if intent.kind != "next" else _merged(refused, validate_page(definition, page, draft.answers))
    if errors or intent.kind != "next":
        return _render_page(request, draft, definition, page, draft.answers, errors)
    _before, following = neighbours(definition, page, draft.answers)
    if following is None or "to_check" in request.POST:
        return redirect("applications:check", slug, draft_id)
    return redirect("applications:page", slug, draft_id, following.key)


@public_page
@require_POST
@never_cache
def check_answer(request: ActorRequest, slug: str, draft_id: UUID, page: str) -> HttpResponse:
    """What is wrong with the one answer just left, for script; nothing is saved."""
    draft = _draft(request, slug, draft_id)
    definition = form_of(draft.standard)
    if all(known.key != page for known in definition.pages):
        raise NotFound(_("This form has no such page."))
    answers = read_page(definition, page, request.POST, draft.answers)
    field = request.POST.get("field", "").split(".")[0]
    errors = [error for error in validate_page(definition, page, answers) if error.field == field]
    return JsonResponse({"errors": [{"field": error.field, "message": error.message} for error in errors]})


@public_page
@require_POST
@never_cache
def upload(request: ActorRequest, slug: str, draft_id: UUID, page: str, field: str) -> HttpResponse:
    """One file sent by script while the page is still being filled in; answers with the new rows of files."""
    draft = _draft(request, slug, draft_id)
    definition = form_of(draft.standard)
    if all(known.key != page for known in definition.pages) or field not in definition.fields:
        raise NotFound(_("This form has no such page."))
    uploads = {name: files for name, files in new_uploads(definition, page, request.FILES).items() if name == field}
    kept, refused = take_in(definition, uploads, _held_files(definition, draft.answers))
    if refused or not kept:
        raise Invalid(_("This file was not added."), errors=refused)
    draft = save_page(request.actor, draft_id, page, None, kept, at=timezone.now())
    view = next(view for view in page_view(definition, page, draft.answers, **_urls(draft)) if view.field.name == field)
    return render(request, "applications/_file_rows.html", {"rows": view.files})


@public_page
@never_cache
def check(request: ActorRequest, slug: str, draft_id: UUID) -> HttpResponse:
    if request.method == "POST":
        return _send(request, slug, draft_id)
    draft = _draft(request, slug, draft_id)
    definition = form_of(draft.standard)
    return _render_check(request, draft, definition, validate_all(definition, draft.answers), status=200)


@public_page
@never_cache
def later(request: ActorRequest, slug: str, draft_id: UUID) -> HttpResponse:
    draft = _draft(request, slug, draft_id)
    path = reverse("applications:resume", args=[slug, draft_id, secret_of_draft(draft_id)])
    return render(
        request,
        "applications/later.html",
        {
            "draft": draft,
            "service": draft.standard.service,
            "link": request.build_absolute_uri(path),
            "back": _address_of(draft),
            "kept_until": draft.updated_at + timedelta(days=DRAFT_DAYS),
        },
    )


@public_page
@never_cache
def discard(request: ActorRequest, slug: str, draft_id: UUID) -> HttpResponse:
    draft = _draft(request, slug, draft_id)
    if request.method == "POST":
        discard_draft(request.actor, draft_id, at=timezone.now())
        messages.success(request, _("Your draft is discarded."))
        return redirect("portal:service", slug)
    return render(request, "applications/discard.html", {"draft": draft, "back": _address_of(draft)})


@public_page
@never_cache
def sent(request: ActorRequest, slug: str, draft_id: UUID) -> HttpResponse:
    receipt = sent_receipt(request.actor, draft_id)
    if receipt is None:
        raise NotFound(_("We do not find this receipt. Open your application with its number and secret."))
    remember_secret(request, str(receipt.case.pk))
    return render(request, "applications/sent.html", {"receipt": receipt, "case": receipt.case, "draft_id": draft_id})


@public_page
@never_cache
def receipt_pdf(request: ActorRequest, slug: str, draft_id: UUID) -> HttpResponse:
    receipt = sent_receipt(request.actor, draft_id)
    if receipt is None:
        raise NotFound(_("We do not find this receipt. Open your application with its number and secret."))
    return content_response(receipt_document(receipt), f"{receipt.case.number}.pdf", "application/pdf", inline=True)


@public_page
@never_cache
def draft_file(request: ActorRequest, slug: str, draft_id: UUID, file_id: UUID) -> HttpResponse:
    draft = _draft(request, slug, draft_id)
    if str(file_id) not in {held for _field, held in files_in(draft.answers)}:
        raise NotFound(_("This file is not here any more. Please add it again."))
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        raise NotFound(_("This file is not here any more. Please add it again."))
    return file_response(file, inline=True)


def _send(request: ActorRequest, slug: str, draft_id: UUID) -> HttpResponse:
    try:
        receipt = submit_draft(request.actor, draft_id, at=timezone.now())
    except Invalid as refused:
        draft = _draft(request, slug, draft_id)
        definition = form_of(draft.standard)
        return _render_check(request, draft, definition, refused.errors, status=422)
    if receipt.is_correction:
        return redirect("cases:track", receipt.case.number)
    remember_secret(request, str(receipt.case.pk))
    return redirect("applications:sent", slug, draft_id)


def _draft(request: ActorRequest, slug: str, draft_id: UUID) -> Draft:
    draft = drafts_editable_by(request.actor).filter(pk=draft_id, standard__service__slug=slug).first()
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    require(request.actor, DRAFT_EDIT, draft)
    return draft


def _address_of(draft: Draft) -> str:
    definition = form_of(draft.standard)
    known = {one.key for one in definition.pages}
    page = draft.page if draft.page in known else definition.pages[0].key
    return reverse("applications:page", args=[draft.standard.service.slug, draft.pk, page])


def _held_files(definition: FormDefinition, answers: dict[str, Any]) -> dict[str, int]:
    return {
        name: len(value) for name, value in answers.items() if name in definition.fields and isinstance(value, list)
    }


def _merged(first: list[FieldError], then: list[FieldError]) -> list[FieldError]:
    named = {error.field for error in first}
    return [*first, *(error for error in then if error.field not in named)]


def _urls(draft: Draft) -> dict[str, Any]:
    slug = draft.standard.service.slug
    return {
        "file_urls": {
            file_id: reverse("applications:draft_file", args=[slug, draft.pk, file_id])
            for _field, file_id in files_in(draft.answers)
        }
    }


def _correction(draft: Draft) -> dict[str, Any] | None:
    return application_of(draft.corrects).correction_request if draft.corrects is not None else None


def _render_page(
    request: ActorRequest,
    draft: Draft,
    definition: FormDefinition,
    key: str,
    answers: dict[str, Any],
    errors: list[FieldError],
) -> HttpResponse:
    slug = draft.standard.service.slug
    pages = visible_pages(definition, answers)
    before, _following = neighbours(definition, key, answers)
    place = next((place for place, one in enumerate(pages, start=1) if one.key == key), 1)
    context = {
        "draft": draft,
        "service": draft.standard.service,
        "definition": definition,
        "form_page_title": definition.page(key).title,
        "key": key,
        "answers": answers,
        "errors": errors,
        "labels": progress_labels(definition, answers, _("Check")),
        "place": place,
        "of": len(pages) + 1,
        "back": reverse("applications:page", args=[slug, draft.pk, before.key]) if before else "",
        "correction": _correction(draft),
        "seen": mark_of(answers_without_files(definition.page(key).fields, draft.answers)),
        "others": [_differences(definition, key, draft.answers, one) for one in draft.set_aside.get(key, [])],
        "upload_urls": {
            field.name: reverse("applications:upload", args=[slug, draft.pk, key, field.name])
            for field in definition.page(key).fields
            if field.file_rules is not None
        },
        **_urls(draft),
    }
    status = 422 if errors else 409 if request.method == "POST" and context["others"] else 200
    return render(request, "applications/page.html", context, status=status)


def _differences(
    definition: FormDefinition, key: str, answers: Mapping[str, Any], other: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """(label, answer as it reads) of each field of the page that another window answered otherwise."""
    return [
        (str(field.label), answer_text(field, other.get(field.name)))
        for field in definition.page(key).fields
        if field.kind is not Kind.FILES and other.get(field.name) != answers.get(field.name)
    ]


def _render_check(
    request: ActorRequest, draft: Draft, definition: FormDefinition, errors: list[FieldError], *, status: int
) -> HttpResponse:
    slug = draft.standard.service.slug
    pages = visible_pages(definition, draft.answers)
    page_of = {field.name: one.key for one in definition.pages for field in one.fields}
    addresses = {one.key: reverse("applications:page", args=[slug, draft.pk, one.key]) for one in definition.pages}
    context = {
        "draft": draft,
        "service": draft.standard.service,
        "standard": draft.standard,
        "pages": summary(definition, draft.answers, mask_nik=False, **_urls(draft)),
        "change_urls": addresses,
        "problems": [(addresses.get(page_of.get(error.field, ""), ""), error.message) for error in errors],
        "doubled": [(addresses[one.key], str(one.title)) for one in pages if draft.set_aside.get(one.key)],
        "labels": progress_labels(definition, draft.answers, _("Check")),
        "place": len(pages) + 1,
        "of": len(pages) + 1,
        "back": addresses[pages[-1].key],
        "correction": _correction(draft),
    }
    return render(request, "applications/check.html", context, status=status)
