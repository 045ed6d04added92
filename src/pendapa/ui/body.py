"""What every page says about the public body that runs this installation, read from the settings."""

from django.conf import settings
from django.utils.translation import gettext


def body_name() -> str:
    """The body's own name, for the header, the footer and mail, e.g. "Kabupaten Tirtamaya"."""
    return str(getattr(settings, "PENDAPA_BODY_NAME", "Kabupaten Tirtamaya"))


def operator_name() -> str:
    """The unit that runs the site, for the footer; the body itself unless PENDAPA_OPERATOR_NAME names it."""
    return str(getattr(settings, "PENDAPA_OPERATOR_NAME", "") or body_name())


def is_demonstration() -> bool:
    """Whether this installation shows a fictional body (PENDAPA_DEMO): every page then says so."""
    return bool(getattr(settings, "PENDAPA_DEMO", False))


def official_line() -> str:
    """The line in the strip above the header."""
    if is_demonstration():
        return gettext("Official local government site (demonstration)")
    return gettext("Official local government site")
