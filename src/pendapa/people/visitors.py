"""From where a visitor comes, and how often."""

import ipaddress

from django.core.cache import caches
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address; behind a proxy on the same machine, the one that the proxy saw."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        is_local_proxy = ipaddress.ip_address(direct).is_loopback
        return str(ipaddress.ip_address(forwarded)) if forwarded and is_local_proxy else direct
    except ValueError:
        return direct


def counted_in_process(key: str, seconds: int) -> int:
    """One more under this key: how many within `seconds` of the first, in this process alone; costs no query."""
    counts = caches["process"]
    counts.add(key, 0, seconds)
    try:
        return int(counts.incr(key))
    except ValueError:  # it ran out between the two steps
        return 0
