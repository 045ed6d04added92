"""The frame of a page: who we are, in which language, and the indigo opening."""

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.template import Library
from django.template.context import Context
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from pendapa.ui.body import body_name, is_demonstration, official_line, operator_name
from pendapa.ui.languages import LANGUAGE_PARAMETER, LanguageLink, language_links

register = Library()


@dataclass(frozen=True, slots=True)
class Site:
    """What the frame shows on every page."""

    name: str
    operator: str
    official_line: str
    is_demonstration: bool
    language: str
    languages: list[LanguageLink]
    words: str
    person: str


@register.simple_tag(takes_context=True)
def site(context: Context) -> Site:
    """The frame's facts: `{% site as site %}`, done by ui/base.html."""
    request: HttpRequest | None = context.get("request")
    return Site(
        name=body_name(),
        operator=operator_name(),
        official_line=official_line(),
        is_demonstration=is_demonstration(),
        language=get_language() or "id",
        languages=language_links(request) if request else [],
        words=json.dumps(script_words(), ensure_ascii=False),
        person=device_tag(request),
    )


def device_tag(request: HttpRequest | None) -> str:
    """By what the copies on a person's device know their owner: always the same for one account, telling nothing of
    it; "" for whoever is not signed in."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.kind != "person":
        return ""
    return salted_hmac("pendapa.device", actor.id, algorithm="sha256").hexdigest()[:16]


@register.simple_block_tag
def opening(content: str, facts: bool = False) -> SafeString:
    """The indigo opening under the header; `facts` leaves room for a row of facts that overlaps it."""
    return format_html(
        '<div class="opening{} dark"><div class="wrap">{}</div></div>', " opening-facts" if facts else "", content
    )


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """This page's address with some query parameters changed; None or "" takes one away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop(LANGUAGE_PARAMETER, None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def script_words() -> dict[str, str]:
    """The few sentences that scripts say, in the page's language."""
    return {
        "saved": gettext("Saved on this device"),
        "restored": gettext("We put back what you had typed on this device."),
        "updated": gettext("Updated:"),
        "shrunk": gettext("made smaller from"),
        "sending": gettext("Sending"),
        "sent": gettext("sent"),
        "failed": gettext("not sent yet; it will go with the form"),
        "offline": gettext("You are offline. We keep what you typed on this device."),
        "kept": gettext("You are offline. This page was kept on this device:"),
        "arrived": gettext("What you wrote without internet has arrived. See its number."),
        "refused": gettext("Something that you wrote without internet was not taken. Please look at it."),
        "waits": gettext("Something that you wrote waits on this device for internet."),
        "update": gettext("A new version of this app is ready."),
        "updateNow": gettext("Use it now"),
        "yes": gettext("Yes, continue"),
        "no": gettext("Cancel"),
        "error": gettext("Error:"),
        "required": gettext("Fill in this answer"),
        "format": gettext("Check how this is written"),
        "nikDigits": gettext("A NIK has 16 digits"),
        "nikDate": gettext("The birth date inside this NIK does not exist. Check each digit"),
        "born": gettext("Born"),
        "male": gettext("male"),
        "female": gettext("female"),
    }
