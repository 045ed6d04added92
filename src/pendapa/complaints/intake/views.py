"""Reporting in four short pages: what, where, to whom, who; saved at each step, sent once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pendapa.complaints.actions import (
    receipt_of,
    remove_photo,
    save_draft,
    start_draft,
)
from pendapa.complaints.guarding.limits import count_draft
from pendapa.complaints.intake.assistance import known_answers, likely_same, offer_as_answers, offer_for, offer_in
from pendapa.complaints.intake.forms import TRAP, PurposeForm, WhatForm
from pendapa.complaints.intake.frame import DISCARDED, draft_of, next_page, render_page
from pendapa.complaints.intake.known_places import can_show_map
from pendapa.complaints.intake.photos import photo_rows, take_in_photos
from pendapa.complaints.intake.sending import who_page
from pendapa.complaints.intake.whereabouts import read_whereabouts, whereabouts_of
from pendapa.complaints.models import Draft
from pendapa.complaints.queries import active_topics, drafts_editable_by
from pendapa.complaints.rules import MOST_PHOTOS, Kind
from pendapa.kernel.problems import FieldError, Forbidden, NotFound
from pendapa.people.middleware import remember_secret
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.visitors import address_of


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
def page(request: ActorRequest, draft_id: UUID, page: str) -> HttpResponse:
    pages: dict[str, Callable[[ActorRequest, Draft], HttpResponse]] = {
        "apa": _what,
        "di-mana": _where,
        "tujuan": _purpose,
        "siapa": who_page,
    }
    if page not in pages:
        raise NotFound(_("This report has no such page."))
    if page == "siapa" and request.method == "POST" and receipt_of(draft_id) is not None:
        return redirect("complaints:sent", draft_id)
    return pages[page](request, draft_of(request, draft_id))


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
    return next_page(request, draft, "apa")


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
    return next_page(request, draft, "di-mana")


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
            return next_page(request, draft, "tujuan")
    same = likely_same(draft, at=timezone.now())
    context = {"form": form, "offer": offer, "same": same, "known": known_answers(draft)}
    return render_page(request, draft, "tujuan", "complaints/purpose.html", context, failed=bool(form.errors))


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _is_known(request: ActorRequest) -> bool:
    return request.actor.kind == "person" or bool(request.actor.secrets)


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
        "discarded": _uuid_or_none(request.GET.get(DISCARDED, "")),
        "upload_url": reverse("complaints:upload", args=[draft.pk]) if draft else "",
    }
    failed = bool(context["errors"])
    return render_page(request, draft, "apa", "complaints/what.html", context, failed=failed)


def _render_where(request: ActorRequest, draft: Draft, typed: Any, errors: list[FieldError]) -> HttpResponse:
    context = {
        "typed": typed,
        "errors": errors,
        "is_place_of_photo": bool(draft.answers.get("is_place_of_photo")),
        "can_show_map": can_show_map(),
        "map_tiles": settings.PENDAPA_MAP_TILES,
        "map_credit": settings.PENDAPA_MAP_CREDIT,
    }
    return render_page(request, draft, "di-mana", "complaints/where.html", context, failed=bool(errors))
