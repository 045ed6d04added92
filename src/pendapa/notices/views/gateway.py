"""What the gateway for SMS and chat calls (docs/notices.md). Both calls are signed; neither has a session."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from pendapa.kernel.problems import Forbidden, Invalid, NotFound, Problem, as_problem_details
from pendapa.notices.actions import note_delivery, receive_text
from pendapa.notices.channels import GATEWAY_CHANNELS, enabled_channels
from pendapa.notices.inbound import InboundText
from pendapa.notices.rules import normal_phone
from pendapa.notices.signatures import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_signed
from pendapa.notices.transports.gateway import sending_of_gateway_id
from pendapa.people.pages import ActorRequest, public_page

LONGEST_TEXT, LONGEST_ID = 4000, 100
MOST_BYTES = 64 * 1024
Content = dict[str, Any]


def gateway_call(answer: Callable[[Content, datetime], Content]) -> Callable[..., HttpResponse]:
    """A signed POST with a JSON object, answered with one; every refusal is problem details."""

    @csrf_exempt
    @public_page
    @wraps(answer)
    def call(request: ActorRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        at = timezone.now()
        try:
            return JsonResponse(answer(_signed_content(request, at), at))
        except Problem as problem:
            details = as_problem_details(problem, request.path)
            return JsonResponse(details, status=problem.status, content_type="application/problem+json")

    return call


@gateway_call
def inbound(content: Content, at: datetime) -> Content:
    """A message came in: what it asks for is done once, the reply is ours to the sender."""
    channel, message_id, sender, text = (_text(content, name) for name in ("channel", "id", "from", "text"))
    if channel not in GATEWAY_CHANNELS or channel not in enabled_channels():
        raise Invalid(_("This channel is not switched on here."))
    if not message_id or len(message_id) > LONGEST_ID or not sender or len(sender) > LONGEST_ID:
        raise Invalid(_("A message has an id and a sender, of at most 100 signs."))
    known = InboundText(channel, message_id, normal_phone(sender) or sender, text[:LONGEST_TEXT])
    return {"reply": receive_text(known, at=at)}


@gateway_call
def report(content: Content, at: datetime) -> Content:
    """What became of a message that the gateway took."""
    found = sending_of_gateway_id(_text(content, "id"))
    state = _text(content, "state")
    if state not in {"delivered", "failed"}:
        raise Invalid(_("A report says delivered or failed."))
    if found is None:
        raise NotFound(_("This message is not known here."))
    message, sending = found
    note_delivery(message.pk, sending, is_delivered=state == "delivered", reason=_text(content, "reason"), at=at)
    return {"noted": True}


def _signed_content(request: HttpRequest, at: datetime) -> Content:
    secret = settings.PENDAPA_GATEWAY_SECRET
    if not settings.PENDAPA_GATEWAY_URL or not secret:
        raise NotFound(_("There is no gateway here."))
    if len(request.body) > MOST_BYTES:
        raise Invalid(_("This is too long."))
    moment, signature = (request.headers.get(name, "") for name in (TIMESTAMP_HEADER, SIGNATURE_HEADER))
    if not is_signed(request.body, moment, signature, secret, at):
        raise Forbidden(_("The signature is missing, wrong or too old."))
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("This is no JSON.")) from error
    if not isinstance(content, dict):
        raise Invalid(_("This is no JSON object."))
    return content


def _text(content: Content, name: str) -> str:
    value = content.get(name, "")
    if not isinstance(value, str) or "\x00" in value:
        raise Invalid(_("“{name}” should be text.").format(name=name))
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Invalid(_("“{name}” should be text.").format(name=name)) from error
    return value
