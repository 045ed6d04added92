"""Publishing many reports: chosen in the list with their masked words in view, confirmed once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pendapa.complaints.moderating.many import MOST_AT_ONCE, Published, proposals_of, publish_many
from pendapa.complaints.permissions import COMPLAINT_MODERATE
from pendapa.people.pages import StaffRequest, staff_page
from pendapa.people.permissions import require


@staff_page
@never_cache
@require_POST
def publish(request: StaffRequest) -> HttpResponse:
    """First what was chosen, once more and together; then, confirmed, all of it at once."""
    require(request.actor, COMPLAINT_MODERATE)
    choices = [choice[:60] for choice in request.POST.getlist("pilih")[:MOST_AT_ONCE]]
    back = _list_of(request)
    if not choices:
        messages.warning(request, _("Tick the reports that you have read first."))
        return redirect(back)
    if request.POST.get("setuju") == "ya":
        _tell(request, publish_many(request.actor, choices, at=timezone.now()))
        return redirect(back)
    proposals = proposals_of(request.actor, choices)
    if not proposals:
        messages.warning(request, _("What you chose was changed meanwhile. Read it again."))
        return redirect(back)
    context = {"proposals": proposals, "left_out": len(set(choices)) - len(proposals), "back": back}
    return render(request, "complaints/moderating/publish.html", {**context, "place": _place_in(request)})


def _place_in(request: StaffRequest) -> dict[str, str]:
    """Which list the choice was made in, and where in it."""
    only = "tidak" if request.POST.get("temuan") == "tidak" else ""
    return {"temuan": only, "sesudah": request.POST.get("sesudah", "")[:300]}


def _list_of(request: StaffRequest) -> str:
    query = urlencode({name: value for name, value in _place_in(request).items() if value})
    return reverse("moderation:queue") + (f"?{query}" if query else "")


def _tell(request: StaffRequest, done: Published) -> None:
    if done.now:
        told = ngettext("{count} report is public now.", "{count} reports are public now.", done.now)
        messages.success(request, told.format(count=done.now))
    if done.before:
        told = ngettext("{count} was public before.", "{count} were public before.", done.before)
        messages.info(request, told.format(count=done.before))
    for number, reason in done.refused[:10]:
        messages.warning(request, f"{number}: {reason}")
    if len(done.refused) > 10:
        messages.warning(request, _("{count} more were not published.").format(count=len(done.refused) - 10))
