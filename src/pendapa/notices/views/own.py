"""One's own notices: the list, how one wants to be told, and the devices."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from pendapa.kernel.pagination import keyset_page
from pendapa.kernel.problems import Invalid
from pendapa.notices.actions import (
    add_device,
    change_preference,
    mark_all_read,
    mark_read,
    remove_device,
)
from pendapa.notices.forms import PreferenceForm
from pendapa.notices.queries import devices_of, notices_of, unread_count
from pendapa.notices.recipients import Recipient
from pendapa.notices.transports.push import own_public_key
from pendapa.people.pages import PersonRequest, person_page

PAGE_SIZE = 20


@person_page
def notices(request: PersonRequest) -> HttpResponse:
    """What I was told, newest first."""
    page = keyset_page(notices_of(request.actor), order=["-id"], cursor=request.GET.get("lanjut", ""), size=PAGE_SIZE)
    context = {"notices": page.rows, "next_cursor": page.next_cursor, "unread": unread_count(request.actor)}
    return render(request, "notices/list.html", context)


@person_page
def open_notice(request: PersonRequest, notice_id: int) -> HttpResponse:
    """Go to what a notice is about; it is read then."""
    notice = mark_read(request.actor, notice_id, at=timezone.now())
    is_ours = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if notice.link and is_ours else "notices:list")


@person_page
def all_read(request: PersonRequest) -> HttpResponse:
    """Mark everything that was shown as read."""
    newest = request.POST.get("up_to", "")
    if newest.isascii() and newest.isdecimal() and len(newest) < 19:
        mark_all_read(request.actor, up_to=int(newest), at=timezone.now())
    return redirect("notices:list")


@person_page
def preferences(request: PersonRequest) -> HttpResponse:
    """Which occasions by which channel, digest, quiet hours, language; and the devices."""
    form = PreferenceForm(request.POST or None, recipient=Recipient.of_account(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            change_preference(request.actor, **form.chosen(), at=timezone.now())
        except Invalid as refusal:
            for error in refusal.errors:
                form.add_error(error.field or None, error.message)
        else:
            messages.success(request, _("Your choice is saved."))
            return redirect("notices:preferences")
    context = {"form": form, "devices": list(devices_of(request.actor)), "public_key": own_public_key()}
    return render(request, "notices/preferences.html", context, status=422 if form.errors else 200)


@person_page
def devices(request: PersonRequest) -> HttpResponse:
    """For the page's script: POST adds this browser (its subscription as JSON), DELETE removes it."""
    if request.method not in {"POST", "DELETE"}:
        return HttpResponseNotAllowed(["POST", "DELETE"])
    given = _read_subscription(request)
    at = timezone.now()
    if request.method == "DELETE":
        remove_device(request.actor, endpoint=given["endpoint"], at=at)
        return HttpResponse(status=204)
    kept = add_device(request.actor, **given, at=at)
    return JsonResponse({"device": kept.device}, status=201)


@person_page
def remove(request: PersonRequest, device_id: int) -> HttpResponse:
    """Send nothing more to one device; without script too."""
    if request.method != "POST":
        return redirect("notices:preferences")
    remove_device(request.actor, device_id=device_id, at=timezone.now())
    messages.success(request, _("The device is removed."))
    return redirect("notices:preferences")


def _read_subscription(request: HttpRequest) -> dict[str, str]:
    """`PushSubscription.toJSON()` and the name of the device; raises Invalid for anything else."""
    try:
        given: Any = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("This is no JSON.")) from error
    given = given if isinstance(given, dict) else {}
    keys = given.get("keys") if isinstance(given.get("keys"), dict) else {}
    found = {
        "endpoint": given.get("endpoint", ""),
        "browser_key": keys.get("p256dh", ""),
        "auth": keys.get("auth", ""),
        "device": given.get("device", ""),
    }
    if not all(isinstance(value, str) for value in found.values()):
        raise Invalid(_("This is no subscription of a browser."))
    return found
