"""Reporting in four short pages: what, where, to whom, who; saved at each step, sent once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendapa.complaints.actions import (
    discard_draft,
    join_complaint,
    receipt_of,
    remove_photo,
    save_draft,
    start_draft,
    submit_draft,
)
from pendapa.complaints.actions.drafts import require_sender
from pendapa.complaints.assistance import known_answers, likely_same, offer_as_answers, offer_for, offer_in
from pendapa.complaints.forms import TRAP, PurposeForm, WhatForm, WhoForm
from pendapa.complaints.guarding.limits import count_draft, count_report
from pendapa.complaints.guarding.puzzles import BITS, new_puzzle
from pendapa.complaints.intake.known_places import can_show_map
from pendapa.complaints.models import Draft
from pendapa.complaints.permissions import COMPLAINT_DRAFT
from pendapa.complaints.photos import photo_rows, take_in_photos
from pendapa.complaints.queries import active_topics, draft_opened_with, drafts_editable_by
from pendapa.complaints.rules import DRAFT_DAYS, MOST_PHOTOS, Kind
from pendapa.complaints.secrets import secret_of_draft
from pendapa.complaints.whereabouts import read_whereabouts, whereabouts_of
from pendapa.files.models import StoredFile
from pendapa.files.responses import file_response
from pendapa.kernel.problems import FieldError, Forbidden, Invalid, NotFound, TooMany
from pendapa.people.middleware import remember_secret
from pendapa.people.models import Account
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.permissions import require
from pendapa.people.visitors import address_of

PAGES = ("apa", "di-mana", "tujuan", "siapa")


@public_page
@never_cache
def start(request: ActorRequest) -> HttpResponse:
    """The first page: nothing is kept before there are words or photos to keep."""
    if request.method != "POST":
        drafts = drafts_editable_by(request.actor).order_by("-updated_at")[:5] if _is_known(request) else []
        form = WhatForm(initial={})
        return _render_what(request, None, form, [], key=uuid4(), drafts=list(drafts))
    at = timezone.now()
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    count_draft(address_of(request), at=at)
    try:
        draft = start_draft(request.actor, draft_id=key, at=at)
    except Forbidden:
        # The answer to a first try was lost, and with it the session that holds the draft: the words begin another.
        draft = start_draft(request.actor, draft_id=uuid4(), at=at)
    remember_secret(request, str(draft.pk))
    request.actor = request.actor.holding(str(draft.pk))
    return _save_what(request, draft)


@public_page
@never_cache
def resume(request: ActorRequest, draft_id: UUID, secret: str) -> HttpResponse:
    draft = draft_opened_with(draft_id, secret)
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    remember_secret(request, str(draft.pk))
    return redirect(_address_of(draft))


@public_page
@never_cache
def page(request: ActorRequest, draft_id: UUID, page: str) -> HttpResponse:
    pages: dict[str, Callable[[ActorRequest, Draft], HttpResponse]] = {
        "apa": _what,
        "di-mana": _where,
        "tujuan": _purpose,
        "siapa": _who,
    }
    if page not in pages:
        raise NotFound(_("This report has no such page."))
    if page == "siapa" and request.method == "POST" and receipt_of(draft_id) is not None:
        return redirect("complaints:sent", draft_id)
    return pages[page](request, _draft(request, draft_id))


@public_page
@require_POST
@never_cache
def upload(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Photos sent by script while the page is still being filled in; answers with the new rows of photos."""
    draft = _draft(request, draft_id)
    taken = take_in_photos(request, held=len(draft.answers.get("photos", [])), read_place=False)
    if taken.errors or not taken.files:
        raise Invalid(_("This photo was not added."), errors=taken.errors)
    draft = save_draft(request.actor, draft_id, "apa", {}, taken.files, at=timezone.now())
    return render(request, "complaints/_photo_rows.html", {"photos": photo_rows(draft)})


@public_page
@never_cache
def photo(request: ActorRequest, draft_id: UUID, file_id: UUID) -> HttpResponse:
    draft = _draft(request, draft_id)
    held = {one["id"] for one in draft.answers.get("photos", [])}
    file = StoredFile.objects.filter(pk=file_id).first() if str(file_id) in held else None
    if file is None:
        raise NotFound(_("This photo is not here any more. Please add it again."))
    return file_response(file, inline=True)


@public_page
@never_cache
def later(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = _draft(request, draft_id)
    link = request.build_absolute_uri(reverse("complaints:resume", args=[draft_id, secret_of_draft(draft_id)]))
    kept_until = draft.updated_at + timedelta(days=DRAFT_DAYS)
    context = {"draft": draft, "link": link, "back": _address_of(draft), "kept_until": kept_until}
    return render(request, "complaints/later.html", context)


@public_page
@never_cache
def discard(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = _draft(request, draft_id)
    if request.method == "POST":
        discard_draft(request.actor, draft_id)
        return redirect("complaints:start")
    return render(request, "complaints/discard.html", {"draft": draft, "back": _address_of(draft)})


@public_page
@require_POST
@never_cache
def join(request: ActorRequest, draft_id: UUID, number: str) -> HttpResponse:
    """Follow what was reported already instead of sending the draft, which is thrown away."""
    draft = _draft(request, draft_id)
    email = request.POST.get("email", "").strip()[:254]
    at = timezone.now()
    joined = join_complaint(request.actor, number, key=draft.pk, email=email if "@" in email else "", at=at)
    discard_draft(request.actor, draft_id)
    context = {"complaint": joined, "draft_id": draft_id, "is_told": bool(email) or request.actor.kind == "person"}
    return render(request, "complaints/joined.html", context)


@public_page
@never_cache
def sent(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    receipt = receipt_of(draft_id)
    if receipt is None:
        raise NotFound(_("We do not find this receipt. Open your report with its number and secret."))
    require_sender(request.actor, receipt)
    remember_secret(request, str(receipt.case.pk))
    context = {"receipt": receipt, "case": receipt.case, "complaint": receipt.complaint, "draft_id": draft_id}
    return render(request, "complaints/sent.html", context)


def _what(request: ActorRequest, draft: Draft) -> HttpResponse:
    if request.method == "POST":
        return _save_what(request, draft)
    return _render_what(request, draft, WhatForm(initial=draft.answers), [])


def _save_what(request: ActorRequest, draft: Draft) -> HttpResponse:
    at = timezone.now()
    removed = request.POST.get("remove")
    if removed is not None:
        draft = remove_photo(request.actor, draft.pk, removed, at=at)
    form = WhatForm(request.POST)
    is_right = form.is_valid()
    allowed = bool(request.POST.get("photo_place"))
    taken = take_in_photos(request, held=len(draft.answers.get("photos", [])), read_place=allowed)
    answers: dict[str, Any] = {"text": request.POST.get("text", "")[:20_000], "photo_place": allowed}
    if allowed and taken.place is not None and draft.answers.get("latitude") is None:
        answers |= {"latitude": taken.place[0], "longitude": taken.place[1], "is_place_of_photo": True}
    draft = save_draft(request.actor, draft.pk, "apa", answers, taken.files, at=at)
    if removed is not None:
        return _render_what(request, draft, WhatForm(initial=draft.answers), [])
    errors = list(taken.errors)
    if request.POST.get(TRAP):
        errors.append(FieldError(TRAP, _("Leave this field empty: it is a trap for machines.")))
    if errors or not is_right:
        return _render_what(request, draft, form, errors)
    return _next(request, draft, "apa")


def _where(request: ActorRequest, draft: Draft) -> HttpResponse:
    if request.method != "POST":
        return _render_where(request, draft, whereabouts_of(draft.answers), [])
    typed = read_whereabouts(request.POST)
    place = typed.as_answers()
    offer = offer_for(str(draft.answers.get("text", "")), place["region_code"])
    answers = {**place, "is_place_of_photo": False, "offer": offer_as_answers(offer)}
    draft = save_draft(request.actor, draft.pk, "di-mana", answers, at=timezone.now())
    errors = [] if "_search" in request.POST else typed.errors()
    if "_search" in request.POST or errors:
        return _render_where(request, draft, typed, errors)
    return _next(request, draft, "di-mana")


def _purpose(request: ActorRequest, draft: Draft) -> HttpResponse:
    answers = draft.answers
    topics = list(active_topics())
    offer = offer_in(answers, topics)
    units = list(offer.units)
    if answers.get("unit") and answers["unit"] not in {unit.code for unit in units}:
        units += [topic.unit for topic in topics if topic.unit and topic.unit.code == answers["unit"]][:1]
    initial = {
        "kind": answers.get("kind") or Kind.COMPLAINT,
        "topic": answers.get("topic") or (offer.topics[0].slug if offer.topics and "topic" not in answers else ""),
        "unit": answers.get("unit") or (units[0].code if units and "unit" not in answers else ""),
    }
    form = PurposeForm(request.POST if request.method == "POST" else None, topics=topics, units=units, initial=initial)
    if request.method == "POST":
        chosen = {name: request.POST.get(name, "")[:80] for name in ("kind", "topic", "unit")}
        if form.is_valid():
            chosen |= {name: form.cleaned_data.get(name, "") for name in ("kind", "topic", "unit")}
        draft = save_draft(request.actor, draft.pk, "tujuan", chosen, at=timezone.now())
        if form.is_valid():
            return _next(request, draft, "tujuan")
    same = likely_same(draft, at=timezone.now())
    context = {"form": form, "offer": offer, "same": same, "known": known_answers(draft)}
    return _render(request, draft, "tujuan", "complaints/purpose.html", context, failed=bool(form.errors))


def _who(request: ActorRequest, draft: Draft) -> HttpResponse:
    is_person = request.actor.kind == "person" and str(draft.account_id or "") == request.actor.id
    held = {"secrecy": "secret" if draft.answers.get("is_secret") else "public"}
    initial = {"who": "account" if is_person else "", **draft.answers, **held}
    form = WhoForm(request.POST if request.method == "POST" else None, is_person=is_person, initial=initial)
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip()[:254] for name in ("who", "name", "email", "phone")}
        typed["is_secret"] = request.POST.get("secrecy") == "secret"  # type: ignore[assignment]
        draft = save_draft(request.actor, draft.pk, "siapa", typed, at=timezone.now())
        if "_later" in request.POST:
            return redirect("complaints:later", draft.pk)
        if form.is_valid() and not _is_trapped(request, form):
            sent = _send(request, draft, form)
            if sent is not None:
                return sent
    context = {
        "form": form,
        "trap": TRAP,
        "puzzle": new_puzzle(),
        "puzzle_bits": BITS,
        "incomplete": not str(draft.answers.get("text", "")).strip(),
        "account": request.user if is_person and isinstance(request.user, Account) else None,
        "photo_count": len(draft.answers.get("photos", [])),
        "whereabouts": whereabouts_of(draft.answers),
    }
    return _render(request, draft, "siapa", "complaints/who.html", context, failed=bool(form.errors))


def _send(request: ActorRequest, draft: Draft, form: WhoForm) -> HttpResponse | None:
    """Send the draft; None, and the refusal in the form, when it cannot be sent as it is."""
    at = timezone.now()
    post = request.POST
    try:
        count_report(request.actor, address_of(request), post.get("puzzle", ""), post.get("puzzle_answer", ""), at=at)
        receipt = submit_draft(request.actor, draft.pk, at=at)
    except TooMany as refused:
        form.add_error(None, str(refused) + " " + _("Your report is kept; you can send it later."))
        return None
    except Invalid as refused:
        for error in refused.errors:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    remember_secret(request, str(receipt.case.pk))
    return redirect("complaints:sent", draft.pk)


def _is_trapped(request: ActorRequest, form: WhoForm) -> bool:
    if not request.POST.get(TRAP):
        return False
    form.add_error(None, _("Leave the hidden field empty: it is a trap for machines. Then send again."))
    return True


def _draft(request: ActorRequest, draft_id: UUID) -> Draft:
    draft = drafts_editable_by(request.actor).select_related("account").filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    require(request.actor, COMPLAINT_DRAFT, draft)
    return draft


def _is_known(request: ActorRequest) -> bool:
    return request.actor.kind == "person" or bool(request.actor.secrets)


def _address_of(draft: Draft) -> str:
    return reverse("complaints:page", args=[draft.pk, draft.page if draft.page in PAGES else PAGES[0]])


def _next(request: ActorRequest, draft: Draft, page: str) -> HttpResponse:
    if "_later" in request.POST:
        return redirect("complaints:later", draft.pk)
    return redirect("complaints:page", draft.pk, PAGES[PAGES.index(page) + 1])


def _render_what(
    request: ActorRequest,
    draft: Draft | None,
    form: WhatForm,
    errors: list[FieldError],
    *,
    key: UUID | None = None,
    drafts: list[Draft] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "photo_errors": [error.message for error in errors if error.field == "photos"],
        "errors": [
            *(FieldError("text", str(message)) for message in form.errors.get("text", [])),
            *errors,
        ],
        "key": key,
        "drafts": drafts or [],
        "trap": TRAP,
        "photos": photo_rows(draft) if draft else [],
        "most_photos": MOST_PHOTOS,
        "upload_url": reverse("complaints:upload", args=[draft.pk]) if draft else "",
    }
    failed = bool(context["errors"])
    return _render(request, draft, "apa", "complaints/what.html", context, failed=failed)


def _render_where(request: ActorRequest, draft: Draft, typed: Any, errors: list[FieldError]) -> HttpResponse:
    context = {
        "typed": typed,
        "errors": errors,
        "is_place_of_photo": bool(draft.answers.get("is_place_of_photo")),
        "can_show_map": can_show_map(),
        "map_tiles": settings.PENDAPA_MAP_TILES,
        "map_credit": settings.PENDAPA_MAP_CREDIT,
    }
    return _render(request, draft, "di-mana", "complaints/where.html", context, failed=bool(errors))


def _render(
    request: ActorRequest, draft: Draft | None, page: str, template: str, context: dict[str, Any], *, failed: bool
) -> HttpResponse:
    place = PAGES.index(page)
    frame = {
        "draft": draft,
        "page": page,
        "labels": [_("What"), _("Place"), _("To whom"), _("Who")],
        "place": place + 1,
        "of": len(PAGES),
        "back": reverse("complaints:page", args=[draft.pk, PAGES[place - 1]]) if draft and place else "",
    }
    return render(request, template, {**frame, **context}, status=422 if failed else 200)
