"""Python from a file is never run, whatever way it might take."""

import pytest
from SpiffWorkflow.bpmn.specs.defaults import ScriptTask

from pendapa.workflow import engine
from pendapa.workflow.definition import load_process
from pendapa.workflow.engine import ConditionFailed, FeelEngine
from pendapa.workflow.tests.samples import PARALLEL, PERMIT

ATTACKS = [
    '__import__("os").system("true")',
    "().__class__.__bases__",
    'open("/etc/passwd").read()',
    'eval("1")',
    "[x for x in (1, 2)]",
    "lambda: 1",
    "1 if True else 2",
    'f"{1}"',
]


class Task:
    data = {"outcome": "complete"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_engine_refuses_python_as_a_condition(attack):
    with pytest.raises(ConditionFailed):
        FeelEngine({}).evaluate(Task(), attack)
    with pytest.raises(ConditionFailed):
        FeelEngine({}).validate(attack)


def test_the_engine_never_runs_a_script():
    with pytest.raises(PermissionError):
        FeelEngine({}).execute(Task(), "1")
    with pytest.raises(PermissionError):
        FeelEngine({}).environment.evaluate("1", {})
    with pytest.raises(PermissionError):
        FeelEngine({}).environment.execute("1", {})


def test_a_script_slipped_into_a_stored_spec_is_not_run():
    spec = engine.restore_spec(load_process(PARALLEL.encode()).spec)
    script = ScriptTask(spec, "n:slipped", script="open('/tmp/never', 'w')")
    spec.start._outputs = []
    spec.start.connect(script)
    script.connect(spec.end)
    with pytest.raises(PermissionError):
        engine.begin(spec, {}, FeelEngine({}))


@pytest.mark.parametrize("path", ["outcome.__class__", "check.__dict__", "outcome.upper", "check.items"])
def test_a_path_reaches_data_only(path):
    task = Task()
    task.data = {"outcome": "x", "check": {"outcome": "x"}}
    assert FeelEngine({}).evaluate(task, f"{path} = null") is True


def test_the_state_of_an_instance_holds_no_spec():
    definition = load_process(PERMIT.encode())
    workflow = engine.begin(engine.restore_spec(definition.spec), {}, FeelEngine({}))
    assert "spec" not in engine.state_of(workflow)
