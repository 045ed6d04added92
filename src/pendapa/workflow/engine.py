"""SpiffWorkflow, and all that we let it do: build a spec from our graph, run it, keep its state without the spec.

Its own XML parser and its Python expressions are never used: a spec is built from the graph that was checked, and
conditions go to FEEL.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import (
    EndEvent,
    ExclusiveGateway,
    ParallelGateway,
    ServiceTask,
    StartEvent,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task

from pendapa.workflow.feel import FeelError, evaluate, parse
from pendapa.workflow.graph import FlowNode, Graph

Services = Mapping[str, Callable[[dict[str, Any]], dict[str, Any] | None]]

Workflow: TypeAlias = BpmnWorkflow
Spec: TypeAlias = BpmnProcessSpec

PREFIX = "n:"  # keeps the names of a drawing apart from those that SpiffWorkflow uses inside
MAX_AUTOMATIC_STEPS = 1_000


class ConditionFailed(RuntimeError):
    """A condition could not be worked out over the data of an instance; nothing of the step is kept."""


class ProcessStuck(RuntimeError):
    """An instance came to stand where nobody can do anything."""


class ServiceCall(ServiceTask):  # type: ignore[misc]
    """A service task that calls the handler which the caller of the action brought for it."""

    def __init__(self, wf_spec: BpmnProcessSpec, bpmn_id: str, service: str = "", **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.service = service

    def _run_hook(self, my_task: Task) -> bool:
        my_task.workflow.script_engine.call_service(my_task, service=self.service)
        return True


class _NoPython(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """An environment in which nothing can be run, should anything still ask for it."""

    def evaluate(self, *_args: object, **_kwargs: object) -> Any:
        raise PermissionError("Python expressions are never evaluated")

    execute = evaluate
    call_service = evaluate


class FeelEngine(PythonScriptEngine):  # type: ignore[misc]
    """Conditions by FEEL, service tasks by the handlers given, scripts never.

    `passing` is data that handlers may see during this step but that is not kept with the instance.
    """

    def __init__(self, services: Services, passing: Mapping[str, Any] | None = None) -> None:
        super().__init__(environment=_NoPython())
        self.services = services
        self.passing = passing or {}

    def validate(self, expression: str) -> None:
        if isinstance(error := parse(expression), FeelError):
            raise ConditionFailed(f"{expression}: {error}")

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> Any:
        read = parse(expression)
        if isinstance(read, FeelError):
            raise ConditionFailed(f"{expression}: {read}")
        result = evaluate(read, task.data)
        if result.error is not None:
            raise ConditionFailed(f"{expression}: {result.error}")
        return result.value is True

    def execute(self, task: Task, script: str, external_context: object = None) -> bool:
        raise PermissionError("scripts are never run")

    def call_service(self, task: Task, **kwargs: Any) -> None:
        answer = self.services[kwargs["service"]]({**task.data, **self.passing})
        if answer:
            task.data.update(answer)


class _ServiceCallConverter(BpmnTaskSpecConverter):  # type: ignore[misc]
    def to_dict(self, spec: ServiceCall) -> dict[str, Any]:
        return {**self.get_default_attributes(spec), "service": spec.service}


class _StateConverter(BpmnWorkflowConverter):  # type: ignore[misc]
    """The state of a workflow without its spec, which all instances of a version share."""

    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        state: dict[str, Any] = super(BpmnWorkflowConverter, self).to_dict(workflow)
        return {**state, "tasks": list(state["tasks"].values())}  # the database keeps the order of a list only

    def restore(self, state: dict[str, Any], spec: BpmnProcessSpec) -> BpmnWorkflow:
        workflow = BpmnWorkflow(spec, deserializing=True)
        for saved in state["tasks"]:  # parents come first, for a task keeps only what differs from its parent's data
            task = self.registry.restore(saved, workflow=workflow)
            workflow.tasks[task.id] = task
        workflow.task_tree = workflow.tasks[UUID(state["root"])]
        self.set_default_attributes(workflow, dict(state))
        return workflow


@lru_cache(maxsize=1)
def _serializer() -> tuple[BpmnWorkflowSerializer, _StateConverter]:
    config = {**DEFAULT_CONFIG, ServiceCall: _ServiceCallConverter}
    registry = BpmnWorkflowSerializer.configure(config)
    return BpmnWorkflowSerializer(registry), _StateConverter(BpmnWorkflow, registry)


def spec_of(key: str, graph: Graph, services: Mapping[str, str]) -> dict[str, Any]:
    """The engine's spec of a checked graph, as JSON; `services` names the service of each service task."""
    spec = BpmnProcessSpec(name=key, description=key)
    made = {node.key: _task_spec(spec, node, services) for node in graph.nodes.values()}
    for node in graph.nodes.values():
        for flow in node.outgoing:
            if node.kind == "exclusiveGateway" and flow.condition is not None:
                made[node.key].connect_outgoing_if(flow.condition, made[flow.target])
            else:
                made[node.key].connect(made[flow.target])
        if node.kind == "startEvent":
            spec.start.connect(made[node.key])
        elif node.kind == "endEvent":
            made[node.key].connect(spec.end)
    serialised: dict[str, Any] = _serializer()[0].to_dict(spec)
    return serialised


def _task_spec(spec: BpmnProcessSpec, node: FlowNode, services: Mapping[str, str]) -> Any:
    name = PREFIX + node.key
    match node.kind:
        case "startEvent":
            return StartEvent(spec, name, event_definition=NoneEventDefinition())
        case "endEvent":
            return EndEvent(spec, name, event_definition=NoneEventDefinition())
        case "userTask":
            return UserTask(spec, name)
        case "serviceTask":
            return ServiceCall(spec, name, service=services[node.key])
        case "exclusiveGateway":
            return ExclusiveGateway(spec, name)
        case _:
            return ParallelGateway(spec, name)


def restore_spec(serialised: dict[str, Any]) -> BpmnProcessSpec:
    """The spec from its JSON; it is only read from then on, so all instances may share it."""
    return _serializer()[0].from_dict(serialised)


def begin(spec: BpmnProcessSpec, data: Mapping[str, Any], engine: FeelEngine) -> BpmnWorkflow:
    """A new workflow with its first data, run up to its first user tasks."""
    workflow = BpmnWorkflow(spec, script_engine=engine)
    workflow.task_tree.data.update(data)
    run_on(workflow)
    return workflow


def restore(state: dict[str, Any], spec: BpmnProcessSpec, engine: FeelEngine) -> BpmnWorkflow:
    """The workflow as it was saved."""
    workflow = _serializer()[1].restore(state, spec)
    workflow.script_engine = engine
    return workflow


def state_of(workflow: BpmnWorkflow) -> dict[str, Any]:
    """All that an instance must keep, as JSON; of a finished one only its last data."""
    if workflow.is_completed():
        return {"data": dict(workflow.data)}
    _forget_past(workflow)
    return _serializer()[1].to_dict(workflow)


def _forget_past(workflow: BpmnWorkflow) -> None:
    """Hang the one task where an instance stands straight under the root, so that a loop does not grow its state.

    With several branches open the past stays, for the engine reads from it which of them have arrived at a join.
    """
    unfinished = workflow.get_tasks(state=TaskState.READY | TaskState.WAITING | TaskState.STARTED)
    if len(unfinished) != 1:
        return
    root, here = workflow.task_tree, unfinished[0]
    here._parent = root.id
    root._children = [here.id]
    workflow.tasks = {task.id: task for task in [root, *workflow.get_tasks(here)]}
    workflow.last_task = None


def run_on(workflow: BpmnWorkflow) -> None:
    """Run what needs no person. Raises ProcessStuck when nothing is left to do and the end has not been reached."""
    steps = 0
    while ready := [task for task in workflow.get_tasks(state=TaskState.READY) if not task.task_spec.manual]:
        for task in ready:
            if task.state == TaskState.READY:
                task.run()
                steps += 1
        if steps > MAX_AUTOMATIC_STEPS:
            raise ProcessStuck("too many automatic steps in a row")
    if not workflow.is_completed() and not tasks_waiting_for_people(workflow):
        raise ProcessStuck("nobody can do anything")


def tasks_waiting_for_people(workflow: BpmnWorkflow) -> list[Task]:
    """The user tasks that are open now."""
    return [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]


def key_of(task: Task) -> str:
    """The id that the task has in the drawing."""
    return str(task.task_spec.name).removeprefix(PREFIX)


def endings_of(workflow: BpmnWorkflow) -> list[str]:
    """The ids of the end events that were reached, the last one last."""
    reached = [task for task in workflow.get_tasks(state=TaskState.COMPLETED) if isinstance(task.task_spec, EndEvent)]
    return [key_of(task) for task in sorted(reached, key=lambda task: task.last_state_change)]
