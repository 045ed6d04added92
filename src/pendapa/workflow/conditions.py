"""Checks of the conditions at exclusive gateways: FEEL that can be read, and no way to fall between them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from pendapa.workflow.faults import Fault
from pendapa.workflow.feel import Expression, FeelError, evaluate, parse
from pendapa.workflow.graph import Flow, FlowNode, Graph
from pendapa.workflow.vocabulary import FEEL_LANGUAGES

OUTCOME = "outcome"

Outcomes = dict[str, list[str]]  # by user task


def faults_of_conditions(graph: Graph, outcomes: Outcomes, language: str, definitions_line: int) -> list[Fault]:
    """Faults of all exclusive gateways; `language` is the expression language that the whole file names, if any."""
    faults = []
    if language and not language.startswith(FEEL_LANGUAGES):
        faults.append(Fault(definitions_line, _not_feel(language)))
    for gateway in graph.of_kind("exclusiveGateway"):
        faults.extend(_faults_of_gateway(graph, gateway, outcomes))
    return faults


def _not_feel(language: str) -> str:
    return _("Conditions are written in FEEL, not in “%(language)s”. Write FEEL and remove the language.") % {
        "language": language
    }


def _faults_of_gateway(graph: Graph, gateway: FlowNode, outcomes: Outcomes) -> Iterator[Fault]:
    if gateway.default and gateway.default not in {flow.key for flow in gateway.outgoing}:
        yield Fault(
            gateway.line,
            _("The default flow of “%(name)s” does not leave it. Choose another.") % {"name": gateway.label},
        )
    if len(gateway.outgoing) < 2 and all(flow.condition is None for flow in gateway.outgoing):
        return
    readable = []
    for flow in gateway.outgoing:
        if flow.key == gateway.default:
            if flow.condition is not None:
                yield Fault(
                    flow.condition_line,
                    _("The default flow is taken when nothing else fits, so it has no condition. Remove it."),
                )
        elif (fault := _fault_of_condition(flow)) is not None:
            yield fault
        else:
            readable.append(flow)
    yield from _faults_of_coverage(graph, gateway, readable, outcomes)


def _fault_of_condition(flow: Flow) -> Fault | None:
    if flow.condition is None or not flow.condition.strip():
        message = _(
            "This flow leaves an exclusive gateway without a condition. Write one in FEEL or make it the default flow."
        )
        return Fault(flow.condition_line or flow.line, message)
    if flow.language and not flow.language.lower().startswith(tuple(map(str.lower, FEEL_LANGUAGES))):
        return Fault(flow.condition_line, _not_feel(flow.language))
    expression = parse(flow.condition)
    if isinstance(expression, FeelError):
        message = _('The condition “%(text)s” is not FEEL: %(error)s Correct it, for example: outcome = "complete".')
        line = flow.condition_line + flow.condition.count("\n", 0, expression.position)
        return Fault(line, message % {"text": _shortened(flow.condition), "error": expression})
    return None


def _faults_of_coverage(graph: Graph, gateway: FlowNode, flows: list[Flow], outcomes: Outcomes) -> Iterator[Fault]:
    """Every outcome of the tasks right before must be met by a condition, or by the default flow."""
    tasks = graph.before(gateway)
    known = bool(tasks) and all(task.kind == "userTask" for task in tasks)
    answers = [(task.key, outcome) for task in tasks for outcome in outcomes.get(task.key, [])] if known else []
    met: set[tuple[str, str]] = set()
    for flow in flows:
        if not known or not _asks_only_for_outcome(flow, [task.key for task in tasks]):
            continue
        met_here = {answer for answer in answers if _is_met(flow, *answer)}
        if not met_here and answers:
            message = _("The condition “%(text)s” is never true. The outcomes here are: %(outcomes)s.")
            listed = ", ".join(sorted({outcome for _task, outcome in answers}))
            yield Fault(flow.condition_line, message % {"text": _shortened(flow.condition or ""), "outcomes": listed})
        met |= met_here
    if gateway.default or (answers and met >= set(answers)):
        return
    missing = sorted({outcome for task, outcome in answers if (task, outcome) not in met})
    if missing:
        message = _("No flow fits at “%(name)s” after: %(outcomes)s. Add a condition or choose a default flow.")
        yield Fault(gateway.line, message % {"name": gateway.label, "outcomes": ", ".join(missing)})
    else:
        message = _("All conditions at “%(name)s” may fail. Choose a default flow.")
        yield Fault(gateway.line, message % {"name": gateway.label})


def _asks_only_for_outcome(flow: Flow, tasks: list[str]) -> bool:
    expression = parse(flow.condition or "")
    names = {OUTCOME, *tasks} if len(tasks) == 1 else {OUTCOME}
    return isinstance(expression, Expression) and expression.names <= names


def _is_met(flow: Flow, task: str, outcome: str) -> bool:
    expression = parse(flow.condition or "")
    if isinstance(expression, FeelError):
        return False
    return evaluate(expression, {OUTCOME: outcome, task: {OUTCOME: outcome}}).value is True


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
