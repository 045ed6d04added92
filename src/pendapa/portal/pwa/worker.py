"""Puts the service worker together: one classic script, which every browser with service workers understands."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from pendapa.complaints.rules import MOST_PHOTOS
from pendapa.ui.body import body_name

PARTS = Path(__file__).resolve().parents[1] / "assets" / "worker"
SHARED = ("ui/js/offline/outbox.js", "ui/js/offline/delivering.js")
OWN = ("caches.js", "lifecycle.js", "pages.js", "sending.js", "pushing.js")
NEEDED_OFFLINE = (
    "ui/built/app.css",
    "ui/built/heading.woff2",
    "ui/img/icon.svg",
    "ui/js/app.js",
    "ui/js/page.js",
    "ui/js/offline/outbox.js",
    "ui/js/offline/delivering.js",
    "ui/js/offline/device.js",
    "ui/js/offline/waiting.js",
    "ui/js/offline/complaint.js",
    "ui/js/uploads.js",
    "ui/js/confirm.js",
    "ui/js/offline/place.js",
)
"""What the pages that work without a server load."""
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_REMARKS = re.compile(r"^ *//.*\n|^ +", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@cache
def service_worker() -> str:
    """The whole script of `/sw.js`; it changes with each release's assets and with its own text."""
    code = "\n".join([*map(_shared_module, SHARED), *((PARTS / name).read_text(encoding="utf-8") for name in OWN)])
    code = _REMARKS.sub("", code)
    facts = _facts()
    facts["version"] = hashlib.sha256((json.dumps(facts) + _published_names() + code).encode()).hexdigest()[:12]
    return f'"use strict";\nconst BUILD = {json.dumps(facts)};\n{code}'


def _facts() -> dict[str, Any]:
    return {
        "name": body_name(),
        "language": settings.LANGUAGE_CODE,
        "files": [static(name) for name in NEEDED_OFFLINE],
        "shell": [reverse("pwa:offline"), reverse("pwa:complaint")],
        "offline": reverse("pwa:offline"),
        "complaint": reverse("pwa:complaint"),
        "report": reverse("complaints:start"),
        "traceless": reverse("whistle:explain"),
        "share": reverse("pwa:share"),
        "sign_out": reverse("account_logout"),
        "icon": static("ui/built/icon-192.png"),
        "badge": static("ui/built/icon-badge-96.png"),
        "most_photos": MOST_PHOTOS,
    }


def _published_names() -> str:
    """The list of hashed names, which changes when any asset does; "" before files are published."""
    published = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return published.read_text(encoding="utf-8") if published.exists() else ""


def _shared_module(name: str) -> str:
    """A module that pages import too; here its names stand beside all others."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return _EXPORT.sub("", _IMPORT.sub("", Path(found).read_text(encoding="utf-8")))
