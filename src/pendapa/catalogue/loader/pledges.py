"""`pledges.yaml`: what each unit pledges, who signed it and when."""

from typing import Any

from django.utils.translation import gettext as _

from pendapa.catalogue.loader.reading import Section

FILE = "pledges.yaml"


def read_pledges(file: Section, known_units: set[str]) -> dict[str, dict[str, Any]]:
    """The values of the present pledge of each unit, by the unit's code."""
    pledges: dict[str, dict[str, Any]] = {}
    for section in file.sections("pledges"):
        unit = section.text("unit")
        if unit and unit not in known_units:
            section.fault(
                _("The unit “{unit}” is not known; it must stand in organizations.yaml.").format(unit=unit), "unit"
            )
        if unit in pledges:
            section.fault(_("The unit “{unit}” has two pledges here.").format(unit=unit), "unit")
        signed_on = section.day("signed_on")
        pledges[unit] = {
            "text": section.words("text"),
            "sanction": section.words("sanction"),
            "signed_by": section.text("signed_by", longest=120),
            "position": section.words("position", longest=200),
            "signed_on": signed_on,
        }
        section.finish()
    file.finish()
    return pledges
