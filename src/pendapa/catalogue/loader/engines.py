"""The files beside `service.yaml` that an engine reads: form, process and document. Each engine checks its own."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from rapidfuzz import process as likeness

from pendapa.catalogue.loader.organizations import read_code
from pendapa.catalogue.loader.reading import Section, read_text_file
from pendapa.documents.rules import number_pattern_faults
from pendapa.documents.typesetting import check_template, sample_data
from pendapa.forms.actions import register_form
from pendapa.forms.definition import FormDefinition, FormFaults, load_form
from pendapa.forms.models import FormVersion
from pendapa.forms.structure import Kind
from pendapa.workflow.actions import register_process
from pendapa.workflow.definition import ProcessDefinition, ProcessFaults, load_process
from pendapa.workflow.models import ProcessVersion

SCHEMA, LAYOUT, PROCESS, DOCUMENT = "form.schema.json", "form.layout.yaml", "process.bpmn", "document.typ"
KNOWN_FILES: Final = ("service.yaml", SCHEMA, LAYOUT, PROCESS, DOCUMENT)
ISSUES_DOCUMENT = "issue_document"


@dataclass(frozen=True, slots=True)
class EngineParts:
    """What the engines accepted; None where the service has no such file."""

    form: FormDefinition | None = None
    process_xml: bytes | None = None


def check_engines(folder: Path, file: Section, standard: dict[str, Any], *, is_online: bool) -> EngineParts:
    """Check the files of a service's folder, and fill in the document's part of `standard`.

    An online service needs a form, a process and a number prefix; a process that issues a document needs its template.
    """
    _note_unknown_files(folder, file)
    form = _check_form(folder, file)
    process_xml, process = _check_process(folder, file)
    _read_document(folder, file, standard, form)
    present = {name for name in KNOWN_FILES if (folder / name).is_file()}
    if is_online:
        for name in (SCHEMA, LAYOUT, PROCESS):
            if name not in present:
                file.fault(
                    _("A service that is online needs the file {name} beside this one.").format(name=name), "online"
                )
        if not file.has("number_prefix"):
            file.fault(_("A service that is online needs a “number_prefix” for the numbers of its cases."), "online")
    if process is not None and ISSUES_DOCUMENT in process.services and DOCUMENT not in present:
        file.faults.add(
            _name(file, PROCESS), 1, _("The process issues a document, but the file document.typ is missing.")
        )
    return EngineParts(form, process_xml if process is not None else None)


def store_form(parts: EngineParts, *, at: datetime) -> FormVersion | None:
    """The stored version of the form."""
    return register_form(parts.form, at=at) if parts.form is not None else None


def store_process(parts: EngineParts) -> ProcessVersion | None:
    """The stored version of the process."""
    return register_process(parts.process_xml) if parts.process_xml is not None else None


def _name(file: Section, name: str) -> str:
    """The name of a neighbouring file, relative to the folder loaded."""
    return f"{file.file.rpartition('/')[0]}/{name}"


def _note_unknown_files(folder: Path, file: Section) -> None:
    for path in sorted(folder.iterdir()):
        if path.name in KNOWN_FILES or path.name.startswith(".") or path.suffix == ".md":
            continue
        near = likeness.extractOne(path.name, KNOWN_FILES, score_cutoff=70)
        hint = " " + _("Did you mean {name}?").format(name=near[0]) if near else ""
        file.faults.add(_name(file, path.name), 1, _("This file is not part of a service.") + hint)


def _check_form(folder: Path, file: Section) -> FormDefinition | None:
    names = (_name(file, SCHEMA), _name(file, LAYOUT))
    present = [(folder / name).is_file() for name in (SCHEMA, LAYOUT)]
    if not all(present):
        if any(present):
            there, missing = names if present[0] else names[::-1]
            file.faults.add(there, 1, _("A form needs both files; {missing} is missing.").format(missing=missing))
        return None
    schema, layout = (
        read_text_file(folder / short, name, file.faults) for short, name in zip((SCHEMA, LAYOUT), names, strict=True)
    )
    if schema is None or layout is None:
        return None
    try:
        return load_form(schema, layout, names)
    except FormFaults as refused:
        for fault in refused.faults:
            file.faults.add(fault.file, fault.line, fault.message)
    return None


def _check_process(folder: Path, file: Section) -> tuple[bytes | None, ProcessDefinition | None]:
    if not (folder / PROCESS).is_file():
        return None, None
    xml = (folder / PROCESS).read_bytes()
    try:
        return xml, load_process(xml)
    except ProcessFaults as refused:
        for fault in refused.faults:
            file.faults.add(_name(file, PROCESS), fault.line, fault.message)
    return xml, None


def _read_document(folder: Path, file: Section, standard: dict[str, Any], form: FormDefinition | None) -> None:
    standard.update(
        document_template="", document_title={}, document_register="", number_pattern="", validity_days=None
    )
    section = file.section("document", required=False)
    is_there = (folder / DOCUMENT).is_file()
    if section is not None:
        standard["document_title"] = section.words("title", longest=200)
        standard["document_register"] = read_code(section, "register")
        standard["number_pattern"] = _read_number_pattern(section)
        standard["validity_days"] = section.integer("validity_days", required=False, least=1, most=36_500)
        section.finish()
        if not is_there:
            file.fault(_("“document” is described, but the file document.typ is missing."), "document")
    elif is_there and not file.has("document"):
        file.faults.add(
            _name(file, DOCUMENT), 1, _("This document must be described under “document” in service.yaml.")
        )
    if not is_there:
        return
    template = read_text_file(folder / DOCUMENT, _name(file, DOCUMENT), file.faults)
    if template is None:
        return
    standard["document_template"] = template
    if (folder / SCHEMA).is_file() and form is None:
        return  # the form is faulty: a check against its fields would only repeat that
    for answers in _sample_answers(form):
        for fault in check_template(template, sample_data(answers)):
            message = _("The document cannot be typeset: {reason}").format(reason=fault.message)
            file.faults.add(_name(file, DOCUMENT), fault.line, message)


def _read_number_pattern(section: Section) -> str:
    pattern = section.text("number_pattern", longest=80)
    for fault in number_pattern_faults(pattern) if pattern else []:
        section.fault(fault, "number_pattern")
    return pattern


def _sample_answers(form: FormDefinition | None) -> list[dict[str, Any]]:
    """What a document may be handed: an answer to every field, and answers to those alone that nobody may leave out."""
    if form is None:
        return [{}]
    conditional = {field.name for page in form.pages if page.show_if for field in page.fields}
    every: dict[str, Any] = {
        name: _SAMPLES.get(field.kind, name) for name, field in form.fields.items() if field.kind is not Kind.FILES
    }
    certain = {name for name, field in form.fields.items() if field.required and not field.show_if} - conditional
    return [every, {name: value if name in certain else "" for name, value in every.items()}]


_SAMPLES: Final[dict[Kind, Any]] = {Kind.DATE: "2020-01-31", Kind.NUMBER: 1, Kind.YES_NO: True, Kind.DECLARATION: True}
