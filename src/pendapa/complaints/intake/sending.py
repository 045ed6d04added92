"""The last page: who reports, and sending."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from pendapa.complaints.actions import (
    save_draft,
    submit_draft,
)
from pendapa.complaints.guarding.limits import count_report
from pendapa.complaints.guarding.puzzles import new_puzzle
from pendapa.complaints.intake.forms import TRAP, WhoForm
from pendapa.complaints.intake.frame import render_page
from pendapa.complaints.intake.whereabouts import whereabouts_of
from pendapa.complaints.models import Draft
from pendapa.kernel.problems import Invalid, TooMany
from pendapa.people.middleware import remember_secret
from pendapa.people.models import Account
from pendapa.people.pages import ActorRequest
from pendapa.people.visitors import address_of


def who_page(request: ActorRequest, draft: Draft) -> HttpResponse:
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
        "puzzle_bits": settings.PENDAPA_PUZZLE_BITS,
        "incomplete": not str(draft.answers.get("text", "")).strip(),
        "account": request.user if is_person and isinstance(request.user, Account) else None,
        "photo_count": len(draft.answers.get("photos", [])),
        "whereabouts": whereabouts_of(draft.answers),
    }
    return render_page(request, draft, "siapa", "complaints/who.html", context, failed=bool(form.errors))


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
