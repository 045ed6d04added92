"""`life_events.yaml`: the moments of life by which people find services."""

from typing import Any

from django.utils.translation import gettext as _

from pendapa.catalogue.loader.organizations import read_code
from pendapa.catalogue.loader.reading import Section

FILE = "life_events.yaml"


def read_life_events(file: Section) -> dict[str, dict[str, Any]]:
    """The values of each life event by its key, in the order of the file."""
    events: dict[str, dict[str, Any]] = {}
    for order, section in enumerate(file.sections("life_events"), start=1):
        key = read_code(section, "key")
        if key in events:
            section.fault(_("The life event “{key}” is described twice.").format(key=key), "key")
        name = section.words("name", longest=80)
        summary = section.words("summary", longest=200)
        events[key] = {
            "name": name.get("id", ""),
            "name_en": name.get("en", ""),
            "summary": summary.get("id", ""),
            "summary_en": summary.get("en", ""),
            "icon": section.text("icon", longest=40),
            "order": order,
        }
        section.finish()
    file.finish()
    return events
