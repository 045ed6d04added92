"""Checks of how the nodes are joined: one start, every step reachable, no dead ends, nothing that turns by itself."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pendapa.workflow.faults import Fault
from pendapa.workflow.graph import GATEWAYS, FlowNode, Graph


def faults_of_shape(graph: Graph, process_line: int) -> list[Fault]:
    """Faults of start, ends and arrows; the first of them make the rest meaningless."""
    starts = graph.of_kind("startEvent")
    ends = graph.of_kind("endEvent")
    if len(starts) != 1:
        line = starts[1].line if starts else process_line
        return [
            Fault(line, _("A process has exactly one start event, this one has %(count)d.") % {"count": len(starts)})
        ]
    if not ends:
        return [Fault(process_line, _("The process has no end event. Draw one at the end of every way."))]
    return [
        *_faults_of_arrows(graph),
        *_faults_of_reach(graph, starts[0], ends),
        *_faults_of_automatic_loops(graph),
    ]


def _faults_of_arrows(graph: Graph) -> Iterator[Fault]:
    for node in graph.nodes.values():
        if node.kind == "startEvent" and node.incoming:
            yield Fault(node.line, _("Nothing may lead back to the start event. Lead it to the first step instead."))
        elif node.kind == "endEvent" and node.outgoing:
            yield Fault(node.line, _("Nothing may follow the end event “%(name)s”.") % {"name": node.label})
        elif node.kind not in GATEWAYS and len(node.outgoing) > 1:
            message = _("Several flows leave “%(name)s”. Put a gateway behind it and let them leave from there.")
            yield Fault(node.line, message % {"name": node.label})
        if node.kind != "exclusiveGateway":
            for flow in node.outgoing:
                if flow.condition is not None:
                    yield Fault(flow.line, _("Only a flow that leaves an exclusive gateway may have a condition."))


def _faults_of_reach(graph: Graph, start: FlowNode, ends: list[FlowNode]) -> Iterator[Fault]:
    reached = graph.reached_from([start])
    ending = _leading_to(graph, ends)
    for node in graph.nodes.values():
        if node.key not in reached:
            message = _("“%(name)s” can never be reached from the start. Draw a flow to it or delete it.")
            yield Fault(node.line, message % {"name": node.label})
        elif node.key not in ending:
            message = _("From “%(name)s” no end can be reached. Draw a flow that leads on to an end event.")
            yield Fault(node.line, message % {"name": node.label})


def _leading_to(graph: Graph, ends: list[FlowNode]) -> set[str]:
    found = {node.key for node in ends}
    waiting = list(ends)
    for node in waiting:
        for earlier in graph.before(node):
            if earlier.key not in found:
                found.add(earlier.key)
                waiting.append(earlier)
    return found


def _faults_of_automatic_loops(graph: Graph) -> Iterator[Fault]:
    """A loop without a person in it would never let go of the machine."""
    automatic = {node.key for node in graph.nodes.values() if node.kind != "userTask"}
    while idle := {key for key in automatic if not any(flow.target in automatic for flow in graph.nodes[key].outgoing)}:
        automatic -= idle
    while idle := {key for key in automatic if not any(flow.source in automatic for flow in graph.nodes[key].incoming)}:
        automatic -= idle
    if automatic:
        first = min((graph.nodes[key] for key in automatic), key=lambda node: node.line)
        message = _(
            "“%(name)s” stands in a loop without a user task, which would turn for ever. Lead it past a person."
        )
        yield Fault(first.line, message % {"name": first.label})
