import re
from pathlib import Path

import pytest
from django.utils import translation
from lxml import etree

from pendapa.workflow.definition import ProcessDefinition, load_process
from pendapa.workflow.tests.samples import PARALLEL, PERMIT, changed, faults_of, line_with
from pendapa.workflow.vocabulary import SERVICE_TASKS

REPOSITORY = Path(__file__).resolve().parents[4]
SERVICES = REPOSITORY / "demo" / "tirtamaya" / "services"

SERVICE = '<bpmn:serviceTask id="issue" name="Terbitkan surat" pendapa:service="issue_document"/>'
CHECKED = '<bpmn:exclusiveGateway id="checked" name="Hasil?"/>'
COMPLETE = 'outcome = "complete"</bpmn:conditionExpression>'
START = '<bpmn:startEvent id="start" name="Permohonan diterima"/>'
SIGN = '<bpmn:userTask id="sign" name="Tanda tangani">'
LAST_FLOW = '<bpmn:sequenceFlow id="f8" sourceRef="issue" targetRef="granted"/>'


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_a_drawn_process_is_read_with_lanes_steps_and_outcomes():
    process = load_process(PERMIT.encode())
    assert (process.key, process.name, process.name_en) == ("permit", "Izin", "Permit")
    assert [(step.key, step.role) for step in process.steps] == [
        ("check", "officer"),
        ("sign", "head"),
        ("correct", "applicant"),
    ]
    check = process.step("check")
    assert check.local_name == "Check the application"
    assert check.working_days == 2
    assert check.documentation == "Cocokkan berkas."
    refuse = check.outcome("refuse")
    assert refuse.requires == ("reason", "legal_basis")
    assert (refuse.style, refuse.local_label) == ("danger", "Refuse")
    assert process.step("correct").form_key == "application"
    assert process.services == {"issue_document"}


def test_a_definition_survives_its_journey_through_json():
    process = load_process(PERMIT.encode())
    assert ProcessDefinition.from_json(process.as_json(), process.spec) == process


FAULTS = {
    "broken xml": (LAST_FLOW, "<bpmn:sequenceFlow", "</bpmn:process>", "well-formed"),
    "a script task": (SERVICE, '<bpmn:scriptTask id="issue"/>', "scriptTask", "Script tasks are not accepted"),
    "a plain task": (SERVICE, '<bpmn:task id="issue"/>', 'task id="issue"', "Make it a user task"),
    "a manual task": (SERVICE, '<bpmn:manualTask id="issue"/>', "manualTask", "Make it a user task"),
    "an unknown element": (SERVICE, '<bpmn:subProcess id="issue"/>', "subProcess", "“subProcess” is not accepted"),
    "a timer": (
        START,
        '<bpmn:startEvent id="start"><bpmn:timerEventDefinition/></bpmn:startEvent>',
        "timerEventDefinition",
        "Timers are not accepted",
    ),
    "a boundary event": (
        SERVICE,
        SERVICE + '\n<bpmn:boundaryEvent id="late" attachedToRef="check"/>',
        "boundaryEvent",
        "“boundaryEvent” is not accepted",
    ),
    "an element of another product": (
        START,
        '<bpmn:startEvent id="start"><bpmn:extensionElements><x:script xmlns:x="http://x"/>'
        "</bpmn:extensionElements></bpmn:startEvent>",
        "x:script",
        "never brings its own program",
    ),
    "an attribute of another product": (
        'id="sign" name',
        'xmlns:c="http://camunda.org/schema/1.0/bpmn" c:assignee="x" id="sign" name',
        "c:assignee",
        "would have no effect",
    ),
    "a multi-instance marker": (
        SIGN,
        SIGN + "<bpmn:multiInstanceLoopCharacteristics/>",
        "multiInstance",
        "is not accepted",
    ),
    "a condition that is not FEEL": (
        COMPLETE,
        "outcome == &quot;x&quot;</bpmn:conditionExpression>",
        "==",
        "is not FEEL",
    ),
    "Python as a condition": (
        COMPLETE,
        "__import__(&quot;os&quot;)</bpmn:conditionExpression>",
        "__import__",
        "There is no function “__import__”",
    ),
    "another expression language": (
        f'xsi:type="bpmn:tFormalExpression">{COMPLETE}',
        f'language="python">{COMPLETE}',
        "python",
        "not in “python”",
    ),
    "another language of the whole file": (
        'id="definitions"',
        'expressionLanguage="http://www.w3.org/1999/XPath" id="definitions"',
        "XPath",
        "Write FEEL",
    ),
    "an empty condition": (f">{COMPLETE}", "> </bpmn:conditionExpression>", "> </bpmn", "without a condition"),
    "no condition": (
        '<bpmn:sequenceFlow id="f4" sourceRef="checked" targetRef="correct">',
        '<bpmn:sequenceFlow id="f0" sourceRef="checked" targetRef="sign"/>\n'
        '<bpmn:sequenceFlow id="f4" sourceRef="checked" targetRef="correct">',
        'id="f0"',
        "without a condition",
    ),
    "a condition on the default flow": (
        CHECKED,
        CHECKED.replace("/>", ' default="f3"/>'),
        COMPLETE,
        "has no condition",
    ),
    "a foreign default flow": (CHECKED, CHECKED.replace("/>", ' default="f1"/>'), CHECKED[:30], "does not leave it"),
    "an outcome that no flow takes": (
        '<pendapa:outcome key="refuse"',
        '<pendapa:outcome key="forward" label="Teruskan"/>\n        <pendapa:outcome key="refuse"',
        CHECKED,
        "after: forward",
    ),
    "a condition over data without a default": (
        COMPLETE,
        "amount &lt; 5</bpmn:conditionExpression>",
        CHECKED,
        "after: complete",
    ),
    "a condition that is never true": (COMPLETE, COMPLETE.replace("complete", "complet"), '"complet"', "is never true"),
    "a condition on a plain flow": (
        '<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check"/>',
        '<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check">'
        "<bpmn:conditionExpression>true</bpmn:conditionExpression></bpmn:sequenceFlow>",
        'id="f1"',
        "Only a flow that leaves an exclusive gateway",
    ),
    "an unknown service task": (SERVICE, SERVICE.replace("issue_document", "delete_all"), "delete_all", "“delete_all”"),
    "a service task without service": (
        SERVICE,
        '<bpmn:serviceTask id="issue" name="Terbitkan"/>',
        'id="issue"',
        "not on the list",
    ),
    "a user task in no lane": (
        "<bpmn:flowNodeRef>sign</bpmn:flowNodeRef>",
        "",
        SIGN,
        "stands in no lane",
    ),
    "a task in two lanes": (
        "<bpmn:flowNodeRef>sign</bpmn:flowNodeRef>",
        "<bpmn:flowNodeRef>sign</bpmn:flowNodeRef>\n<bpmn:flowNodeRef> check </bpmn:flowNodeRef>",
        "> check <",
        "stands in two lanes",
    ),
    "a lane with an unknown step": (
        "<bpmn:flowNodeRef>sign</bpmn:flowNodeRef>",
        "<bpmn:flowNodeRef>sign</bpmn:flowNodeRef>\n<bpmn:flowNodeRef>ghost</bpmn:flowNodeRef>",
        "ghost",
        "which is not in the process",
    ),
    "a lane without role": (' pendapa:role="head"', "", 'id="lane_head"', "no known role"),
    "a lane with an unknown role": ('role="head"', 'role="king"', '"king"', "no known role"),
    "a lane without name": ('name="Kepala" ', "", 'id="lane_head"', "has no name"),
    "a process without name": ('name="Izin" ', "", "<bpmn:process", "The process has no name"),
    "a user task without name": (SIGN, '<bpmn:userTask id="sign">', '<bpmn:userTask id="sign">', "has no name"),
    "a service task without name": ('name="Terbitkan surat" ', "", 'id="issue"', "has no name"),
    "a process that is not executable": (' isExecutable="true"', "", "<bpmn:process", "not marked as executable"),
    "a process with a strange id": ('id="permit"', 'id="Process_1"', "<bpmn:process", "cannot be the id of a process"),
    "an outcome without label": ('label="Kirim" ', "", 'key="submit"', "has no label"),
    "an outcome twice": ('key="incomplete"', 'key="complete"', 'label="Kembalikan"', "stands here twice"),
    "an outcome of a strange style": ('style="danger"', 'style="pink"', "pink", "“pink” is not a style"),
    "an outcome that requires a strange thing": ('"reason,legal_basis"', '"blood"', "blood", "cannot require “blood”"),
    "an outcome with a strange attribute": ('key="submit"', 'key="submit" run="x"', "run=", "would have no effect"),
    "a user task without outcome": (
        '<pendapa:outcome key="submit" label="Kirim" style="primary"/>',
        "",
        'id="correct"',
        "has no outcome",
    ),
    "working days that are no number": ('working_days="2"', 'working_days="soon"', "soon", "a number from 1 to 365"),
    "two start events": (START, START + '\n<bpmn:startEvent id="other"/>', 'id="other"', "exactly one start event"),
    "no start event": (START, "", "<bpmn:process", "exactly one start event"),
    "an unreachable step": (
        LAST_FLOW,
        LAST_FLOW + '\n<bpmn:endEvent id="island" name="Pulau"/>',
        'id="island"',
        "can never be reached",
    ),
    "a dead end": (LAST_FLOW, "", 'id="issue"', "no end can be reached"),
    "a loose flow": (
        LAST_FLOW,
        LAST_FLOW + '\n<bpmn:sequenceFlow id="f9" sourceRef="sign"/>',
        'id="f9"',
        "does not join",
    ),
    "a flow back to the start": (
        LAST_FLOW,
        LAST_FLOW.replace("granted", "start"),
        START,
        "Nothing may lead back to the start",
    ),
    "two flows from one task": (
        LAST_FLOW,
        LAST_FLOW + '\n<bpmn:sequenceFlow id="f9" sourceRef="sign" targetRef="granted"/>',
        SIGN,
        "Put a gateway behind it",
    ),
    "a flow from an end": (
        LAST_FLOW,
        LAST_FLOW + '\n<bpmn:sequenceFlow id="f9" sourceRef="granted" targetRef="check"/>',
        'id="granted"',
        "Nothing may follow the end event",
    ),
    "an id twice": ('id="f8"', 'id="f7"', 'id="f7" sourceRef="issue"', "stands in the file twice"),
    "a name that is too long": ('name="Terbit"', f'name="{"x" * 201}"', "xxx", "Shorten it"),
}


@pytest.mark.parametrize(("old", "new", "marker", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_line(old, new, marker, message):
    text = changed(PERMIT, old, new)
    line = line_with(text, marker)
    assert any(fault.line == line and message in fault.message for fault in faults_of(text)), faults_of(text)


def test_all_faults_are_told_at_once_in_the_order_of_lines():
    text = changed(PERMIT, 'role="head"', 'role="king"')
    text = changed(text, SERVICE, SERVICE.replace("issue_document", "delete_all"))
    lines = [fault.line for fault in faults_of(text)]
    assert lines == sorted([line_with(text, '"king"'), line_with(text, "delete_all")])


@pytest.mark.parametrize(
    "prologue",
    ['<!DOCTYPE x SYSTEM "file:///etc/passwd">', '<!DOCTYPE x [<!ENTITY a "aaaa">]>', "<!DOCTYPE definitions>"],
)
def test_a_document_type_is_refused(prologue):
    text = PERMIT.replace("?>\n", f"?>{prologue}\n", 1).replace(
        'name="Izin"', 'name="&a;"' if "a;" in prologue else 'name="Izin"'
    )
    assert faults_of(text)[0].line == 1


def test_a_second_process_is_refused():
    text = changed(PERMIT, "</bpmn:definitions>", '<bpmn:process id="other"/>\n</bpmn:definitions>')
    assert faults_of(text)[0].line == line_with(text, 'id="other"')


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff", b"<html/>", b"<?xml version='1.0' encoding='nonsense'?><a/>", b"x" * 1_000_001]
)
def test_anything_else_is_refused_without_an_accident(content):
    assert faults_of(content)


def test_a_file_without_process_is_refused():
    assert "no process" in faults_of('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>')[0].message


def with_condition(text: str, key: str, condition: str) -> str:
    return re.sub(
        rf'(<bpmn:sequenceFlow id="{key}"[^>]*)/>',
        rf"\1><bpmn:conditionExpression>{condition}</bpmn:conditionExpression></bpmn:sequenceFlow>",
        text,
    )


def test_a_gateway_that_asks_for_data_needs_a_default_flow():
    text = with_condition(changed(PARALLEL, ' default="f8"', ""), "f8", "amount = 1")
    assert any("after: agree" in fault.message for fault in faults_of(text))


def test_a_parallel_process_is_accepted():
    assert [step.key for step in load_process(PARALLEL.encode()).steps] == ["measure", "visit", "decide"]


def test_a_join_that_would_wait_for_ever_is_found():
    text = changed(PARALLEL, '<bpmn:parallelGateway id="split"/>', '<bpmn:exclusiveGateway id="split" default="f2"/>')
    (fault,) = faults_of(with_condition(text, "f3", "small"))
    assert fault.line == line_with(text, 'id="join"')
    assert "can wait for ever" in fault.message


def test_a_loop_back_into_a_parallel_gateway_is_found():
    text = changed(PARALLEL, 'sourceRef="decided" targetRef="round"', 'sourceRef="decided" targetRef="split"')
    assert [(fault.line, "can wait for ever" in fault.message) for fault in faults_of(text)] == [
        (line_with(text, 'id="split"'), True)
    ]


def test_branches_that_are_not_joined_are_found():
    text = changed(PARALLEL, '<bpmn:parallelGateway id="join"/>', '<bpmn:exclusiveGateway id="join"/>')
    assert "met twice at the same time" in faults_of(text)[0].message


def test_a_loop_without_a_person_is_found():
    text = changed(PERMIT, 'sourceRef="issue" targetRef="granted"/>', 'sourceRef="issue" targetRef="turn"/>')
    text = changed(
        text,
        LAST_FLOW[:25],
        '<bpmn:exclusiveGateway id="turn" default="f9"/>'
        '<bpmn:sequenceFlow id="f9" sourceRef="turn" targetRef="granted"/>'
        '<bpmn:sequenceFlow id="f10" sourceRef="turn" targetRef="issue">'
        "<bpmn:conditionExpression>again</bpmn:conditionExpression></bpmn:sequenceFlow>\n    " + LAST_FLOW[:25],
    )
    assert any("turn for ever" in fault.message for fault in faults_of(text))


@pytest.mark.parametrize("service", ["sku", "domisili"])
def test_the_demonstration_processes_are_accepted_and_fully_drawn(service):
    path = SERVICES / service / "process.bpmn"
    process = load_process(path.read_bytes())
    assert [step.key for step in process.steps] == ["check", "sign", "correct"]
    for step in process.steps:
        for outcome in step.outcomes:
            assert outcome.label_en
            if outcome.key == "refuse":
                assert outcome.requires == ("reason", "legal_basis")
    root = etree.parse(path)
    drawn = set(root.xpath("//@bpmnElement"))
    elements = root.xpath(
        "//*[local-name()='process']/*[@id and not(local-name()='laneSet')]/@id | //*[local-name()='lane']/@id"
    )
    assert set(elements) <= drawn


def test_the_handbook_tells_every_service_task():
    handbook = (REPOSITORY / "docs" / "processes.md").read_text(encoding="utf-8")
    for task in SERVICE_TASKS:
        assert f"| `{task.name}` | {task.purpose} |" in handbook
