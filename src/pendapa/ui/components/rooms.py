"""The rooms of the desk: one list of where staff go, and which roles see the way there.

The way alone: every room asks for permission itself.
"""

from dataclasses import dataclass
from typing import Any

from django.template import Library
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pendapa.ui.components.navigation import side_link

register = Library()
DESK = "/meja/"
WORKERS = frozenset({"officer", "verifier", "approver", "head"})
KEEPERS = frozenset({"internal_auditor", "overseer"})
ADMINISTRATORS = frozenset({"administrator"})


@dataclass(frozen=True, slots=True)
class Room:
    """A place at the desk. It is the present one on every address that begins with one of `addresses`."""

    label: Promise
    addresses: tuple[str, ...]
    icon: str
    roles: frozenset[str]

    def is_present(self, path: str) -> bool:
        return any(path == address if address == DESK else path.startswith(address) for address in self.addresses)


EVERYBODY = WORKERS | KEEPERS | ADMINISTRATORS | {"partner"}
ROOMS = (
    Room(_("Work queue"), (DESK,), "inbox", EVERYBODY),
    Room(_("Publish reports"), ("/meja/laporan/moderasi/",), "megaphone", WORKERS - {"approver"}),
    Room(_("Questions and answers"), ("/meja/laporan/tanya-jawab/",), "circle-question-mark", WORKERS),
    Room(_("Secret mailbox"), ("/meja/kotak-rahasia/",), "lock", KEEPERS | ADMINISTRATORS),
    Room(_("Oversight"), ("/meja/pengawasan/", "/meja/temuan/"), "shield-check", KEEPERS),
    Room(_("Findings"), ("/meja/temuan/", "/meja/pengawasan/laporan/"), "clipboard-check", WORKERS),
    Room(_("Alarms"), ("/meja/peringatan/",), "activity", KEEPERS | {"head"}),
    Room(_("Surveys"), ("/meja/survei/",), "star", KEEPERS | ADMINISTRATORS | {"officer", "head"}),
    Room(_("Evaluation"), ("/meja/evaluasi/",), "calendar", KEEPERS | ADMINISTRATORS | {"head"}),
    Room(_("Services"), ("/meja/katalog/",), "book-open", KEEPERS | ADMINISTRATORS | {"head"}),
    Room(_("Ready answers"), ("/meja/templat/",), "message-square", WORKERS | ADMINISTRATORS),
    Room(_("Deadlines"), ("/meja/tenggat/",), "timer", ADMINISTRATORS | {"head"}),
    Room(_("Organisation"), ("/meja/organisasi/", "/meja/lembaga-luar/"), "building-2", ADMINISTRATORS),
    Room(_("Notices"), ("/meja/kabar/",), "bell", ADMINISTRATORS),
    Room(_("Other programs"), ("/meja/kunci-api/", "/meja/open311/"), "link", ADMINISTRATORS),
)


@register.simple_tag(takes_context=True)
def desk_rooms(context: dict[str, Any]) -> SafeString:
    """`{% desk_rooms %}`: the lines of the side navigation for whoever asks."""
    request = context["request"]
    held: frozenset[str] = getattr(getattr(request, "actor", None), "roles", frozenset())
    lines = [
        side_link(str(room.label), room.addresses[0], room.icon, room.is_present(request.path))
        for room in ROOMS
        if held & room.roles
    ]
    return format_html_join("", "{}", ((line,) for line in lines))
