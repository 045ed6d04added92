"""To which servers push messages may go: a subscription comes from a browser, and names any address it likes."""

from urllib.parse import urlsplit

from django.conf import settings

KNOWN_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
)
"""Of Chrome and its kin, Firefox, Edge and Safari; PENDAPA_PUSH_HOSTS adds others."""


def is_push_service(endpoint: str) -> bool:
    """Whether we send to this address: https, and a service that is known or was named by the operator.

    Operators name a host, all hosts below one (".example.org"), or one without TLS ("http://127.0.0.1:9000").
    """
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = tuple(settings.PENDAPA_PUSH_HOSTS)
    if f"{parts.scheme}://{parts.netloc}" in named:
        return True
    if parts.scheme != "https" or port not in (None, 443) or parts.username:
        return False
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in (*KNOWN_SERVICES, *named))
