"""Addresses of this site as they are written outside of it."""

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """The whole address of a path of this site; empty for none."""
    return f"{settings.PENDAPA_PUBLIC_URL}{path}" if path else ""


def unsubscribe_address(token: str) -> str:
    """Where the link in a mail leads."""
    return absolute(reverse("notices:unsubscribe", args=[token]))
