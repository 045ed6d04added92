"""What may be drawn: the accepted part of BPMN 2.0 and our own additions to it. `docs/processes.md` explains it."""

from dataclasses import dataclass

from pendapa.people.roles import Role

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
PENDAPA = "https://pendapa.id/bpmn"
DIAGRAM = frozenset(
    {
        "http://www.omg.org/spec/BPMN/20100524/DI",
        "http://www.omg.org/spec/DD/20100524/DC",
        "http://www.omg.org/spec/DD/20100524/DI",
    }
)

APPLICANT = "applicant"
ROLES = frozenset(Role.values) | {APPLICANT}
STYLES = frozenset({"primary", "secondary", "danger"})
REQUIREMENTS = frozenset({"reason", "legal_basis", "signature", "fields"})


@dataclass(frozen=True, slots=True)
class ServiceTask:
    """Something the system does by itself: its name in the file and what it is for."""

    name: str
    purpose: str


SERVICE_TASKS = (
    ServiceTask("issue_document", "Make the document of the service, number it in the register and sign it."),
    ServiceTask("notify_applicant", "Tell the applicant where the matter stands, by the channels they chose."),
    ServiceTask("close_granted", "Close the matter as granted and stop its clock."),
    ServiceTask(
        "close_refused", "Close the matter as refused, with the reason and legal basis given, and stop its clock."
    ),
    ServiceTask("pause_clock", "Stop counting working days while the applicant must act."),
    ServiceTask("resume_clock", "Count working days again."),
)
SERVICE_NAMES = frozenset(task.name for task in SERVICE_TASKS)

NODES = frozenset({"startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway", "parallelGateway"})

# Each accepted element with its attributes; "p:" marks our own. Whatever is not here would be silently without
# effect, and so is refused.
ELEMENTS: dict[str, frozenset[str]] = {
    name: frozenset(attributes.split()) | {"id"}
    for name, attributes in {
        "definitions": "name targetNamespace expressionLanguage typeLanguage exporter exporterVersion",
        "collaboration": "name isClosed",
        "participant": "name processRef",
        "process": "name isExecutable isClosed processType p:name_en",
        "laneSet": "name",
        "lane": "name p:role p:name_en",
        "flowNodeRef": "",
        "startEvent": "name",
        "endEvent": "name",
        "userTask": "name p:name_en p:form p:working_days",
        "serviceTask": "name p:name_en p:service",
        "exclusiveGateway": "name default gatewayDirection",
        "parallelGateway": "name gatewayDirection",
        "sequenceFlow": "name sourceRef targetRef",
        "conditionExpression": "language",
        "incoming": "",
        "outgoing": "",
        "documentation": "textFormat",
        "extensionElements": "",
        "textAnnotation": "textFormat",
        "text": "",
        "association": "sourceRef targetRef associationDirection",
    }.items()
}
OUTCOME_ATTRIBUTES = frozenset({"key", "label", "label_en", "style", "requires"})
FEEL_LANGUAGES = (
    "feel",
    "https://www.omg.org/spec/DMN/",
    "http://www.omg.org/spec/DMN/",
    "http://www.omg.org/spec/FEEL/",
)
