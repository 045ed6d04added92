"""Outgoing mail: through a server when one is named, else as files to be read in `$PENDAPA_HOME/mail`."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def mail_settings(url: str, folder: Path) -> dict[str, Any]:
    """Django's EMAIL_ settings for `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = urlsplit(url)
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if is_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": not is_tls and parts.hostname not in {"127.0.0.1", "localhost"},
        "EMAIL_TIMEOUT": 20,
    }
