"""The link in a mail by which news is stopped."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from pendapa.kernel.problems import NotFound
from pendapa.notices.actions import stop_mail
from pendapa.notices.unsubscribing import read_token
from pendapa.people.pages import ActorRequest, public_page


@csrf_exempt
@public_page
@never_cache
def unsubscribe(request: ActorRequest, token: str) -> HttpResponse:
    """A page that asks; its button, or one click in the mail program (RFC 8058), stops the mails.

    No form token is asked for: the mail program has none, and the signed link is the permission.
    """
    unsubscriber = read_token(token)
    if unsubscriber is None:
        raise NotFound(_("This link is not whole. Copy all of it from the mail."))
    is_done = request.method == "POST"
    if is_done:
        stop_mail(unsubscriber, at=timezone.now())
    context = {"is_done": is_done, "has_account": bool(unsubscriber.account_id)}
    return render(request, "notices/unsubscribe.html", context)
