"""The drawing as nodes and flows, with the line of each, before anything is decided about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pendapa.workflow.faults import Fault
from pendapa.workflow.vocabulary import NODES
from pendapa.workflow.xml import Element, line_of, own, tag

GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway"})


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow. `condition` is its FEEL text; `condition_line` is where that text stands in the file."""

    key: str
    source: str
    target: str
    line: int
    condition: str | None = None
    condition_line: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class FlowNode:
    """An event, task or gateway with the arrows that enter and leave it, in the order of the file."""

    key: str
    kind: str
    name: str
    line: int
    element: Element = field(repr=False, compare=False)
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()

    @property
    def default(self) -> str:
        return str(self.element.get("default", ""))

    @property
    def label(self) -> str:
        """How a person finds it in the drawing."""
        return self.name or self.key


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes of a process by key."""

    nodes: dict[str, FlowNode]

    def of_kind(self, *kinds: str) -> list[FlowNode]:
        return [node for node in self.nodes.values() if node.kind in kinds]

    def after(self, node: FlowNode) -> list[FlowNode]:
        return [self.nodes[flow.target] for flow in node.outgoing]

    def before(self, node: FlowNode) -> list[FlowNode]:
        return [self.nodes[flow.source] for flow in node.incoming]

    def reached_from(self, starts: Iterable[FlowNode]) -> dict[str, FlowNode]:
        """The nodes that can be reached, nearest first (file order among equals)."""
        found = {node.key: node for node in starts}
        waiting = list(found.values())
        for node in waiting:
            for following in self.after(node):
                if following.key not in found:
                    found[following.key] = following
                    waiting.append(following)
        return found


def read_graph(process: Element) -> tuple[Graph, list[Fault]]:
    """The graph of a process element, without the flows that lead nowhere; those are among the faults."""
    faults: list[Fault] = []
    elements = {
        element.get("id", ""): element
        for name in NODES
        for element in process.iterchildren(tag=tag(name))
        if element.get("id")
    }
    flows = [flow for element in process.iterchildren(tag=tag("sequenceFlow")) if (flow := _read_flow(element))]
    for flow in flows:
        if flow.source not in elements or flow.target not in elements:
            faults.append(
                Fault(flow.line, _("This sequence flow does not join two steps. Draw it again or delete it."))
            )
    joined = [flow for flow in flows if flow.source in elements and flow.target in elements]
    ordered = sorted(elements.items(), key=lambda item: line_of(item[1]))
    nodes = {key: _read_node(key, element, joined) for key, element in ordered}
    return Graph(nodes), faults


def _read_flow(element: Element) -> Flow:
    condition = element.find(tag("conditionExpression"))
    return Flow(
        key=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        line=line_of(element),
        condition=None if condition is None else (condition.text or ""),
        condition_line=0 if condition is None else line_of(condition),
        language="" if condition is None else condition.get("language", ""),
    )


def _read_node(key: str, element: Element, flows: list[Flow]) -> FlowNode:
    return FlowNode(
        key=key,
        kind=str(element.tag).rpartition("}")[2],
        name=(element.get("name") or "").strip(),
        line=line_of(element),
        element=element,
        incoming=tuple(flow for flow in flows if flow.target == key),
        outgoing=tuple(flow for flow in flows if flow.source == key),
    )


def own_text(element: Element, name: str) -> str:
    """The value of one of our own attributes, empty when absent."""
    return (element.get(own(name)) or "").strip()
