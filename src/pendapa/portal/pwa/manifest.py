"""The web app manifest: what a phone shows of the app once it is installed."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext

from pendapa.ui.app_icons import APP_ICONS
from pendapa.ui.body import body_name

CHALK, INDIGO = "#FBF8F3", "#0C2436"
SHORT_NAME_LETTERS = 12
PHOTO_TYPES = ["image/jpeg", "image/png", "image/webp"]
KINDS_OF_BODY = ("Kabupaten ", "Kota ", "Provinsi ", "Kementerian ", "Kelurahan ", "Kecamatan ")


def web_manifest() -> dict[str, Any]:
    """The manifest in the language of the request; `id` makes both languages one app."""
    return {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": gettext("Public services of %(body)s") % {"body": body_name()},
        "short_name": short_name(),
        "description": gettext("Apply, complain, follow your matters, also without internet."),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "dir": "ltr",
        "display": "standalone",
        "background_color": CHALK,
        "theme_color": INDIGO,
        "categories": ["government", "utilities"],
        "icons": [_icon(icon.name, icon.size) for icon in APP_ICONS if icon.size in (192, 512)],
        "shortcuts": [
            _shortcut(gettext("Report something"), reverse("complaints:start")),
            _shortcut(gettext("Track"), reverse("cases:find")),
            _shortcut(gettext("Services"), reverse("portal:services")),
        ],
        "share_target": {
            "action": reverse("pwa:share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "photos", "accept": PHOTO_TYPES}],
            },
        },
    }


def short_name() -> str:
    """What stands under the icon: the body's name without its kind, as far as twelve letters hold whole words."""
    name = body_name()
    for kind in KINDS_OF_BODY:
        name = name.removeprefix(kind)
    short = ""
    for word in name.split():
        longer = f"{short} {word}".strip()
        if len(longer) > SHORT_NAME_LETTERS:
            break
        short = longer
    return short or name[:SHORT_NAME_LETTERS]


def _icon(name: str, size: int) -> dict[str, str]:
    purpose = "maskable" if "maskable" in name else "any"
    return {"src": static(f"ui/built/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _shortcut(name: str, url: str) -> dict[str, Any]:
    return {"name": name, "url": url, "icons": [_icon("icon-192.png", 192)]}
