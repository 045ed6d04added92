"""Reading lanes, user tasks and service tasks, with the faults of each."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from pendapa.workflow.faults import Fault
from pendapa.workflow.graph import FlowNode, Graph, own_text
from pendapa.workflow.outline import Lane, Outcome, ServiceStep, Step
from pendapa.workflow.vocabulary import REQUIREMENTS, ROLES, SERVICE_NAMES, STYLES
from pendapa.workflow.xml import Element, line_of, own, tag

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
RESERVED_KEYS = frozenset(
    {"outcome", "and", "or", "in", "if", "then", "else", "between", "true", "false", "null", "not"}
)
MAX_WORKING_DAYS = 365


def documentation_of(element: Element) -> str:
    return " ".join((element.findtext(tag("documentation")) or "").split())


def read_lanes(process: Element, graph: Graph) -> tuple[tuple[Lane, ...], dict[str, Lane], list[Fault]]:
    """The lanes, which lane each node stands in, and their faults."""
    lanes: list[Lane] = []
    lane_of: dict[str, Lane] = {}
    faults: list[Fault] = []
    for element in process.iterfind(f"{tag('laneSet')}/{tag('lane')}"):
        lane = Lane(
            element.get("id", ""),
            (element.get("name") or "").strip(),
            own_text(element, "role"),
            own_text(element, "name_en"),
        )
        lanes.append(lane)
        faults.extend(_faults_of_lane(lane, line_of(element)))
        for reference in element.iterfind(tag("flowNodeRef")):
            key = (reference.text or "").strip()
            if key not in graph.nodes:
                faults.append(
                    Fault(
                        line_of(reference),
                        _("The lane names “%(key)s”, which is not in the process. Remove it.") % {"key": key},
                    )
                )
            elif key in lane_of:
                faults.append(
                    Fault(
                        line_of(reference),
                        _("“%(name)s” stands in two lanes. Leave it in one.") % {"name": graph.nodes[key].label},
                    )
                )
            else:
                lane_of[key] = lane
    return tuple(lanes), lane_of, faults


def _faults_of_lane(lane: Lane, line: int) -> Iterator[Fault]:
    if not lane.name:
        yield Fault(line, _("This lane has no name. Name it after those who work in it."))
    if lane.role not in ROLES:
        message = _("The lane “%(name)s” has no known role. Give it “pendapa:role”, one of: %(roles)s.")
        yield Fault(line, message % {"name": lane.name, "roles": ", ".join(sorted(ROLES))})


def read_steps(graph: Graph, lane_of: dict[str, Lane]) -> tuple[tuple[Step, ...], list[Fault]]:
    """The user tasks along the way from the start, and their faults."""
    faults: list[Fault] = []
    along_the_way = {**graph.reached_from(graph.of_kind("startEvent")), **graph.nodes}
    steps = []
    for node in along_the_way.values():
        if node.kind == "userTask":
            steps.append(_read_step(node, lane_of.get(node.key), faults))
    return tuple(steps), faults


def _read_step(node: FlowNode, lane: Lane | None, faults: list[Fault]) -> Step:
    if not node.name:
        faults.append(
            Fault(node.line, _("The user task “%(key)s” has no name. Say what is to be done.") % {"key": node.key})
        )
    if not KEY.fullmatch(node.key) or node.key in RESERVED_KEYS:
        message = _(
            "“%(key)s” cannot be the id of a user task. Choose a short English word in small letters, such as “check”."
        )
        faults.append(Fault(node.line, message % {"key": node.key}))
    if lane is None:
        faults.append(
            Fault(
                node.line,
                _("The user task “%(name)s” stands in no lane, so nobody would do it. Move it into a lane.")
                % {"name": node.label},
            )
        )
    outcomes = _read_outcomes(node, faults)
    return Step(
        key=node.key,
        name=node.name,
        lane=lane.key if lane else "",
        role=lane.role if lane else "",
        outcomes=outcomes,
        name_en=own_text(node.element, "name_en"),
        form_key=own_text(node.element, "form"),
        working_days=_read_working_days(node, faults),
        documentation=documentation_of(node.element),
    )


def _read_working_days(node: FlowNode, faults: list[Fault]) -> int | None:
    text = own_text(node.element, "working_days")
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 3 and 1 <= int(text) <= MAX_WORKING_DAYS:
        return int(text)
    faults.append(
        Fault(
            node.line, _("“pendapa:working_days” of “%(name)s” must be a number from 1 to 365.") % {"name": node.label}
        )
    )
    return None


def _read_outcomes(node: FlowNode, faults: list[Fault]) -> tuple[Outcome, ...]:
    outcomes: dict[str, Outcome] = {}
    for element in node.element.iterfind(f"{tag('extensionElements')}/{own('outcome')}"):
        outcome = Outcome(
            key=(element.get("key") or "").strip(),
            label=(element.get("label") or "").strip(),
            label_en=(element.get("label_en") or "").strip(),
            style=(element.get("style") or "secondary").strip(),
            requires=tuple(part for part in re.split(r"[\s,]+", element.get("requires") or "") if part),
        )
        faults.extend(Fault(line_of(element), message) for message in _wrong_with_outcome(outcome, outcomes))
        outcomes.setdefault(outcome.key, outcome)
    if not outcomes:
        message = _("The user task “%(name)s” has no outcome, so it could never be finished. Add a “pendapa:outcome”.")
        faults.append(Fault(node.line, message % {"name": node.label}))
    return tuple(outcomes.values())


def _wrong_with_outcome(outcome: Outcome, earlier: dict[str, Outcome]) -> Iterator[str]:
    if not KEY.fullmatch(outcome.key):
        yield _("“%(key)s” cannot be the key of an outcome. Choose a short English word in small letters.") % {
            "key": outcome.key
        }
    if outcome.key in earlier:
        yield _("The outcome “%(key)s” stands here twice. Remove one.") % {"key": outcome.key}
    if not outcome.label:
        yield _("The outcome “%(key)s” has no label. Write what its button says.") % {"key": outcome.key}
    if outcome.style not in STYLES:
        yield _("“%(style)s” is not a style. Use one of: %(styles)s.") % {
            "style": outcome.style,
            "styles": ", ".join(sorted(STYLES)),
        }
    if unknown := sorted(set(outcome.requires) - REQUIREMENTS):
        message = _("An outcome cannot require “%(unknown)s”. Use one of: %(known)s.")
        yield message % {"unknown": ", ".join(unknown), "known": ", ".join(sorted(REQUIREMENTS))}


def read_service_steps(graph: Graph) -> tuple[tuple[ServiceStep, ...], list[Fault]]:
    """The service tasks, and a fault for each that is not on the list."""
    steps = []
    faults = []
    for node in graph.of_kind("serviceTask"):
        step = ServiceStep(node.key, node.name, own_text(node.element, "service"), own_text(node.element, "name_en"))
        steps.append(step)
        if not step.name:
            faults.append(
                Fault(node.line, _("The service task “%(key)s” has no name. Say what happens.") % {"key": node.key})
            )
        if step.service not in SERVICE_NAMES:
            message = _(
                "The service task “%(name)s” asks for “%(service)s”, which is not on the list. "
                "Set “pendapa:service” to one of: %(known)s."
            )
            faults.append(
                Fault(
                    node.line,
                    message % {"name": node.label, "service": step.service, "known": ", ".join(sorted(SERVICE_NAMES))},
                )
            )
    return tuple(steps), faults
