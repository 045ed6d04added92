"""What the four pages have in common: their order, their draft, their frame."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pendapa.complaints.models import Draft
from pendapa.complaints.permissions import COMPLAINT_DRAFT
from pendapa.complaints.queries import drafts_editable_by
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import ActorRequest
from pendapa.people.permissions import require

DISCARDED = "dibuang"
"""In the address of the first page: the draft that was thrown away, of which the device keeps nothing either."""
PAGES = ("apa", "di-mana", "tujuan", "siapa")


def draft_of(request: ActorRequest, draft_id: UUID) -> Draft:
    """The draft, for who began it or holds its secret; raises NotFound for anybody else."""
    draft = drafts_editable_by(request.actor).select_related("account").filter(pk=draft_id).first()
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    require(request.actor, COMPLAINT_DRAFT, draft)
    return draft


def address_of_draft(draft: Draft) -> str:
    """The page at which the draft was left."""
    return reverse("complaints:page", args=[draft.pk, draft.page if draft.page in PAGES else PAGES[0]])


def next_page(request: ActorRequest, draft: Draft, page: str) -> HttpResponse:
    """On to the page after this one, or away for today."""
    if "_later" in request.POST:
        return redirect("complaints:later", draft.pk)
    return redirect("complaints:page", draft.pk, PAGES[PAGES.index(page) + 1])


def render_page(
    request: ActorRequest, draft: Draft | None, page: str, template: str, context: dict[str, Any], *, failed: bool
) -> HttpResponse:
    """A page in the frame of all: how far it is, and the way back. 422 for one that must be corrected."""
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
