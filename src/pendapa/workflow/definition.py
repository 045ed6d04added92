"""From a BPMN file to a process that may run, or to the list of all that must be changed first."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pendapa.workflow.conditions import faults_of_conditions
from pendapa.workflow.engine import spec_of
from pendapa.workflow.faults import Fault, ProcessFaults
from pendapa.workflow.graph import Graph, own_text, read_graph
from pendapa.workflow.outline import Lane, Outcome, ProcessDefinition, ServiceStep, Step
from pendapa.workflow.parts import documentation_of, read_lanes, read_service_steps, read_steps
from pendapa.workflow.shape import faults_of_shape
from pendapa.workflow.tokens import faults_of_tokens
from pendapa.workflow.vocabulary import SERVICE_TASKS, ServiceTask
from pendapa.workflow.xml import Element, faults_of_vocabulary, line_of, parse_xml, tag

__all__ = [
    "SERVICE_TASKS",
    "Fault",
    "Lane",
    "Outcome",
    "ProcessDefinition",
    "ProcessFaults",
    "ServiceStep",
    "ServiceTask",
    "Step",
    "load_process",
]

PROCESS_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")
MAX_NODES = 200
MAX_ID = 60
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class _Reading:
    lanes: tuple[Lane, ...]
    steps: tuple[Step, ...]
    service_steps: tuple[ServiceStep, ...]
    faults: list[Fault]


def load_process(xml: bytes) -> ProcessDefinition:
    """The process drawn in a BPMN 2.0 file; raises ProcessFaults with all that stands in its way.

    Accepted are the elements of `vocabulary`, conditions in FEEL and the fixed list of service tasks; nothing in
    the file is ever run as a program.
    """
    root = parse_xml(xml)
    faults = [*faults_of_vocabulary(root), *_faults_of_ids(root)]
    process = _only_process(root, faults)
    faults.extend(_faults_of_process(process))
    graph, loose_flows = read_graph(process)
    faults.extend(loose_flows)
    if len(graph.nodes) > MAX_NODES:
        raise ProcessFaults([Fault(line_of(process), _("The process has more than 200 steps. Part it into several."))])
    reading = _read(root, process, graph)
    faults.extend(reading.faults)
    if not faults:
        faults.extend(faults_of_tokens(graph, line_of(process)))
    if faults:
        raise ProcessFaults(faults)
    return ProcessDefinition(
        key=process.get("id", ""),
        name=(process.get("name") or "").strip(),
        name_en=own_text(process, "name_en"),
        documentation=documentation_of(process),
        lanes=reading.lanes,
        steps=reading.steps,
        service_steps=reading.service_steps,
        spec=spec_of(process.get("id", ""), graph, {step.key: step.service for step in reading.service_steps}),
    )


def _read(root: Element, process: Element, graph: Graph) -> _Reading:
    lanes, lane_of, lane_faults = read_lanes(process, graph)
    steps, step_faults = read_steps(graph, lane_of)
    service_steps, service_faults = read_service_steps(graph)
    outcomes = {step.key: [outcome.key for outcome in step.outcomes] for step in steps}
    faults = [
        *lane_faults,
        *step_faults,
        *service_faults,
        *faults_of_shape(graph, line_of(process)),
        *faults_of_conditions(graph, outcomes, root.get("expressionLanguage", ""), line_of(root)),
    ]
    return _Reading(lanes, steps, service_steps, faults)


def _only_process(root: Element, faults: list[Fault]) -> Element:
    processes = list(root.iterchildren(tag=tag("process")))
    if not processes:
        raise ProcessFaults([*faults, Fault(line_of(root), _("There is no process in the file. Draw one."))])
    if len(processes) > 1:
        message = _("There is more than one process in the file. Put each into a file of its own.")
        raise ProcessFaults([*faults, *(Fault(line_of(process), message) for process in processes[1:])])
    return processes[0]


def _faults_of_process(process: Element) -> list[Fault]:
    faults = []
    line = line_of(process)
    if process.get("isExecutable") != "true":
        faults.append(Fault(line, _('The process is not marked as executable. Set isExecutable="true".')))
    if not (process.get("name") or "").strip():
        faults.append(Fault(line, _("The process has no name. Give it the name of the service.")))
    if not PROCESS_KEY.fullmatch(process.get("id", "")):
        message = _(
            "“%(key)s” cannot be the id of a process. Use small letters, digits, hyphens, beginning with a letter."
        )
        faults.append(Fault(line, message % {"key": process.get("id", "")}))
    return faults


def _faults_of_ids(root: Element) -> list[Fault]:
    faults = []
    seen: set[str] = set()
    for element in root.iter(f"{tag('process')}", *(tag(name) for name in ("lane", "sequenceFlow")), *_node_tags()):
        key = element.get("id")
        if not key:
            faults.append(Fault(line_of(element), _("This element has no id. Give it one.")))
        elif key in seen:
            faults.append(
                Fault(line_of(element), _("The id “%(key)s” stands in the file twice. Change one.") % {"key": key})
            )
        else:
            seen.add(key)
        if len(key or "") > MAX_ID or len(element.get("name") or "") > MAX_NAME:
            message = _("An id may have 60 characters, a name 200. Shorten it.")
            faults.append(Fault(line_of(element), message))
    return faults


def _node_tags() -> list[str]:
    return [
        tag(name)
        for name in ("startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway", "parallelGateway")
    ]
