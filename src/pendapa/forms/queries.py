"""Finding forms."""

from pendapa.forms.definition import build_form
from pendapa.forms.models import FormVersion
from pendapa.forms.structure import FormDefinition

MOST_KEPT = 256
_built: dict[str, FormDefinition] = {}


def definition_of(version: FormVersion) -> FormDefinition:
    """The form of a stored version; built once a process, for a version never changes."""
    if version.digest not in _built:
        if len(_built) >= MOST_KEPT:
            _built.clear()
        _built[version.digest] = build_form(version.schema, version.layout)
    return _built[version.digest]


def newest_version(key: str) -> FormVersion | None:
    """The version of a form registered last; None when there is none."""
    return FormVersion.objects.filter(key=key).order_by("-created_at", "-pk").first()
