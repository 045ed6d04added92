"""What else is done with a draft: found again, photos, kept for later, thrown away, joined, its receipt."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
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
    save_draft,
)
from pendapa.complaints.actions.drafts import require_sender
from pendapa.complaints.intake.frame import DISCARDED, address_of_draft, draft_of
from pendapa.complaints.intake.photos import photo_rows, take_in_photos
from pendapa.complaints.intake.secrets import secret_of_draft
from pendapa.complaints.queries import draft_opened_with, drafts_editable_by, public_complaint
from pendapa.complaints.rules import DRAFT_DAYS
from pendapa.files.models import StoredFile
from pendapa.files.responses import file_response
from pendapa.kernel.problems import Invalid, NotFound
from pendapa.people.middleware import remember_secret
from pendapa.people.pages import ActorRequest, public_page


@public_page
@never_cache
def resume(request: ActorRequest, draft_id: UUID, secret: str) -> HttpResponse:
    draft = draft_opened_with(draft_id, secret)
    if draft is None:
        raise NotFound(_("We do not find this draft. It may have been sent already, or discarded."))
    remember_secret(request, str(draft.pk))
    return redirect(address_of_draft(draft))


@public_page
@require_POST
@never_cache
def upload(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    """Photos sent by script while the page is still being filled in; answers with the new rows of photos."""
    draft = draft_of(request, draft_id)
    taken = take_in_photos(request, held=len(draft.answers.get("photos", [])), read_place=False)
    if taken.errors or not taken.files:
        raise Invalid(_("This photo was not added."), errors=taken.errors)
    draft = save_draft(request.actor, draft_id, "apa", {}, taken.files, at=timezone.now())
    return render(request, "complaints/_photo_rows.html", {"photos": photo_rows(draft)})


@public_page
@never_cache
def photo(request: ActorRequest, draft_id: UUID, file_id: UUID) -> HttpResponse:
    draft = draft_of(request, draft_id)
    held = {one["id"] for one in draft.answers.get("photos", [])}
    file = StoredFile.objects.filter(pk=file_id).first() if str(file_id) in held else None
    if file is None:
        raise NotFound(_("This photo is not here any more. Please add it again."))
    return file_response(file, inline=True)


@public_page
@never_cache
def later(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_of(request, draft_id)
    link = request.build_absolute_uri(reverse("complaints:resume", args=[draft_id, secret_of_draft(draft_id)]))
    kept_until = draft.updated_at + timedelta(days=DRAFT_DAYS)
    context = {"draft": draft, "link": link, "back": address_of_draft(draft), "kept_until": kept_until}
    return render(request, "complaints/later.html", context)


@public_page
@never_cache
def discard(request: ActorRequest, draft_id: UUID) -> HttpResponse:
    draft = draft_of(request, draft_id)
    if request.method == "POST":
        discard_draft(request.actor, draft_id)
        return redirect(f"{reverse('complaints:start')}?{urlencode({DISCARDED: draft_id})}")
    return render(request, "complaints/discard.html", {"draft": draft, "back": address_of_draft(draft)})


@public_page
@require_POST
@never_cache
def join(request: ActorRequest, draft_id: UUID, number: str) -> HttpResponse:
    """Follow what was reported already instead of sending the draft, which is thrown away. A second click finds it gone
    and leads to the report."""
    if str(draft_id) in request.actor.secrets and not drafts_editable_by(request.actor).filter(pk=draft_id).exists():
        return redirect("reports:report", public_complaint(number).case.number)
    draft = draft_of(request, draft_id)
    email = request.POST.get("email", "").strip()
    if email and not _is_email(email):
        messages.warning(request, _("Check the e-mail address: it should look like siti@example.org."))
        return redirect("complaints:page", draft_id, "tujuan")
    at = timezone.now()
    joined = join_complaint(request.actor, number, key=draft.pk, email=email, at=at)
    discard_draft(request.actor, draft_id)
    context = {"complaint": joined, "draft_id": draft_id, "is_told": bool(email) or request.actor.kind == "person"}
    return render(request, "complaints/joined.html", context)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


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
