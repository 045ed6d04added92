"""The `standard` of a service: the 14 components of PermenPANRB 15/2014, in the order of the regulation."""

from typing import Any

from django.utils.translation import gettext as _

from pendapa.catalogue.loader.reading import Section, read_words
from pendapa.catalogue.rules import COMPONENTS, STRUCTURED_PARTS


def read_standard(section: Section) -> dict[str, Any]:
    """The fields of `ServiceStandard` that the 14 components fill; notes each component that is missing."""
    content: dict[str, Any] = {
        "components": {},
        "working_days": None,
        "cost_rupiah": None,
        "cost_note": {},
        "output": {},
        "evidence": [],
        "steps": [],
        "legal_basis": [],
    }
    for component in COMPONENTS:
        if not section.has(component.key):
            section.fault(
                _("Component {number} of 14, “{key}” ({title}), is missing.").format(
                    number=component.number, key=component.key, title=component.title
                )
            )
            continue
        part = section.section(component.key)
        if part is None:
            continue
        if component.key in STRUCTURED_PARTS:
            _READERS[component.key](part, content)
            _read_remark(part, component.key, content)
            part.finish()
        else:
            content["components"][component.key] = read_words(part)
    section.finish()
    return content


def _read_remark(part: Section, key: str, content: dict[str, Any]) -> None:
    words = part.words("text", required=False)
    if words:
        content["components"][key] = words


def _read_requirements(part: Section, content: dict[str, Any]) -> None:
    for item in part.sections("evidence", required=False):
        evidence: dict[str, Any] = {"name": item.words("name", longest=200), "note": {}}
        evidence["note"] = item.words("note", required=False, longest=1000)
        evidence["is_required"] = item.boolean("required", otherwise=True)
        item.finish()
        content["evidence"].append(evidence)
    if not content["evidence"] and not part.has("text"):
        part.fault(_("“requirements” needs a list of “evidence”, or a “text” that says that nothing is needed."))


def _read_procedure(part: Section, content: dict[str, Any]) -> None:
    for item in part.sections("steps"):
        step = {"name": item.words("name", longest=200), "note": item.words("note", required=False, longest=1000)}
        item.finish()
        content["steps"].append(step)


def _read_time(part: Section, content: dict[str, Any]) -> None:
    content["working_days"] = part.integer("working_days", most=365)


def _read_cost(part: Section, content: dict[str, Any]) -> None:
    content["cost_rupiah"] = part.integer("rupiah")
    content["cost_note"] = part.words("note", required=False, longest=500)


def _read_product(part: Section, content: dict[str, Any]) -> None:
    content["output"] = part.words("name", longest=300)


def _read_legal_basis(part: Section, content: dict[str, Any]) -> None:
    for item in part.sections("regulations"):
        regulation = {"title": item.words("title", longest=500), "url": item.address("url")}
        item.finish()
        content["legal_basis"].append(regulation)


_READERS = {
    "requirements": _read_requirements,
    "procedure": _read_procedure,
    "time": _read_time,
    "cost": _read_cost,
    "product": _read_product,
    "legal_basis": _read_legal_basis,
}
