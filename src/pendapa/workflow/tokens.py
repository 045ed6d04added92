"""Playing every way through a process with tokens, to find joins that would wait for ever and steps met twice."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pendapa.workflow.faults import Fault
from pendapa.workflow.graph import FlowNode, Graph

MAX_MARKINGS = 10_000

Marking = frozenset[str]  # the flows on which a token lies; a second token on the same flow is already a fault


def faults_of_tokens(graph: Graph, process_line: int) -> list[Fault]:
    """A fault for a parallel gateway that can wait for ever and for one that lets a step be met twice at once.

    Every choice is taken, whatever its condition. Expects a graph without faults of shape.
    """
    start = graph.of_kind("startEvent")[0]
    first = frozenset(flow.key for flow in start.outgoing)
    seen: set[Marking] = {first}
    waiting = [first]
    while waiting:
        marking = waiting.pop()
        following = list(_moves(graph, marking))
        if marking and not following:
            return [_stuck(graph, marking)]
        for node, after in following:
            if after is None:
                message = _(
                    "After “%(name)s” a step can be met twice at the same time. "
                    "Join the branches by a parallel gateway."
                )
                return [Fault(node.line, message % {"name": node.label})]
            if after not in seen:
                seen.add(after)
                waiting.append(after)
        if len(seen) > MAX_MARKINGS:
            return [Fault(process_line, _("The process has too many parallel branches. Draw fewer of them."))]
    return []


def _moves(graph: Graph, marking: Marking) -> Iterator[tuple[FlowNode, Marking | None]]:
    for node in graph.nodes.values():
        arrived = [flow.key for flow in node.incoming if flow.key in marking]
        if not arrived:
            continue
        if node.kind == "parallelGateway":
            if len(arrived) == len(node.incoming):
                yield node, _moved(marking, arrived, [flow.key for flow in node.outgoing])
            continue
        for taken in arrived:
            if node.kind == "endEvent":
                yield node, marking - {taken}
            for flow in node.outgoing:
                yield node, _moved(marking, [taken], [flow.key])


def _moved(marking: Marking, taken: list[str], put: list[str]) -> Marking | None:
    rest = marking.difference(taken)
    return None if rest.intersection(put) else rest.union(put)


def _stuck(graph: Graph, marking: Marking) -> Fault:
    node = next(node for node in graph.of_kind("parallelGateway") if any(flow.key in marking for flow in node.incoming))
    message = _(
        "The parallel gateway “%(name)s” can wait for ever, for one of its branches may not arrive. "
        "Join with an exclusive gateway or let every branch lead here."
    )
    return Fault(node.line, message % {"name": node.label})
