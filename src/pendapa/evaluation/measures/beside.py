"""What packages of higher floors show on the scorecards.

`settings.PENDAPA_BESIDE_SCORECARDS` names functions by dotted paths: each takes unit and service ("" for all of them)
and gives a part of a page, which holds nothing of the visitor.
"""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString


def shown_beside(unit: str, service: str) -> list[SafeString]:
    """The parts, in the order of the settings."""
    return [import_string(path)(unit, service) for path in settings.PENDAPA_BESIDE_SCORECARDS]
