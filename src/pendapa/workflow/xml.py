"""Reading the XML of a process without letting it reach anything else: no DTD, no entities, no network."""

from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from lxml import etree

from pendapa.workflow.faults import Fault, ProcessFaults
from pendapa.workflow.vocabulary import BPMN, DIAGRAM, ELEMENTS, NODES, OUTCOME_ATTRIBUTES, PENDAPA

Element: TypeAlias = Any  # lxml comes without types
MAX_BYTES = 1_000_000
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def own(name: str) -> str:
    return f"{{{PENDAPA}}}{name}"


def line_of(element: Element) -> int:
    return int(element.sourceline or 1)


def parse_xml(xml: bytes) -> Element:
    """The root of a well-formed BPMN file of at most 1 MB; raises ProcessFaults."""
    if len(xml) > MAX_BYTES:
        raise ProcessFaults([Fault(1, _("The file is larger than 1 MB. Draw the process in smaller parts."))])
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ProcessFaults(
            [Fault(line, _("The file is not well-formed XML: %(error)s.") % {"error": error.msg})]
        ) from None
    document = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        message = _("The file declares a document type or entities. Remove the DOCTYPE part.")
        raise ProcessFaults([Fault(1, message)])
    if root.tag != tag("definitions"):
        message = _("The file is not a BPMN 2.0 process: it must begin with “definitions”. Save it as BPMN 2.0.")
        raise ProcessFaults([Fault(line_of(root), message)])
    return root


def faults_of_vocabulary(root: Element) -> list[Fault]:
    """A fault for each element and attribute outside the accepted list."""
    faults: list[Fault] = []
    _visit(root, faults)
    return faults


def _visit(element: Element, faults: list[Fault]) -> None:
    for child in element.iterchildren(tag=etree.Element):
        name = etree.QName(child)
        if name.namespace in DIAGRAM:
            continue  # only drawn, never run
        if name.namespace == BPMN and name.localname in ELEMENTS:
            faults.extend(_faults_of_attributes(child, name.localname))
            _visit(child, faults)
        elif name.namespace == PENDAPA and name.localname == "outcome":
            faults.extend(_faults_of_outcome_attributes(child))
        else:
            faults.append(Fault(line_of(child), _refusal(name.localname)))
    faults.extend(
        Fault(line_of(entity), _("Entities are not accepted. Write the text itself."))
        for entity in element.iterchildren(tag=etree.Entity)
    )


def _refusal(name: str) -> str:
    if name in {"scriptTask", "script"}:
        return _(
            "Script tasks are not accepted: a file never brings its own program. Use a service task from the list."
        )
    if name == "timerEventDefinition":
        return _("Timers are not accepted. Give the user task “pendapa:working_days”; the clock of the matter warns.")
    if name in {"task", "manualTask"}:
        return _("“%(name)s” is not accepted, for nobody would be asked to do it. Make it a user task.") % {
            "name": name
        }
    message = _("“%(name)s” is not accepted. Use only: %(accepted)s.")
    return message % {"name": name, "accepted": ", ".join(sorted(NODES | {"lane", "sequenceFlow", "textAnnotation"}))}


def _faults_of_attributes(element: Element, name: str) -> list[Fault]:
    allowed = ELEMENTS[name]
    return [
        Fault(line_of(element), _refused_attribute(attribute, name))
        for attribute in map(_short_name, element.attrib)
        if attribute is not None and attribute not in allowed
    ]


def _short_name(attribute: str | bytes) -> str | None:
    name = etree.QName(str(attribute))
    if name.namespace == XSI:
        return None
    if name.namespace == PENDAPA:
        return f"p:{name.localname}"
    return str(name.localname if name.namespace is None else name.text)


def _refused_attribute(attribute: str, element: str) -> str:
    shown = attribute.replace("p:", "pendapa:") if attribute.startswith("p:") else attribute
    message = _("“%(attribute)s” on “%(element)s” is not accepted, for it would have no effect. Remove it.")
    return message % {"attribute": shown, "element": element}


def _faults_of_outcome_attributes(element: Element) -> list[Fault]:
    return [
        Fault(line_of(element), _refused_attribute(str(attribute), "outcome"))
        for attribute in element.attrib
        if attribute not in OUTCOME_ATTRIBUTES
    ]
